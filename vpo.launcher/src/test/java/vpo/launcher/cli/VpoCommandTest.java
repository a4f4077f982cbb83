package vpo.launcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import vpo.config.KnownKey;

class VpoCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    @TempDir
    private Path folder;

    private int run(String... args) {
        CommandLine line = VpoCommand.commandLine();
        line.setOut(new PrintWriter(out));
        line.setErr(new PrintWriter(err));
        return line.execute(args);
    }

    @ParameterizedTest
    @CsvSource({"srve,serve", "helth,health", "confg,config"})
    void aMistypedCommandIsSuggested(String typed, String meant) {
        assertThat(run(typed)).isEqualTo(2);
        assertThat(err.toString()).contains("'" + typed + "'").contains("Did you mean " + meant + "?")
                .contains("Usage: vpo");
    }

    @ParameterizedTest
    @CsvSource({"--prot,--port", "--bindd,--bind", "--log-levl=debug,--log-level"})
    void aMistypedOptionIsSuggested(String typed, String meant) {
        assertThat(run("serve", typed)).isEqualTo(2);
        assertThat(err.toString()).contains("Did you mean " + meant + "?").contains("Usage: vpo serve");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "config"})
    void aMissingCommandIsWrong(String command) {
        assertThat(command.isEmpty() ? run() : run(command)).isEqualTo(2);
        assertThat(err.toString()).contains("Missing command").contains("Usage: vpo");
    }

    @ParameterizedTest
    @ValueSource(strings = {"serve", "config show", "config check"})
    void helpNamesWhatEachOptionMeansItsVariableItsKeyAndItsDefault(String command) {
        assertThat(run((command + " --help").split(" "))).isZero();
        String help = out.toString().replaceAll("\\s+", " ");
        assertThat(help).contains("$VPO_CONFIG_PATH", "$VPO_DATA_DIR",
                "Default: $VPO_SERVER_PORT, else server.port in the file, else 8321.",
                "Default: $VPO_DATABASE_PATH, else database_path in the file, else library.db in the data directory.");
        assertThat(KnownKey.all()).filteredOn(key -> !key.flag().isEmpty()).hasSize(6)
                .allSatisfy(key -> assertThat(help).contains(key.flag(), key.rule(), key.description().substring(1),
                        "$" + key.variable() + ", else " + key.key()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"status", "tasks", "logs", "log-level", "reload", "drain", "resume", "stop", "health", "scan"})
    void whatAsksADaemonHasOptionsForWhereItListensAndNoneForHowItRuns(String command) {
        assertThat(run(command, "--help")).isZero();
        assertThat(out.toString().replaceAll("\\s+", " ")).contains("$VPO_CONFIG_PATH",
                "Address that the daemon listens on: IP address or host name. Default: $VPO_SERVER_BIND, else server.bind"
                        + " in the file, else 127.0.0.1.",
                "TCP port that the daemon listens on: 1 to 65535. Default: $VPO_SERVER_PORT, else server.port in the"
                        + " file, else 8321.")
                .doesNotContain("to listen on", "--database", "--log-level", "--log-format");
    }

    @ParameterizedTest
    @CsvSource({"'', vpo", "serve, vpo serve", "config, vpo config", "config check, vpo config check",
            "console set-password, vpo console set-password"})
    void theHelpOfACommandOfACommandIsToldToo(String command, String name) {
        assertThat(run(("help " + command).strip().split(" "))).isZero();
        assertThat(out.toString()).startsWith("Usage: " + name + " [");
        String help = out.toString();
        out.getBuffer().setLength(0);
        assertThat(run((command + " --help").strip().split(" "))).isZero();
        assertThat(help).isEqualTo(out.toString());
    }

    @ParameterizedTest
    @CsvSource({"help confg, config, vpo", "help config chek, check, vpo config"})
    void thereIsNoHelpOfACommandThatThereIsNot(String line, String meant, String usage) {
        assertThat(run(line.split(" "))).isEqualTo(2);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString()).startsWith("vpo: there is no command '").contains("Did you mean " + meant + "?",
                "Usage: " + usage + " [");
    }

    @Test
    void thereIsNoHelpBelowACommandThatHasNone() {
        assertThat(run("help", "serve", "now")).isEqualTo(2);
        assertThat(err.toString()).contains("'now'", "Usage: vpo serve [");
    }

    @Test
    void theVersionIsTheBuilds() {
        assertThat(run("version")).isZero();
        assertThat(out.toString()).matches("vpo \\d+\\.\\d+\\.\\d+ \\(Java 2\\d.*\\)\\R");
    }

    @Test
    void checkTellsEveryProblemAndExitsWithOne() throws IOException {
        Path file = Files.writeString(folder.resolve("config.toml"),
                "[server]\nport = \"8321\"\nshutdown_timeout = 0\n");

        assertThat(run("config", "check", file.toString())).isEqualTo(1);
        assertThat(out.toString()).contains(file + ":2:").contains("server.port").contains(file + ":3:")
                .contains("server.shutdown_timeout");
    }

    @Test
    void checkTurnsWarningsIntoStatusOne() throws IOException {
        Path file = Files.writeString(folder.resolve("config.toml"), "[server]\nprot = 8321\n");

        assertThat(run("config", "check", file.toString())).isEqualTo(1);
        assertThat(out.toString()).contains("server.port");
    }

    @Test
    void checkOfAGoodFileSaysWhichOne() throws IOException {
        Path file = Files.writeString(folder.resolve("config.toml"), "[server]\nport = 8400\n");

        assertThat(run("config", "check", file.toString())).isZero();
        assertThat(out.toString()).isEqualTo("ok: " + file + "\n");
    }

    /** Nothing runs: what the jars say of their tables is read out of them. */
    private Path withPlugins() throws IOException {
        Path plugins = Files.createDirectory(folder.resolve("plugins"));
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().putValue("Manifest-Version", "1.0");
        manifest.getMainAttributes().putValue("Provide-Capability", "vpo.plugin;name=fish");
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(plugins.resolve("fish.jar")), manifest)) {
            jar.putNextEntry(new JarEntry("OSGI-INF/metatype/fish.xml"));
            jar.write("""
                    <metatype:MetaData xmlns:metatype="http://www.osgi.org/xmlns/metatype/v1.4.0">
                      <OCD id="fish" name="Fish">
                        <AD id="fins" type="Integer" min="1" default="2"/>
                        <AD id="pin" type="Password" required="false"/>
                      </OCD>
                      <Designate pid="vpo.plugins.fish"><Object ocdref="fish"/></Designate>
                    </metatype:MetaData>
                    """.getBytes(StandardCharsets.UTF_8));
        }
        Files.writeString(plugins.resolve("broken.jar"), "no jar");
        return plugins;
    }

    @Test
    void checkHoldsTheTablesOfPluginsAgainstWhatTheirJarsSay() throws IOException {
        Path file = Files.writeString(folder.resolve("config.toml"),
                "plugins.plugin_dirs = [\"" + withPlugins() + "\"]\n[plugins.fish]\nfins = 0\nfnis = 1\n");

        assertThat(run("config", "check", file.toString())).isEqualTo(1);
        assertThat(out.toString()).isEqualTo("ERROR " + file
                + ":3:1: plugins.fish.fins: Must be at least 1: 0 (config.toml:3)\nWARNING " + file
                + ":4:1: plugins.fish.fnis: unknown key, passed on as it is; did you mean plugins.fish.fins?\n");
        assertThat(err.toString()).startsWith("NOTE " + folder.resolve("plugins/broken.jar") + ": ")
                .hasLineCount(1);
    }

    @Test
    void aJarThatCannotBeReadIsNoProblemOfTheConfiguration() throws IOException {
        Path file = Files.writeString(folder.resolve("config.toml"),
                "plugins.plugin_dirs = [\"" + withPlugins() + "\"]\n[plugins.fish]\nfins = 1\n");

        assertThat(run("config", "check", file.toString())).isZero();
        assertThat(out.toString()).isEqualTo("ok: " + file + "\n");
    }

    @Test
    void showGivesTheKeysOfPlugins() throws IOException {
        Path file = Files.writeString(folder.resolve("config.toml"),
                "plugins.plugin_dirs = [\"" + withPlugins() + "\"]\n[plugins.fish]\npin = \"1234\"\n");

        assertThat(run("config", "show", "--config", file.toString())).isZero();
        assertThat(out.toString()).containsPattern("plugins\\.fish\\.fins +2 +default")
                .containsPattern("plugins\\.fish\\.pin +\\*{8} +.*config\\.toml:3:1").doesNotContain("1234");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
            "serve --port abc; --port; expected an integer, found \"abc\"",
            "serve --log-level loud; --log-level; Must be one of debug, info, warning, error: loud",
            "serve --log-format xml; --log-format; Must be one of auto, text, json, journal: xml",
            "serve -c /no/where.toml; --config; no such file: /no/where.toml",
            "serve --config ~other/x; --config; The home of another user",
            "config show -p 1.5; --port; expected an integer",
            "config check --log-level loud; --log-level; Must be one of",
            "health --port abc; --port; expected an integer",
            "scan --port abc; --port; expected an integer",
            "status --config /no/where.toml; --config; no such file",
            "status --url http://127.0.0.1:1 --port abc; --port; expected an integer",
            "console set-password -c /no/where.toml; --config; no such file",
            "plugin list -c /no/where.toml; --config; no such file"})
    void aValueThatNoOptionTakesIsAWrongCommandLine(String command, String option, String message) {
        assertThat(run(command.split(" "))).isEqualTo(2);
        assertThat(err.toString()).startsWith("vpo: Invalid value for option '" + option + "': " + message)
                .contains("Usage: vpo ");
        assertThat(out.toString()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"health --port 0", "scan --port 70000", "status --port 99999999999", "health --bind a/b",
            "health --config /"})
    void aValueThatIsOnlyNotGoodIsAMistakeOfTheConfiguration(String command) {
        assertThat(run(command.split(" "))).isEqualTo(1);
        assertThat(err.toString()).startsWith("CONFIG_ERROR: ");
    }

    @Test
    void whatStandsBeforeACommandCountsAsIfItStoodBehind() {
        assertThat(run("--log-level", "debug", "--log-json", "--log-file", "/var/log/x", "--force-load-plugins",
                "config", "show", "--log-level", "error")).isZero();
        assertThat(out.toString()).containsPattern("logging\\.level +\"?error\"? +--log-level")
                .containsPattern("logging\\.format +\"?json\"? +--log-format")
                .containsPattern("logging\\.file +\"?/var/log/x\"? +--log-file");
    }

    @Test
    void whatStandsBeforeACommandMeansNothingToTheOthers() {
        assertThat(run("--log-level", "debug", "--log-json", "--log-file", "x", "--force-load-plugins", "version"))
                .isZero();
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void aFileToCheckThatIsNotThereIsAProblemFound() {
        assertThat(run("config", "check", "/no/where.toml")).isEqualTo(1);
        assertThat(out.toString()).startsWith("ERROR /no/where.toml: no such file");
    }

    @Test
    void checkTakesOneFile() {
        assertThat(run("config", "check", "--config", "/etc/passwd", "b")).isEqualTo(2);
    }

    @Test
    void showGivesKeyValueAndSourceAndMasksSecrets() throws IOException {
        Path file = Files.writeString(folder.resolve("config.toml"),
                "[server]\nauth_token = \"0123456789abcdefgh\"\n");

        assertThat(run("config", "show", "--config", file.toString(), "--port", "8400")).isZero();
        assertThat(out.toString()).containsPattern("server\\.port +8400 +--port").doesNotContain("0123456789abcdefgh");

        assertThat(run("config", "show", "--json", "--config", file.toString())).isZero();
        assertThat(out.toString())
                .contains("{\"key\": \"server.bind\", \"value\": \"127.0.0.1\", \"source\": \"default\"}")
                .doesNotContain("0123456789abcdefgh");
    }

    @Test
    void healthSaysWhenNobodyAnswers() {
        // Port 1 is nobody's.
        assertThat(run("health", "--port", "1")).isEqualTo(1);
        assertThat(err.toString()).contains("http://127.0.0.1:1/health");
    }

    @ParameterizedTest
    @ValueSource(strings = {"health", "status"})
    void aNameThatNoUrlCanHaveIsTold(String command) {
        assertThat(run(command, "--bind", "nas.1a")).isEqualTo(1);
        assertThat(err.toString()).contains("CONFIG_ERROR: --bind: server.bind: 'nas.1a' cannot stand in a URL")
                .contains("--url").doesNotContain("Exception");
    }

    @Test
    void healthChecksItsTimeout() {
        assertThat(run("health", "--timeout", "0")).isEqualTo(2);
        assertThat(err.toString()).contains("--timeout");
    }

    @ParameterizedTest
    @CsvSource({"/srv/vpo,/root,/srv/vpo", "'',/root,/root", "srv,/root,/root", ",/root,/root", "/srv/vpo,?,/srv/vpo",
            ",?,?"})
    void homeIsWhatTheEnvironmentSaysBeforeWhatJavaFinds(String variable, String ofJava, Path home) {
        Map<String, String> environment = variable == null ? Map.of() : Map.of("HOME", variable);
        assertThat(ConfigOptions.home(environment, ofJava)).isEqualTo(home);
    }

    @Test
    void aHomeFolderOutsideTheCharacterSetIsNone() {
        assertThat(ConfigOptions.home(Map.of("HOME", "/a\ud800"), "/b")).isRelative();
    }
}
