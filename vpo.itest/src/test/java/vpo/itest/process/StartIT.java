package vpo.itest.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a new user sees: it starts from nothing, answers, and leaves nothing lying about. */
class StartIT extends ProcessTest {
    @Test
    void startsAloneInAnEmptyFolderWithoutAnyConfiguration() throws Exception {
        Path home = Files.createDirectory(folder.resolve("home"));
        Path empty = Files.createDirectory(folder.resolve("empty"));
        DaemonProcess daemon = started(DaemonProcess.in(home.resolve(".vpo")).directory(empty).defaultDataDirectory()
                .property("user.home", home.toString()).serve()).awaitRunning();
        assertThat(home.resolve(".vpo/library.db")).isNotEmptyFile();
        assertThat(Databases.version(home.resolve(".vpo/library.db"))).isEqualTo("7");
        assertThat(daemon.signal("TERM").awaitExit()).isZero();
        assertThat(daemon.messages("INFO")).anyMatch(line -> line.matches("vpo \\S+ starting: pid " + daemon.pid()
                + ", data directory " + home + "/.vpo, no configuration file"))
                .anyMatch(line -> line.startsWith("CONNECTING"))
                .anyMatch(line -> line.matches("RUNNING, \\d+\\.\\d s after the start .*"))
                .contains("listening on http://127.0.0.1:" + daemon.port())
                .anyMatch(line -> line.startsWith("SHUTTING_DOWN")).endsWith("stopped");
        assertThat(empty).isEmptyDirectory();
    }

    @Test
    void printsNothingButTheLogAndLeavesNoTemporaryFile() throws Exception {
        Path temporary = Files.createDirectory(folder.resolve("tmp"));
        DaemonProcess daemon = started(daemon().withTestBundle("").property("java.io.tmpdir", temporary.toString())
                .option("-XX:-UsePerfData").serve()).awaitRunning();
        assertThat(daemon.get("/itest/work/error").statusCode()).isEqualTo(500);
        assertThat(daemon.get("/readyz?verbose").statusCode()).isEqualTo(200);
        assertThat(daemon.signal("TERM").awaitExit()).isZero();
        assertThat(daemon.messages("WARNING")).isEmpty();
        assertThat(temporary).isEmptyDirectory();
        assertThat(daemon.output()).isEmpty();
    }

    @Test
    void anIdleLifeIsToldInLogLinesAlone() throws Exception {
        DaemonProcess daemon = running();
        daemon.get("/health");
        assertThat(daemon.signal("INT").awaitExit()).isZero();
        daemon.assertPrintedOnlyLogLines();
        assertThat(daemon.log()).noneMatch(line -> line.contains("/health"));
    }

    @Test
    void everyLineIsJsonIfAskedFor() throws Exception {
        DaemonProcess daemon = started(daemon().arguments("--log-format", "json", "--log-level", "debug").serve())
                .awaitRunning();
        assertThat(daemon.signal("TERM").awaitExit()).isZero();
        assertThat(daemon.log()).isNotEmpty().allMatch(line -> line.matches("\\{\"timestamp\": \"\\d{4}-\\d\\d-\\d\\dT"
                + "\\d\\d:\\d\\d:\\d\\d\\.\\d{6}\\+00:00\", \"level\": \"(DEBUG|INFO|WARNING|ERROR)\", \"message\": \".+\".*}"));
        assertThat(daemon.output()).isEmpty();
    }

    @Test
    void healthIsAnsweredToTheLetter() throws Exception {
        DaemonProcess daemon = running();
        HttpResponse<String> health = daemon.get("/health");
        assertThat(health.statusCode()).isEqualTo(200);
        assertThat(health.body()).matches("\\{\"status\": \"healthy\", \"database\": \"connected\", "
                + "\"uptime_seconds\": \\d+\\.\\d, \"version\": \"" + System.getProperty("vpo.version")
                + "\", \"shutting_down\": false}");
        assertJson(health);
        assertNotCachedAndAnonymous(health);

        HttpResponse<String> head = daemon.send("HEAD", "/health");
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(head.headers().firstValueAsLong("Content-Length").orElseThrow())
                .isCloseTo(health.body().length(), Offset.offset(2L));
        assertNotCachedAndAnonymous(head);
    }

    @Test
    void probesTellWhatTheyChecked() throws Exception {
        DaemonProcess daemon = running();
        assertThat(daemon.get("/livez").body()).isEqualTo("ok\n");
        assertThat(daemon.get("/readyz").body()).isEqualTo("ok\n");
        assertThat(daemon.get("/livez?verbose").body()).endsWith("ok\n");
        assertThat(daemon.get("/readyz?verbose").body().lines()).anyMatch(line -> line.matches(
                "\\[\\+] database OK \\(\\d+ ms\\): connected"))
                .anyMatch(line -> line.matches("\\[\\+] lifecycle OK \\(\\d+ ms\\): RUNNING"))
                .anyMatch(line -> line.matches("\\[\\+] configuration OK \\(\\d+ ms\\): no file, defaults, read .*"))
                .endsWith("ok");
        assertNotCachedAndAnonymous(daemon.get("/readyz"));
    }

    @Test
    void otherMethodsAndPathsAreRefusedInJson() throws Exception {
        DaemonProcess daemon = running();
        for (String path : new String[]{"/health", "/livez", "/readyz"}) {
            for (String method : new String[]{"POST", "PUT", "DELETE", "PATCH", "OPTIONS", "BREW"}) {
                HttpResponse<String> answer = daemon.send(method, path);
                assertThat(answer.statusCode()).as(method + " " + path).isEqualTo(405);
                assertThat(answer.headers().firstValue("Allow")).hasValue("GET, HEAD");
                assertJsonError(answer, "METHOD_NOT_ALLOWED");
            }
        }
        for (String path : new String[]{"/", "/nothing", "/health/", "/health/x", "/%00", "/..%2f..%2fetc/passwd"}) {
            HttpResponse<String> answer = daemon.get(path);
            assertThat(answer.statusCode()).as(path).isIn(400, 404);
            assertJsonError(answer, answer.statusCode() == 404 ? "NOT_FOUND" : "INVALID_REQUEST");
        }
    }

    @Test
    void aClientLearnsNothingOfAnException() throws Exception {
        DaemonProcess daemon = runningWithTestBundle();
        HttpResponse<String> answer = daemon.get("/itest/work/error");
        assertThat(answer.statusCode()).isEqualTo(500);
        assertJsonError(answer, "INTERNAL_ERROR");
        assertThat(answer.body()).doesNotContain("secret", "vpo.itest", "Exception");
        daemon.awaitLog("a secret of the server");
    }

    @ParameterizedTest
    @ValueSource(strings = {"::1", "localhost", "0.0.0.0"})
    void listensWhereItIsTold(String bind) throws Exception {
        DaemonProcess daemon = started(daemon().arguments("--bind", bind).serve());
        daemon.awaitLog("RUNNING");
        DaemonProcess health = started(daemon().port(daemon.port()).environment("VPO_SERVER_BIND", bind)
                .environment("VPO_SERVER_PORT", Integer.toString(daemon.port())).arguments("health").command());
        assertThat(health.awaitExit()).as(health.logText()).isZero();
    }

    @Test
    void theDataDirectoryIsForItsUserAlone() throws Exception {
        running();
        assertThat(Files.getPosixFilePermissions(data)).hasSize(3);
        try (Stream<Path> all = Files.list(data)) {
            assertThat(all.map(path -> path.getFileName().toString())).contains("cache", "daemon.lock", "library.db");
        }
    }

    private static void assertNotCachedAndAnonymous(HttpResponse<String> answer) {
        assertThat(answer.headers().allValues("Cache-Control")).containsExactly("no-store");
        assertThat(answer.headers().map()).doesNotContainKeys("server", "set-cookie", "x-powered-by");
    }

    private static void assertJson(HttpResponse<String> answer) {
        assertThat(answer.headers().allValues("Content-Type")).containsExactly("application/json; charset=utf-8");
    }

    private static void assertJsonError(HttpResponse<String> answer, String code) {
        assertThat(answer.body()).matches("\\{\"error\": \"[ A-Za-z]+\", \"code\": \"" + code + "\"}");
        assertJson(answer);
        assertNotCachedAndAnonymous(answer);
    }
}
