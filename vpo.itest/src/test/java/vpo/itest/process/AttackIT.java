package vpo.itest.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

/** Somebody who wants to get in, or to keep others out, with all that can be sent to the port. */
class AttackIT extends ProcessTest {
    private static final String TOKEN = "the-operators-own-token";
    private static final String INSIDE = "/plugins/scan/scans";
    private static final String RIGHT = basic("anna", TOKEN);

    private static String basic(String user, String password) {
        return "Authorization: Basic "
                + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    private DaemonProcess guarded() throws IOException {
        return awaitPlugins(started(daemon().environment("VPO_AUTH_TOKEN", TOKEN).serve()).awaitRunning());
    }

    /** All that comes back, for bytes as they are, from an address of this machine. */
    private static String raw(DaemonProcess daemon, String from, String text) throws IOException {
        try (Socket socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), daemon.port(), InetAddress.ofLiteral(from),
                0)) {
            socket.setSoTimeout((int) DaemonProcess.PATIENCE.toMillis());
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String ask(DaemonProcess daemon, String method, String target, String... headers)
            throws IOException {
        return raw(daemon, "127.0.0.1", request(daemon, method, target, headers));
    }

    private static String request(DaemonProcess daemon, String method, String target, String... headers) {
        return method + " " + target + " HTTP/1.1\r\nHost: 127.0.0.1:" + daemon.port() + "\r\nConnection: close\r\n"
                + Stream.of(headers).map(header -> header + "\r\n").collect(Collectors.joining()) + "\r\n";
    }

    private static int status(String answer) {
        assertThat(answer).startsWith("HTTP/1.1 ");
        return Integer.parseInt(answer.substring(9, 12));
    }

    private static void assertHealthy(DaemonProcess daemon) {
        assertThat(daemon.get("/health").statusCode()).isEqualTo(200);
        assertThat(daemon.get(INSIDE).statusCode()).as("the command line").isEqualTo(200);
    }

    @Test
    void noPathLeadsInWithoutACredential() throws Exception {
        DaemonProcess daemon = guarded();
        assertThat(status(ask(daemon, "GET", INSIDE, RIGHT))).isEqualTo(200);
        List<String> targets = new ArrayList<>(List.of("/", INSIDE, "/system/console", "/SYSTEM/CONSOLE",
                "/system/console/bundles.json", "/api/v1/status", "/metrics", "*", "", "/health/", "/health/x",
                "/Health", "/health.", "/health%20", "/health%00", "/health%2f", "/health%252e%252e", "/.", "/..",
                "/\\health", "/health\\..\\plugins"));
        for (String before : List.of("/health", "/livez", "/readyz")) {
            for (String trick : List.of("/..", "/..;", "/..;/x/..", "/%2e%2e", "/%2E%2E;a=b", "/.%2e", "/..%2f",
                    "%2f..",
                    "/..%5c", "/..%00", "/..%c0%af", "/..%u002f", "/../..", ";/..", ";x=/..", "/./..", "//..", "/..//",
                    "?/..", "#/..", "/%252e%252e", "/...", "/..%09")) {
                targets.add(before + trick + INSIDE);
            }
        }
        for (String trick : List.of("//", "///", "/./", "/;/", "/;x/", "/%2f", "/.;/", "/x/../", "/x/..;/", "/%2e/",
                "http://127.0.0.1/", "http://evil.example/", "//evil.example/")) {
            targets.add(trick + INSIDE.substring(1));
        }
        targets.add(INSIDE.replace("plugins", "%70lugins"));
        targets.add(INSIDE.replace("plugins", "PLUGINS"));
        targets.add(INSIDE + ";health");
        targets.add(INSIDE + "?/health");
        targets.add(INSIDE + "/../../../health/../plugins/scan/scans");
        for (String target : targets) {
            String answer = ask(daemon, "GET", target);
            // With a question mark or a semicolon before the rest, it is health that was asked for.
            boolean health = answer.contains("\"shutting_down\"") || answer.endsWith("\r\n\r\nok\n");
            assertThat(answer).as(target).doesNotContain("\"scans\"");
            if (!health) {
                assertThat(status(answer)).as(target).isIn(400, 401, 403, 404, 505);
            }
        }
        for (String method : List.of("HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW", "get")) {
            assertThat(status(ask(daemon, method, INSIDE))).as(method).isIn(400, 401, 403, 405, 501);
        }
        assertThat(status(raw(daemon, "127.0.0.1", "GET " + INSIDE + " HTTP/1.0\r\n\r\n"))).isEqualTo(401);
        // A name that leads here by a DNS of somebody else's, with the right credential.
        String rebound = " HTTP/1.1\r\nHost: evil.example:" + daemon.port() + "\r\nConnection: close\r\n" + RIGHT
                + "\r\n\r\n";
        for (String target : List.of(INSIDE, "/system/console", "/no/such/path", "/metrics")) {
            assertThat(raw(daemon, "127.0.0.1", "GET " + target + rebound)).as(target).startsWith("HTTP/1.1 421 ")
                    .contains("\"UNKNOWN_HOST\"");
        }
        assertThat(status(raw(daemon, "127.0.0.1", "GET /health" + rebound))).isEqualTo(200);
        assertHealthy(daemon);
    }

    @Test
    void guessingIsSlowAndKeepsNobodyElseOut() throws Exception {
        DaemonProcess daemon = guarded();
        String known = basic("berta", TOKEN);
        assertThat(status(ask(daemon, "GET", INSIDE, known))).isEqualTo(200);
        List<Integer> guesses = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> attempts = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                String guess = i % 2 == 0
                        ? basic("anna", "the-guess-" + i)
                        : "Authorization: Bearer the-guess-" + i;
                attempts.add(threads.submit(() -> status(ask(daemon, "GET", INSIDE, guess))));
                if (i % 30 == 0) {
                    assertHealthy(daemon);
                    assertThat(status(raw(daemon, "127.0.0.2", request(daemon, "GET", INSIDE, known))))
                            .as("a name that was let in before, by the same way").isEqualTo(200);
                }
            }
            for (Future<Integer> attempt : attempts) {
                guesses.add(attempt.get());
            }
        }
        assertThat(guesses).containsOnly(401, 429).contains(401, 429);
        assertThat(guesses.stream().filter(status -> status == 401)).as("looked at").hasSizeLessThan(100);
        // The last answers may have taken longer than the last wait, which each wrong guess doubles.
        await().atMost(DaemonProcess.PATIENCE).untilAsserted(
                () -> assertThat(ask(daemon, "GET", INSIDE, "Authorization: Bearer the-guess-that-is-wrong"))
                        .contains("\r\nRetry-After: ", "\"RATE_LIMITED\""));
        assertThat(daemon.log().stream().filter(line -> line.contains("wrong credential"))).isNotEmpty()
                .hasSizeLessThan(45);
        assertThat(daemon.logText()).contains("wrong credential from 127.0.0.1 as \"anna\"").doesNotContain("the-guess",
                TOKEN, daemon.token().orElseThrow());
        assertHealthy(daemon);
    }

    @Test
    void noLevelOfTheLogTellsACredential() throws Exception {
        DaemonProcess daemon = awaitPlugins(started(daemon().environment("VPO_AUTH_TOKEN", TOKEN)
                .arguments("--log-level", "debug").serve()).awaitRunning());
        String local = daemon.token().orElseThrow();
        assertThat(daemon.get("/api/v1/tasks").statusCode()).isEqualTo(200);
        HttpRequest basic = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + daemon.port() + "/api/v1/tasks"))
                .header("Authorization", RIGHT.substring("Authorization: ".length())).build();
        HttpResponse<String> answer = HttpClient.newHttpClient().send(basic, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
        String cookie = answer.headers().firstValue("Set-Cookie").orElseThrow().replaceFirst("^[^=]*=([^;]*).*", "$1");
        assertThat(daemon.signal("TERM").awaitExit()).isZero();
        assertThat(daemon.logText()).contains(" - DEBUG - ").doesNotContain(local, TOKEN, cookie,
                RIGHT.substring("Authorization: Basic ".length()));
    }

    @Test
    void noForeignPageChangesOrReadsAnything() throws Exception {
        DaemonProcess daemon = guarded();
        String here = "http://127.0.0.1:" + daemon.port();
        String cookie = ask(daemon, "GET", INSIDE, RIGHT).lines().filter(line -> line.startsWith("Set-Cookie: "))
                .findFirst().orElseThrow().replaceFirst("Set-(Cookie: [^;]*);.*", "$1");
        for (String[] headers : new String[][]{{"Origin: http://evil.example"}, {"Origin: null"},
                {"Origin: http://127.0.0.1"}, {"Origin: " + here, "Origin: http://evil.example"},
                {"Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate"}, {"Sec-Fetch-Site: same-site"},
                {"Sec-Fetch-Site: same-origin"}, {"Sec-Fetch-Site: same-origin", "Origin: " + here},
                {"Referer: http://evil.example/"}, {"Referer: " + here + "/"}, {"Cookie: vpo_session=x"}}) {
            String[] all = Stream.concat(Stream.of(RIGHT, "Content-Type: application/json"), Stream.of(headers))
                    .toArray(String[]::new);
            for (String method : List.of("POST", "PUT", "DELETE", "PATCH")) {
                assertThat(ask(daemon, method, INSIDE, all)).as(method + " " + String.join(", ", headers))
                        .startsWith("HTTP/1.1 403 ").contains("\"CSRF_ERROR\"");
            }
        }
        for (String[] headers : new String[][]{{"Origin: http://evil.example"},
                {"Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: no-cors"},
                {"Sec-Fetch-Site: same-site", "Sec-Fetch-Mode: websocket"}}) {
            String[] all = Stream.concat(Stream.of(RIGHT, cookie), Stream.of(headers)).toArray(String[]::new);
            assertThat(ask(daemon, "GET", INSIDE, all)).as(String.join(", ", headers)).contains("\"CSRF_ERROR\"");
        }
        String own = ask(daemon, "POST", INSIDE, RIGHT, cookie, "Origin: " + here, "Sec-Fetch-Site: same-origin",
                "Content-Type: application/json", "Content-Length: 0");
        assertThat(own).as("its own page is let through to the plugin").doesNotContain("CSRF_ERROR", "UNAUTHORIZED");
        assertThat(own).contains("\r\nX-Frame-Options: DENY\r\n", "\r\nX-Content-Type-Options: nosniff\r\n",
                "frame-ancestors 'none'");
        assertThat(daemon.get(INSIDE).body()).as("nothing was begun").isEqualTo("{\"scans\":[]}");
    }

    @Test
    void oddRequestsDoNotGetThroughAndWriteNoLinesOfTheirOwn() throws Exception {
        DaemonProcess daemon = guarded();
        for (String target : List.of(INSIDE + "%0d%0aSet-Cookie:%20a=b", "/x%0d%0a%0d%0a<html>",
                "/health?%0d%0aX-Evil:%201")) {
            assertThat(ask(daemon, "GET", target)).as(target).doesNotContain("Set-Cookie", "X-Evil", "<html>");
        }
        ask(daemon, "GET", INSIDE, basic("x\" 1 in a row\n2026-01-01T00:00:00+0000 - evil - ERROR - forged", "guess"));
        assertThat(daemon.awaitLog("wrong credential")).contains("as \"x? 1 in a row?2026");
        assertThat(daemon.log()).noneMatch(line -> line.startsWith("2026-01-01"));
        String smuggled = "GET " + INSIDE + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
        for (String headers : List.of("Content-Length: 4\r\nTransfer-Encoding: chunked\r\n",
                "Content-Length: 4\r\nContent-Length: 60\r\n", "Transfer-Encoding: chunked, identity\r\n",
                "Content-Length: -1\r\n", "Host: b\r\n", "X-Folded: a\r\n b\r\n", "Authorization : " + RIGHT + "\r\n",
                "X-Large: " + "x".repeat(20_000) + "\r\n", "X\0: a\r\n")) {
            String answer = raw(daemon, "127.0.0.1",
                    "POST " + INSIDE + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                            + headers + "\r\n0\r\n\r\n" + smuggled);
            assertThat(answer).as(headers).doesNotContain("\"scans\"");
            assertThat(status(answer)).as(headers).isIn(400, 401, 403, 431, 501);
        }
        assertThat(status(ask(daemon, "GET", INSIDE, RIGHT, RIGHT))).as("two credentials").isEqualTo(401);
        assertHealthy(daemon);
    }

    @Test
    void connectionsThatAskForNothingKeepNobodyOut() throws Exception {
        DaemonProcess daemon = guarded();
        List<Socket> held = new ArrayList<>();
        try {
            for (int i = 0; i < 1_000; i++) {
                Socket socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), daemon.port());
                held.add(socket);
                // Some have said nothing, some half of a request, some all but the body that they promised.
                String begun = List.of("", "GET " + INSIDE + " HTTP/1.1\r\nX-Slow: ",
                        "POST " + INSIDE + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n").get(i % 3);
                socket.getOutputStream().write(begun.getBytes(StandardCharsets.US_ASCII));
                if (i % 250 == 249) {
                    assertHealthy(daemon);
                    assertThat(status(ask(daemon, "GET", INSIDE, RIGHT))).isEqualTo(200);
                    assertThat(status(ask(daemon, "GET", INSIDE))).isEqualTo(401);
                }
            }
        } finally {
            for (Socket socket : held) {
                socket.close();
            }
        }
        assertHealthy(daemon);
    }

    @Test
    void withoutACredentialOnlyTheCommandLineIsLetIn() throws Exception {
        DaemonProcess daemon = awaitPlugins(running());
        Path token = data.resolve("admin-token");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(token))).isEqualTo("rw-------");
        assertThat(ask(daemon, "GET", INSIDE, RIGHT)).startsWith("HTTP/1.1 403 ").contains("\"NO_CREDENTIAL\"");
        assertHealthy(daemon);

        DaemonProcess tooShort = started(daemon().arguments("console", "set-password").command()).type("elevenchars\n");
        assertThat(tooShort.awaitExit()).isEqualTo(1);
        assertThat(tooShort.logText()).contains("at least 12");
        assertThat(started(daemon().arguments("console", "set-password").command()).type("four words are fine\n")
                .awaitExit()).isZero();
        assertThat(status(ask(daemon, "GET", INSIDE, basic("anna", "four words are fine")))).isEqualTo(200);
        assertThat(status(ask(daemon, "GET", INSIDE, basic("anna", "four words are fin")))).isEqualTo(401);
        Path stored = data.resolve("console-password");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(stored))).isEqualTo("rw-------");
        assertThat(Files.readString(stored)).doesNotContain("words");
        DaemonProcess show = started(
                daemon().environment("VPO_AUTH_TOKEN", TOKEN).arguments("config", "show").command());
        assertThat(show.awaitExit()).isZero();
        assertThat(String.join("\n", show.output())).containsPattern("server\\.auth_token +\\*{8}")
                .doesNotContain(TOKEN);
        assertThat(started(daemon().arguments("console", "set-password", "--remove").command()).awaitExit()).isZero();
        assertThat(ask(daemon, "GET", INSIDE, basic("anna", "four words are fine"))).contains("\"NO_CREDENTIAL\"");
        assertThat(daemon.signal("TERM").awaitExit()).isZero();
        assertThat(token).as("goes with the daemon").doesNotExist();
        assertThat(daemon.logText()).doesNotContain("four words");
    }

    @Test
    void aTokenOfAFileIsHeldToWhatItPromises() throws Exception {
        Path file = Files.writeString(folder.resolve("token"), "short\n");
        DaemonProcess failing = started(daemon().environment("VPO_AUTH_TOKEN_FILE", file.toString()).serve());
        assertThat(failing.awaitFailedStart("CONFIG_ERROR")).contains("server.auth_token_file: " + file);
        assertThat(data.resolve("admin-token")).doesNotExist();
        Files.writeString(file, TOKEN + "\n");
        Path credentials = Files.createDirectory(folder.resolve("credentials"));
        Files.writeString(credentials.resolve("auth_token"), "of the service manager\n");
        DaemonProcess daemon = awaitPlugins(started(daemon().environment("VPO_AUTH_TOKEN_FILE", file.toString())
                .environment("CREDENTIALS_DIRECTORY", credentials.toString()).serve()).awaitRunning());
        assertThat(status(ask(daemon, "GET", INSIDE, RIGHT))).isEqualTo(200);
        assertThat(status(ask(daemon, "GET", INSIDE, basic("x", "of the service manager")))).isEqualTo(200);
        Files.writeString(file, "another token, as long\n");
        assertThat(status(ask(daemon, "GET", INSIDE, RIGHT))).isEqualTo(401);
        assertThat(status(ask(daemon, "GET", INSIDE, basic("x", "another token, as long")))).isEqualTo(200);
    }

    @Test
    void whatARequestHoldsIsInNoLog() throws Exception {
        DaemonProcess daemon = awaitPlugins(started(daemon().environment("VPO_AUTH_TOKEN", TOKEN)
                .environment("VPO_LOGGING_LEVEL", "debug").serve()).awaitRunning());
        String body = "{\"somebodys-secret\": 1}";
        assertThat(raw(daemon, "127.0.0.1", request(daemon, "POST", INSIDE, RIGHT, "Content-Type: application/json",
                "Content-Length: " + body.length()) + body)).as("it is read").contains("somebodys-secret");
        assertThat(ask(daemon, "GET", "/api/v1/status?somebodys=secret", RIGHT)).startsWith("HTTP/1.1 ");
        daemon.signal("TERM");
        assertThat(daemon.awaitExit()).isZero();
        assertThat(daemon.logText()).as("at DEBUG").contains(" - DEBUG - ").doesNotContain("somebodys-secret", TOKEN,
                RIGHT.substring(RIGHT.lastIndexOf(' ') + 1));
    }
}
