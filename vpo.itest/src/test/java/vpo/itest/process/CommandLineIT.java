package vpo.itest.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Everything that can be typed after {@code vpo}. */
class CommandLineIT extends ProcessTest {
    @ParameterizedTest
    @CsvSource({"srve, serve", "serve --prot 1, --port", "config chek, check", "helth, health",
            "health --timeut 1, --timeout"})
    void aMistypedWordIsAnsweredWithUsageAndASuggestion(String line, String suggestion) throws Exception {
        DaemonProcess vpo = vpo(line.split(" "));
        assertThat(vpo.awaitExit()).isEqualTo(2);
        assertThat(vpo.output()).isEmpty();
        assertThat(vpo.logText()).contains("Usage: vpo", line.split(" ")[line.split(" ").length > 1 ? 1 : 0]);
        assertThat(vpo.logText().lines().filter(text -> text.contains("Did you mean") || text.contains("Possible")))
                .singleElement().asString().contains(suggestion);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "config", "serve extra", "serve --port", "health --timeout x",
            "health --timeout 0", "config check a.toml --config b.toml"})
    void otherMistakesAreAnsweredWithUsage(String line) throws Exception {
        DaemonProcess vpo = vpo(line.isEmpty() ? new String[0] : line.split(" "));
        assertThat(vpo.awaitExit()).isEqualTo(2);
        assertThat(vpo.logText()).contains("Usage: vpo").doesNotContain("\tat ");
        assertThat(data).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"serve", "config show", "config check"})
    void helpListsFlagsWithDefaultsAndVariables(String command) throws Exception {
        DaemonProcess vpo = vpo((command + " --help").split(" "));
        assertThat(vpo.awaitExit()).isZero();
        assertThat(String.join(" ", vpo.output()).replaceAll("\\s+", " ")).contains("Usage: vpo " + command,
                "-c, --config=FILE", "--bind=ADDRESS", "-p, --port=PORT", "--database=FILE", "--log-level=LEVEL",
                "--log-format=FORMAT", "$VPO_CONFIG_PATH", "$VPO_DATA_DIR", "$VPO_SERVER_BIND", "$VPO_SERVER_PORT",
                "$VPO_DATABASE_PATH", "127.0.0.1", "8321", "library.db", "info", "text", "Exit status:");
        assertThat(vpo.log()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"health", "status", "scan"})
    void helpOfWhatAsksADaemonSaysWhereThatListens(String command) throws Exception {
        DaemonProcess vpo = vpo(command, "--help");
        assertThat(vpo.awaitExit()).isZero();
        assertThat(String.join(" ", vpo.output()).replaceAll("\\s+", " ")).contains("Usage: vpo " + command,
                "-c, --config=FILE", "--bind=ADDRESS", "Address that the daemon listens on", "-p, --port=PORT",
                "TCP port that the daemon listens on", "$VPO_SERVER_BIND", "$VPO_SERVER_PORT", "127.0.0.1", "8321",
                "Exit status:").doesNotContain("--database", "--log-level", "--log-format");
        assertThat(vpo.log()).isEmpty();
    }

    @Test
    void helpListsTheCommands() throws Exception {
        DaemonProcess vpo = vpo("--help");
        assertThat(vpo.awaitExit()).isZero();
        assertThat(vpo.output()).anyMatch(line -> line.startsWith("  serve "))
                .anyMatch(line -> line.startsWith("  config ")).anyMatch(line -> line.startsWith("  health "))
                .anyMatch(line -> line.startsWith("  version ")).anyMatch(line -> line.contains("generate-completion"));
    }

    @Test
    void version() throws Exception {
        DaemonProcess vpo = vpo("version");
        assertThat(vpo.awaitExit()).isZero();
        assertThat(vpo.output()).singleElement().asString()
                .matches("vpo \\Q" + System.getProperty("vpo.version") + "\\E \\(Java 2\\d.*, Linux \\S+\\)");
        DaemonProcess option = vpo("--version");
        assertThat(option.awaitExit()).isZero();
        assertThat(option.output()).containsExactly("vpo " + System.getProperty("vpo.version"));
    }

    @Test
    void completionIsAScriptThatTheShellTakes() throws Exception {
        DaemonProcess vpo = vpo("generate-completion");
        assertThat(vpo.awaitExit()).isZero();
        Path script = Files.write(folder.resolve("completion"), vpo.output());
        assertThat(new ProcessBuilder("bash", "-n", script.toString()).inheritIO().start().waitFor()).isZero();
        assertThat(script).content().contains("complete", "--port", "serve");
    }

    @Test
    void configShowTellsKeyValueAndSource() throws Exception {
        configure("[server]\nport = 9000\nshutdown_timeout = 5\nauth_token = 'correct horse battery'\n");
        DaemonProcess vpo = started(daemon().environment("VPO_SERVER_BIND", "::1")
                .arguments("config", "show", "--port", "9001").command());
        assertThat(vpo.awaitExit()).isZero();
        assertThat(vpo.output()).anyMatch(line -> line.matches("server\\.port +9001 +.*--port.*"))
                .anyMatch(line -> line.matches("server\\.bind +\"?::1\"? +.*VPO_SERVER_BIND.*"))
                .anyMatch(line -> line.matches("server\\.shutdown_timeout +5\\.0 +.*config\\.toml:3.*"))
                .anyMatch(line -> line.matches("logging\\.level +\"?info\"? +default"))
                .noneMatch(line -> line.contains("correct horse"));
        assertThat(vpo.log()).isEmpty();
    }

    @Test
    void configShowAsJson() throws Exception {
        configure("[server]\nport = 9000\nauth_token = 'correct horse battery'\n");
        DaemonProcess vpo = vpo("config", "show", "--json");
        assertThat(vpo.awaitExit()).isZero();
        assertThat(vpo.output().getFirst()).isEqualTo("[");
        assertThat(vpo.output().getLast()).isEqualTo("]");
        assertThat(vpo.output().subList(1, vpo.output().size() - 1)).allMatch(
                line -> line.matches("  \\{\"key\": \"[^\"]+\", \"value\": .+, \"source\": \"[^\"]+\"},?"))
                .anyMatch(line -> line.contains("\"key\": \"server.port\", \"value\": 9000, "))
                .noneMatch(line -> line.contains("correct horse"));
    }

    @Test
    void configCheckFindsEverything() throws Exception {
        configure("[server]\nport = 0\nprot = 1\nbind = 7\n");
        DaemonProcess vpo = vpo("config", "check");
        assertThat(vpo.awaitExit()).isEqualTo(1);
        assertThat(vpo.output()).hasSize(3).anyMatch(line -> line.startsWith("ERROR " + config + ":2:"))
                .anyMatch(line -> line.startsWith("WARNING " + config + ":3:"))
                .anyMatch(line -> line.startsWith("ERROR " + config + ":4:"));
    }

    @Test
    void configCheckOfAGoodFileAndOfNone() throws Exception {
        Path file = Files.writeString(folder.resolve("good.toml"), "[server]\nport = 9000\n");
        DaemonProcess good = vpo("config", "check", file.toString());
        assertThat(good.awaitExit()).isZero();
        assertThat(good.output()).isEqualTo(List.of("ok: " + file));
        DaemonProcess none = vpo("config", "check");
        assertThat(none.awaitExit()).isZero();
        DaemonProcess missing = vpo("config", "check", "missing.toml");
        assertThat(missing.awaitExit()).isEqualTo(1);
        // Nothing is made by asking.
        assertThat(data).doesNotExist();
    }

    @Test
    void healthAsksTheRunningDaemon() throws Exception {
        int port = DaemonProcess.freePort();
        DaemonProcess before = health(port);
        assertThat(before.awaitExit()).isEqualTo(1);
        assertThat(before.logText()).contains("no answer from http://127.0.0.1:" + port, "is the daemon running");

        DaemonProcess daemon = started(daemon().withTestBundle("").port(port).serve()).awaitRunning();
        DaemonProcess healthy = health(port);
        assertThat(healthy.awaitExit()).as("%s%n%s%n%s", healthy.output(), healthy.logText(), daemon.logText())
                .isZero();
        assertThat(healthy.output()).singleElement().asString().startsWith("{\"status\": \"healthy\"");
        assertThat(healthy.log()).isEmpty();

        daemon.begin("/itest/work/request");
        daemon.signal("TERM").awaitLog("for 1 task");
        DaemonProcess draining = health(port);
        assertThat(draining.awaitExit()).isEqualTo(1);
        assertThat(draining.output()).singleElement().asString().startsWith("{\"status\": \"unhealthy\"");
        daemon.get("/itest/open");
        assertThat(daemon.awaitExit()).isZero();
    }

    private DaemonProcess health(int port) throws Exception {
        return vpo("health", "--port", Integer.toString(port));
    }

    private DaemonProcess vpo(String... arguments) throws Exception {
        return started(daemon().arguments(arguments).command());
    }
}
