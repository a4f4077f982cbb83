package vpo.launcher.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.RandomAccessFile;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** What the commands ask, whom they show what, and what they make of the answers. */
class AdminCommandTest {
    private static final String SECRET = "correct horse battery";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    @RegisterExtension
    private final ScriptedDaemon daemon = new ScriptedDaemon();
    @TempDir
    private Path folder;

    /** The credentials of each request; "null" where there were none. */
    private List<String> shown() {
        return daemon.requests().stream().map(each -> String.valueOf(each.headers().getFirst("Authorization")))
                .toList();
    }

    private int run(String... arguments) throws IOException {
        Path token = Files.writeString(folder.resolve("token"), SECRET + "\n");
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--url", daemon.url() + "/", "--token-file", token.toString()));
        return plain(all.toArray(String[]::new));
    }

    private int plain(String... arguments) {
        CommandLine line = VpoCommand.commandLine();
        line.setOut(new PrintWriter(out));
        line.setErr(new PrintWriter(err));
        return line.execute(arguments);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', value = {
            "drain; POST /api/v1/drain {}; 200 {\"draining\":true,\"tasks\":2};"
                    + " Takes no new work until \"vpo resume\"; 2 tasks are still in flight, see \"vpo tasks\"",
            "resume; POST /api/v1/resume {}; 200 {\"draining\":false}; Takes new work",
            "stop; POST /api/v1/stop {}; 202 {\"stopping\":true,\"tasks\":0}; Stopping",
            "stop --when-idle; POST /api/v1/stop {\"when_idle\":true}; 202 {\"tasks\":1};"
                    + " Stops when nothing is in flight any more",
            "tasks --cancel 7; DELETE /api/v1/tasks/7; 202 {\"id\":7,\"cancelled\":true}; Task 7 was asked to end",
            "reload; POST /api/v1/reload {}; 200 {\"changed\":[\"logging.level\"],\"after_restart\":[\"server.port\"]};"
                    + " Changed: logging.level",
            "log-level debug; PUT /api/v1/log-level {\"level\":\"debug\"}; 200 {}; Logs debug",
            "log-level WARNING --logger a.b; PUT /api/v1/log-level {\"logger\":\"a.b\",\"level\":\"warning\"}; 200 {};"
                    + " a.b logs warning",
            "log-level default --logger a.b; PUT /api/v1/log-level {\"logger\":\"a.b\",\"level\":null}; 200 {};"
                    + " a.b logs like the others",
            "plugin disable a/b; POST /api/v1/plugins/a%2Fb/disable {\"dry_run\":false}; 200 {\"message\":\"so be it\"};"
                    + " so be it",
            "plugin remove x --dry-run; DELETE /api/v1/plugins/x?dry_run=true; 200 {\"message\":\"gone\"}; gone"})
    void asksForWhatItIsTold(String command, String request, String answer, String said) throws IOException {
        String[] parts = (request + ";" + answer + ";" + said).split(";");
        daemon.willAnswer(answer.strip());
        assertThat(run(command.split(" "))).as(err.toString()).isZero();
        assertThat(daemon.asked()).containsExactly(parts[0].strip());
        assertThat(out.toString()).startsWith(said.strip().split(";")[0]);
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void theCredentialIsShownAsItIs() throws IOException {
        daemon.willAnswer("200 {\"draining\":false}");
        run("resume");
        assertThat(shown()).singleElement().asString().startsWith("Basic ");
        assertThat(new String(Base64.getDecoder().decode(shown().getFirst().substring(6)), StandardCharsets.UTF_8))
                .isEqualTo(System.getProperty("user.name") + ":" + SECRET);
    }

    @Test
    void noRedirectIsFollowed() throws IOException {
        String location = daemon.url() + "/elsewhere";
        daemon.willSend("Location", location);
        daemon.willAnswer("307 ");
        assertThat(run("drain")).isEqualTo(1);
        assertThat(daemon.asked()).hasSize(1);
        assertThat(err.toString()).contains("sends one on to " + location);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', value = {
            "401 {\"error\":\"no\",\"code\":\"UNAUTHORIZED\"}; does not take the credential in",
            "403 {\"error\":\"Not from there\",\"code\":\"REMOTE_NOT_ALLOWED\"}; Not from there",
            "403 {\"error\":\"Administration is off\",\"code\":\"NO_CREDENTIAL\"}; The daemon says: Administration is off",
            "409 {\"error\":\"The daemon is shutting down\",\"code\":\"SHUTTING_DOWN\"}; The daemon is shutting down",
            "429 {\"error\":\"Too many\",\"code\":\"RATE_LIMITED\"}; Too many",
            "500 <html>; is no VPO daemon: HTTP 500", "200 <html>; is no VPO daemon: HTTP 200"})
    void tellsWhyItIsRefused(String answer, String why) throws IOException {
        daemon.willAnswer(answer);
        assertThat(run("resume")).isEqualTo(1);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString()).startsWith("vpo resume: ").contains(why).hasLineCount(1)
                .doesNotContain(SECRET);
    }

    @Test
    void aDaemonOfAnotherVersionIsCalledThat() throws IOException {
        daemon.willAnswer("404 {\"error\":\"Not Found\",\"code\":\"NOT_FOUND\"}");
        daemon.willAnswer("200 {\"status\":\"healthy\",\"version\":\"9.9.9\"}");
        assertThat(run("drain")).isEqualTo(1);
        assertThat(err.toString()).contains("is of version 9.9.9");
    }

    @Test
    void aBadConfigurationIsToldLineByLine() throws IOException {
        daemon.willAnswer("422 {\"error\":\"It cannot be used\",\"code\":\"CONFIG_ERROR\",\"details\":"
                + "[{\"severity\":\"error\",\"problem\":\"a.toml:1: bad\"},{\"severity\":\"error\",\"problem\":\"b\"}]}");
        assertThat(run("reload")).isEqualTo(1);
        assertThat(err).hasToString("vpo reload: It cannot be used\n  error a.toml:1: bad\n  error b\n");
    }

    @Test
    void nobodyListens() throws IOException {
        daemon.leave();
        assertThat(run("status")).isEqualTo(1);
        assertThat(err.toString()).startsWith("vpo status: no daemon answers at " + daemon.url()).contains("vpo serve");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nas:8321", "ftp://nas", "http://", "nas", "http://u:p@nas", "http://nas/?a=b"})
    void whatIsNoUrlIsAWrongCommandLine(String url) {
        assertThat(plain("status", "--url", url)).isEqualTo(2);
        assertThat(err.toString()).contains("Invalid value for option '--url'").contains("Usage: vpo status");
    }

    @ParameterizedTest
    @ValueSource(strings = {"log-level loud", "log-level default", "logs -n 1001", "logs --level loud",
            "tasks --cancel 0", "tasks --cancel x", "scan relative --url http://nas", "status --token-file x",
            "scan --token-file x", "plugin list --token-file x", "logs --insecure-http", "health --url nas"})
    void otherMistakesAreWrongCommandLines(String line) {
        assertThat(plain(line.split(" "))).isEqualTo(2);
        assertThat(err.toString()).contains("Usage: vpo");
    }

    @ParameterizedTest
    @ValueSource(strings = {"status --url http://127.0.0.1:99999", "health --url http://127.0.0.1:0"})
    void aPortThatThereIsNotIsAWrongCommandLine(String line) {
        assertThat(plain(line.split(" "))).isEqualTo(2);
        assertThat(err.toString()).contains("--url").contains("one is 1-65535");
    }

    @Test
    void theTokenOfThisMachineStaysOnIt() throws Exception {
        Files.writeString(folder.resolve(Credential.LOCAL_FILE), "local-token\n");
        DaemonAddress.Converter read = new DaemonAddress.Converter();
        // An address for documentation: nobody has it.
        DaemonAddress elsewhere = read.convert("http://192.0.2.1");
        assertThat(Credential.local(folder, elsewhere).authorization()).isEmpty();
        Path file = folder.resolve(Credential.LOCAL_FILE);
        assertThat(Credential.inFile(file, read.convert(daemon.url())).authorization()).contains("Bearer local-token");
        assertThatThrownBy(() -> Credential.inFile(file, elsewhere)).isInstanceOf(Failure.class)
                .hasMessageContaining("is another, which is not shown it");
    }

    @Test
    void theTokenGoesToTheDaemonThatHasTheDataDirectoryAndToNobodyElse() throws Exception {
        Files.writeString(folder.resolve(Credential.LOCAL_FILE), "local-token\n");
        Path address = Files.writeString(folder.resolve(OwnDaemon.FILE), "http://0.0.0.0:8321 42\n");
        DaemonAddress here = new DaemonAddress.Converter().convert("http://localhost:8321");
        try (RandomAccessFile lock = new RandomAccessFile(folder.resolve("daemon.lock").toFile(), "rw")) {
            lock.writeBytes("42\n");
            assertThat(Credential.local(folder, here).authorization()).as("left by one that was killed").isEmpty();
            lock.getChannel().lock();
            assertThat(Credential.local(folder, here).authorization()).contains("Bearer local-token");
            for (String other : List.of("http://127.0.0.1:8322", "https://127.0.0.1:8321", "http://127.0.0.2:8321",
                    "http://[::1]:8321")) {
                Credential none = Credential.local(folder, new DaemonAddress.Converter().convert(other));
                assertThat(none.authorization()).as(other).isEmpty();
                assertThat(none.refused()).contains("listens at http://127.0.0.1:8321");
            }
            for (String line : List.of("http://127.0.0.1:8321 43\n", "http://127.0.0.1:8321\n", "", "nonsense 42\n")) {
                Files.writeString(address, line);
                assertThat(Credential.local(folder, here).authorization()).as(line).isEmpty();
            }
            // As Java writes the address of all addresses.
            Files.writeString(address, "http://[0:0:0:0:0:0:0:0]:8321 42\n");
            assertThat(Credential.local(folder, new DaemonAddress.Converter().convert("http://[::1]:8321"))
                    .authorization()).contains("Bearer local-token");
            Files.writeString(address, "http://127.0.0.1:8321 42\n");
            lock.seek(0);
            lock.writeBytes("42 command\n");
            assertThat(Credential.local(folder, here).authorization()).as("a command has it").isEmpty();
        }
        Files.writeString(folder.resolve("daemon.lock"), "42\n");
        assertThat(Credential.local(folder, here).refused()).contains("does not listen");
    }

    @Command(name = "x")
    private static final class Remote {
        @Mixin
        private RemoteOptions options;
    }

    @Test
    void noCredentialGoesOverTheNetworkInTheClear() throws Exception {
        Path token = Files.writeString(folder.resolve("token"), SECRET + "\n");
        for (String command : List.of("status", "scan", "plugin list")) {
            assertThat(plain((command + " --url http://192.0.2.1 --token-file " + token).split(" "))).as(command)
                    .isEqualTo(2);
        }
        assertThat(err.toString()).contains("vpo: The credential would go to http://192.0.2.1", "--insecure-http")
                .doesNotContain(SECRET);
        Remote remote = new Remote();
        new CommandLine(remote).parseArgs("--url", "http://192.0.2.1", "--insecure-http", "--token-file",
                token.toString());
        assertThat(remote.options.client(null, Duration.ofSeconds(1)).credential().authorization()).isPresent();
    }

    private static String health(String status) {
        return "{\"status\": \"" + status + "\", \"database\": \"connected\", \"uptime_seconds\": 1.0, "
                + "\"version\": \"0.1.0\u001b\", \"shutting_down\": false}";
    }

    @Test
    void healthOfAnotherDaemonIsAskedWithoutACredential() {
        daemon.willAnswer("200 " + health("healthy"));
        assertThat(plain("health", "--url", daemon.url())).isZero();
        daemon.willAnswer("503 " + health("unhealthy"));
        assertThat(plain("health", "--url", daemon.url() + "/")).isEqualTo(1);
        assertThat(out.toString()).as("of anybody who listens there").isEqualTo(
                (health("healthy") + "\n" + health("unhealthy") + "\n").replace('\u001b', '?'));
        assertThat(err.toString()).isEmpty();
        assertThat(daemon.asked()).containsOnly("GET /health");
        assertThat(shown()).containsOnly("null");
    }

    @Test
    void onlyOneThatSaysSoIsHealthy() {
        daemon.willAnswer("200 " + health("degraded"));
        assertThat(plain("health", "--url", daemon.url())).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"200 <h1>Welcome</h1>", "200 {}", "200 {\"status\": \"healthy\"}", "204 ", "503 busy"})
    void healthIsTheDocumentOfADaemonAndNothingElse(String answer) {
        daemon.willAnswer(answer);
        assertThat(plain("health", "--url", daemon.url())).isEqualTo(1);
        assertThat(out.toString()).isEmpty();
        assertThat(err).hasToString("what answers at " + daemon.url() + "/health is no VPO daemon: HTTP "
                + answer.substring(0, 3) + "\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"status", "status --json", "tasks", "logs", "logs -f", "log-level", "plugin list",
            "scan --list", "scan --list --json"})
    void whatAnswersWithoutWhatWasAskedForIsNoDaemon(String command) throws IOException {
        daemon.willAnswer("200 {}");
        assertThat(run(command.split(" "))).isEqualTo(1);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString()).startsWith("vpo").hasLineCount(1)
                .contains("what answers at " + daemon.url() + " is no VPO daemon: HTTP 200");
    }

    @Test
    void whyThereIsNoTokenIsToldOnlyToWhomTheDaemonRefuses() {
        DaemonAddress here = new DaemonAddress.Converter().convert("http://127.0.0.1:1");
        Credential none = Credential.local(folder, here);
        assertThat(none.authorization()).isEmpty();
        assertThat(none.refused()).contains("admin-token is not there", "VPO_DATA_DIR");
        assertThat(Credential.inEnvironment(Map.of()).refused()).contains("--token-file", "VPO_AUTH_TOKEN");
        assertThat(Credential.inEnvironment(Map.of("VPO_AUTH_TOKEN", SECRET)).toString()).doesNotContain(SECRET);
    }

    @ParameterizedTest
    @ValueSource(strings = {SECRET, " " + SECRET + "\t\r\nmore of it\n", SECRET + "\n\n"})
    void ofATokenFileTheFirstLineCountsAsForTheDaemon(String text) throws Exception {
        Path file = Files.writeString(folder.resolve("token"), text);
        String header = Credential.inFile(file, new DaemonAddress.Converter().convert(daemon.url())).authorization()
                .orElseThrow();
        assertThat(new String(Base64.getDecoder().decode(header.substring("Basic ".length())), StandardCharsets.UTF_8))
                .endsWith(":" + SECRET);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n" + SECRET + "\n", " \t\n"})
    void aTokenFileWithNothingInItsFirstLineIsNone(String text) throws Exception {
        Path file = Files.writeString(folder.resolve("token"), text);
        assertThat(plain("status", "--url", daemon.url(), "--token-file", file.toString())).isEqualTo(1);
        assertThat(err).hasToString("vpo status: " + file + " has no credential in its first line\n");
        assertThat(daemon.asked()).isEmpty();
    }

    @Test
    void aTokenFileThatIsNotThereIsNamed() {
        assertThat(plain("status", "--url", daemon.url(), "--token-file", "/no/such/file")).isEqualTo(1);
        assertThat(err).hasToString("vpo status: /no/such/file is not there\n");
        assertThat(daemon.asked()).isEmpty();
    }

    @Test
    void aJarGoesOver() throws IOException {
        Path jar = Files.writeString(folder.resolve("a b.jar"), "bytes");
        daemon.willAnswer("200 {}");
        daemon.willAnswer(
                "200 {\"name\":\"fish\",\"version\":\"1.0\",\"runs\":false,\"objections\":[\"needs water\"],\"plan\":[]}");
        assertThat(run("plugin", "check", jar.toString())).isEqualTo(1);
        assertThat(daemon.asked()).containsExactly("GET /api/v1/plugins",
                "POST /api/v1/plugins/check?file=a%20b.jar bytes");
        assertThat(out).hasToString("fish 1.0\nIt would not run, because it\n  - needs water\n");
    }

    @Test
    void aCredentialThatIsRefusedIsFoundOutBeforeAJarIsSent() throws IOException {
        Path jar = Files.writeString(folder.resolve("fish.jar"), "bytes");
        daemon.willAnswer("401 {\"error\":\"no\",\"code\":\"UNAUTHORIZED\"}");
        assertThat(run("plugin", "install", jar.toString())).isEqualTo(1);
        assertThat(daemon.asked()).containsExactly("GET /api/v1/plugins");
        assertThat(err.toString()).contains("does not take the credential in");
    }

    @Test
    void aDaemonThatDoesNotReadAllOfAJarIsStillThere() throws Exception {
        Path jar = Files.write(folder.resolve("fish.jar"), new byte[16 << 20]);
        Path token = Files.writeString(folder.resolve("token"), SECRET);
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String url = "http://127.0.0.1:" + listener.getLocalPort();
            Thread.ofVirtual().start(() -> {
                say(listener, "200 OK", "{}");
                say(listener, "429 Too Many Requests", "");
            });
            assertThat(plain("plugin", "install", jar.toString(), "--url", url, "--token-file", token.toString()))
                    .isEqualTo(1);
            assertThat(err.toString()).startsWith("vpo: " + url + " did not take all of " + jar + ": ")
                    .doesNotContain("no daemon answers");
        }
    }

    /** Answers the next request without reading it to its end. */
    private static void say(ServerSocket listener, String status, String body) {
        try (Socket socket = listener.accept()) {
            socket.getInputStream().read(new byte[100]);
            socket.getOutputStream().write(("HTTP/1.1 " + status + "\r\nConnection: close\r\nContent-Length: "
                    + body.length() + "\r\n\r\n" + body).getBytes(StandardCharsets.US_ASCII));
            socket.getInputStream().readNBytes(socket.getInputStream().available());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @CsvSource({"false,0", "true,1"})
    void whatBecameOfAnInstalledJarIsSaid(boolean quarantined, int status) throws IOException {
        Path jar = Files.writeString(folder.resolve("fish.jar"), "bytes");
        daemon.willAnswer("200 {}");
        daemon.willAnswer(
                "200 {\"action\":\"install\",\"dry_run\":false,\"message\":\"fish 2.0 is installed\\nSHA-256 abc\","
                        + "\"plugin\":{\"name\":\"fish\",\"reason\":\"is not signed\",\"newer\":\"2.0 in /p/fish.jar waits\"},"
                        + "\"plan\":[],\"quarantined\":" + quarantined + "}");
        assertThat(run("plugin", "install", jar.toString())).isEqualTo(status);
        assertThat(out).hasToString("""
                fish 2.0 is installed
                SHA-256 abc
                fish does not run: it is not signed
                2.0 in /p/fish.jar waits
                """);
        assertThat(err).asString().isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {"true; false; need not be: it came with the daemon", "false; false; no",
            "false; true; yes", "false; null; unknown: the library cannot be read"})
    void whetherAPluginIsAcknowledgedIsShownUnlessItNeedNotBe(String builtIn, String acknowledged, String said)
            throws IOException {
        daemon.willAnswer("200 {\"name\":\"fish\",\"version\":\"1.0\",\"state\":\"running\",\"built_in\":" + builtIn
                + ",\"acknowledged\":" + acknowledged + "}");
        assertThat(run("plugin", "show", "fish")).isZero();
        assertThat(out.toString().lines()).contains("  acknowledged  " + said);
    }

    @Test
    void theListOfPluginsIsATable() throws IOException {
        daemon.willAnswer(
                "200 {\"plugins\":[{\"name\":\"scan\",\"version\":\"0.1.0\",\"state\":\"active\",\"built_in\":true},"
                        + "{\"name\":\"fish\",\"version\":\"1.0\",\"state\":\"waiting\",\"reason\":\"not acknowledged\","
                        + "\"file\":\"/p/fish.jar\"}],\"files\":[]}");
        assertThat(run("plugin", "list")).isZero();
        assertThat(out).hasToString("""
                NAME  VERSION  STATE    FROM
                scan  0.1.0    active   built-in
                fish  1.0      waiting  /p/fish.jar
                    not acknowledged
                """);
    }

    @Test
    void tasksAreATable() throws IOException {
        daemon.willAnswer("200 {\"tasks\":[{\"id\":1,\"name\":\"scan /srv\",\"age_seconds\":125.5,\"percent\":41.7,"
                + "\"note\":\"half\",\"cancelled\":false},{\"id\":12,\"name\":\"x\\u001b[31m\",\"age_seconds\":3,"
                + "\"percent\":null,\"note\":\"\",\"cancelled\":true}]}");
        assertThat(run("tasks")).isZero();
        assertThat(out).hasToString("""
                ID  AGE    DONE  TASK
                1   2 min  41 %  scan /srv  half
                12  3 s    -     x?[31m     was asked to end
                """);
    }

    @Test
    void asJsonTheAnswerIsAsItCame() throws IOException {
        daemon.willAnswer("200 {\"tasks\": [ ]}");
        assertThat(run("tasks", "--json")).isZero();
        assertThat(out).hasToString("{\"tasks\": [ ]}\n");
    }

    @Test
    void theLogIsPrintedAsTheDaemonWritesIt() throws IOException {
        daemon.willAnswer(
                "200 {\"entries\":[{\"timestamp\":\"2026-11-24T10:00:00.5Z\",\"level\":\"ERROR\",\"logger\":\"a.b\","
                        + "\"message\":\"it failed\",\"exception\":\"java.io.IOException: x\\n\\tat y\"}]}");
        assertThat(run("logs", "-n", "5", "--level", "Error")).isZero();
        assertThat(daemon.asked()).containsExactly("GET /api/v1/logs?lines=5&level=error");
        String time = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssxx").withZone(ZoneId.systemDefault())
                .format(Instant.parse("2026-11-24T10:00:00Z"));
        assertThat(out).hasToString(time + " - a.b - ERROR - it failed\njava.io.IOException: x\n\tat y\n");
    }

    @Test
    void theHelpOfEachNamesItsExitStatus() {
        for (String command : List.of("status", "tasks", "logs", "log-level", "reload", "drain", "resume", "stop")) {
            assertThat(plain(command, "--help")).isZero();
            assertThat(out.toString()).contains("Usage: vpo " + command, "--url=URL", "--token-file=FILE", "--json",
                    "$VPO_AUTH_TOKEN", "Exit status: 0 ");
        }
    }

    @Test
    void noAddressIsNoName() {
        assertThat(Optional.of(new DaemonAddress.Converter().convert("https://nas.example/vpo/")))
                .hasValueSatisfying(address -> {
                    assertThat(address.uri("/health")).hasToString("https://nas.example/vpo/health");
                    assertThat(address.isEncrypted()).isTrue();
                });
    }
}
