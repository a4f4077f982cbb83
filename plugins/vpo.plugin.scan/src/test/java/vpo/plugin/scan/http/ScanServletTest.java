package vpo.plugin.scan.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.lang.reflect.Proxy;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;

import javax.sql.DataSource;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import org.awaitility.Awaitility;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import vpo.api.task.TaskRefusedException;
import vpo.database.internal.Libraries;
import vpo.lifecycle.internal.Register;
import vpo.plugin.scan.Rows;
import vpo.plugin.scan.ScanService;
import vpo.plugin.scan.library.ScanJob;
import vpo.plugin.scan.library.Summary;
import vpo.plugin.scan.work.OverlapException;
import vpo.plugin.scan.work.ScanRequest;
import vpo.plugin.scan.work.Scans;
import vpo.plugin.scan.work.Settings;

/** Over real HTTP. */
class ScanServletTest {
    private static final String JSON = "application/json";
    /** Where nobody waits for folders for long. */
    private static final String HASTY = "/hasty";

    @TempDir
    private Path folder;
    private volatile Path root;
    private DataSource library;
    private final Register register = new Register();
    private Scans scans;
    /** Names of the threads that look at the library, or at folders. */
    private final Set<String> readers = ConcurrentHashMap.newKeySet();
    private Server server;
    private final HttpClient client = HttpClient.newHttpClient();

    @BeforeEach
    void start() throws Exception {
        root = Files.createDirectory(folder.resolve("media"));
        library = Libraries.create(folder.resolve("library.db"));
        scans = new Scans(register.tasks(), library, Libraries.reader(folder.resolve("library.db")), event -> {},
                Clock.systemUTC());
        server = new Server();
        ServerConnector connector = new ServerConnector(server);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler();
        context.addServlet(new ServletHolder(new ScanServlet(new Service())), ScanServlet.PATH + "/*");
        context.addServlet(new ServletHolder(new ScanServlet(new Service(), Duration.ofMillis(20))), HASTY + "/*");
        server.setHandler(context);
        server.start();
    }

    @AfterEach
    void stop() throws Exception {
        client.close();
        server.stop();
        scans.close();
    }

    /** As the component does it, with files that are waited for. */
    private final class Service implements ScanService {
        @Override
        public List<Path> roots() {
            readers.add(Thread.currentThread().getName());
            return List.of(root);
        }

        @Override
        public String start(ScanRequest wanted) throws OverlapException, TaskRefusedException, SQLException {
            return scans.start(wanted,
                    new Settings(roots(), Set.of("mkv"), Optional.empty(), 1, Duration.ofHours(1), Duration.ofHours(1),
                            Duration.ofHours(1), Optional.of("/bin/true")));
        }

        @Override
        public List<ScanJob> newest(int limit) throws SQLException {
            readers.add(Thread.currentThread().getName());
            return scans.newest(limit);
        }

        @Override
        public Optional<ScanJob> find(String id) throws SQLException {
            return scans.find(id);
        }

        @Override
        public Optional<Summary> progress(String id) {
            return scans.progress(id);
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(server.getURI().resolve(URI.create(path)));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String body) throws IOException, InterruptedException {
        return post(ScanServlet.PATH, body);
    }

    private HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        return send(request(path).header("Content-Type", JSON).POST(BodyPublishers.ofString(body)));
    }

    private static String code(HttpResponse<String> response) {
        JsonObject json = JsonParser.parseString(response.body()).getAsJsonObject();
        assertThat(json.get("error").getAsString()).isNotBlank();
        return response.statusCode() + " " + json.get("code").getAsString();
    }

    @Test
    void startsAScanAndTellsOfIt() throws Exception {
        HttpResponse<String> started = post("{}");
        assertThat(started.statusCode()).isEqualTo(202);
        String id = JsonParser.parseString(started.body()).getAsJsonObject().get("id").getAsString();
        String location = started.headers().firstValue("Location").orElseThrow();
        assertThat(location).isEqualTo(ScanServlet.PATH + "/" + id);
        Awaitility.await().until(() -> send(request(location)).body().contains("\"status\":\"completed\""));
        // Until then, its progress is told as it is, and not as the library has it.
        Awaitility.await().until(() -> scans.progress(id).isEmpty());
        HttpResponse<String> list = send(request(ScanServlet.PATH));
        assertThat(readers).as("no threads that requests need").isNotEmpty()
                .allMatch(thread -> thread.matches("vpo-scan-(library|folders)-[0-9]+"));
        assertThat(list.statusCode()).isEqualTo(200);
        assertThat(list.body()).startsWith("{\"scans\":[{\"id\":\"" + id + "\",\"path\":\"" + root + "\"");
        assertThat(list.headers().firstValue("Cache-Control")).contains("no-store");
        HttpResponse<String> head = send(request(ScanServlet.PATH).method("HEAD", BodyPublishers.noBody()));
        assertThat(head.body()).isEmpty();
        assertThat(head.headers().firstValue("Content-Length")).contains(Integer.toString(list.body().length()));
    }

    @Test
    void tellsTheProgressOfARunningScan() throws Exception {
        Files.createFile(root.resolve("a.mkv"));
        String location = post("{}").headers().firstValue("Location").orElseThrow();
        Awaitility.await().until(() -> send(request(location)).body().contains("\"total_discovered\":1"));
        assertThat(send(request(location)).body()).contains("\"status\":\"running\"");
        assertThat(code(post("{}"))).isEqualTo("409 RESOURCE_CONFLICT");
        register.cancelAll("enough");
        Awaitility.await().until(() -> send(request(location)).body().contains("\"error\":\"enough\""));
    }

    @ParameterizedTest
    @CsvSource({"Origin, http://127.0.0.1, 403", "Origin, null, 403", "Sec-Fetch-Site, cross-site, 403",
            "Sec-Fetch-Site, same-site, 403", "Sec-Fetch-Site, same-origin, 202", "Sec-Fetch-Site, none, 202"})
    void takesNoOrdersFromPagesOfOtherSites(String header, String value, int status) throws Exception {
        assertThat(send(request(ScanServlet.PATH).header("Content-Type", JSON).header(header, value)
                .POST(BodyPublishers.ofString("{}"))).statusCode()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({"application/json; charset=utf-8, 202", "APPLICATION/JSON, 202", "text/plain, 415",
            "application/x-www-form-urlencoded, 415", "application/jsonp, 415"})
    void takesJsonOnly(String type, int status) throws Exception {
        assertThat(send(request(ScanServlet.PATH).header("Content-Type", type).POST(BodyPublishers.ofString("{}")))
                .statusCode()).isEqualTo(status);
        assertThat(code(send(request(ScanServlet.PATH).POST(BodyPublishers.noBody()))))
                .isEqualTo("415 UNSUPPORTED_MEDIA_TYPE");
    }

    /** A server that is done before the body has come ends the connection, on which the next request may be already. */
    @Test
    void aRefusalEndsNoConnectionUnlessItSaysSo() throws Exception {
        String head = "POST " + ScanServlet.PATH + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\n"
                + "Content-Length: 2\r\n";
        try (Socket socket = new Socket("127.0.0.1", server.getURI().getPort())) {
            OutputStream out = socket.getOutputStream();
            BufferedReader in = new BufferedReader(
                    new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            // Answered as soon as the servlet asks for the body.
            out.write((head + "Expect: 100-continue\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            assertThat(in.readLine()).isEqualTo("HTTP/1.1 100 Continue");
            out.write(("{}" + head + "Connection: close\r\n\r\n{}").getBytes(StandardCharsets.US_ASCII));
            assertThat(in.lines().collect(Collectors.joining())).containsSubsequence("HTTP/1.1 415 ",
                    "HTTP/1.1 415 ");
        }
        HttpResponse<String> large = post(" ".repeat(65_537));
        assertThat(large.statusCode()).isEqualTo(413);
        assertThat(large.headers().firstValue("Connection")).contains("close");
    }

    @Test
    void refusesWhatItCannotDo() throws Exception {
        assertThat(code(post("{"))).isEqualTo("400 INVALID_JSON");
        assertThat(code(post("{\"paths\": [\"/etc\"]}"))).isEqualTo("403 OUTSIDE_ROOTS");
        assertThat(code(post(" ".repeat(65_537)))).isEqualTo("413 TOO_LARGE");
        assertThat(post(" ".repeat(65_536)).statusCode()).isEqualTo(202);
        assertThat(code(send(request(ScanServlet.PATH + "/x")))).isEqualTo("400 INVALID_ID_FORMAT");
        assertThat(code(send(request(ScanServlet.PATH + "/00000000-0000-0000-0000-000000000000"))))
                .isEqualTo("404 NOT_FOUND");
        HttpResponse<String> delete = send(request(ScanServlet.PATH).DELETE());
        assertThat(code(delete)).isEqualTo("405 METHOD_NOT_ALLOWED");
        assertThat(delete.headers().firstValue("Allow")).contains("GET, HEAD, POST");
    }

    /** As they do on a file server that is away; and however many have asked before. */
    @Test
    @Timeout(120)
    void tellsThatTheFoldersDoNotAnswer() throws Exception {
        Path media = root;
        String order = "{\"paths\": [\"" + media + "\"]}";
        CountDownLatch back = new CountDownLatch(1);
        root = thatDoesNotAnswer(media, back);
        try {
            for (int i = 0; i < ScanServlet.READERS + ScanServlet.MOST_WAITING + 2; i++) {
                HttpResponse<String> refused = post(HASTY, order);
                assertThat(code(refused)).isEqualTo("503 FOLDERS_UNAVAILABLE");
                assertThat(refused.body()).contains(media.toString());
                assertThat(refused.headers().firstValue("Retry-After")).isPresent();
            }
        } finally {
            root = media;
            back.countDown();
        }
        Awaitility.await().until(() -> post(HASTY, order).statusCode() == 202);
    }

    /** Whoever looks at what is there needs its file system. */
    private static Path thatDoesNotAnswer(Path path, CountDownLatch back) {
        return (Path) Proxy.newProxyInstance(Path.class.getClassLoader(), new Class<?>[]{Path.class},
                (_, method, arguments) -> {
                    if (method.getName().equals("getFileSystem")) {
                        awaitUninterruptibly(back);
                    }
                    return method.invoke(path, arguments);
                });
    }

    /** As a look at a file server is waited for. */
    private static void awaitUninterruptibly(CountDownLatch latch) {
        boolean over = false;
        while (!over) {
            try {
                latch.await();
                over = true;
            } catch (InterruptedException e) {
                // Nothing that the one who waits can know of.
                continue;
            }
        }
    }

    @Test
    void tellsThatTheDaemonStops() throws Exception {
        register.refuse();
        HttpResponse<String> refused = post("{}");
        assertThat(code(refused)).isEqualTo("503 SHUTTING_DOWN");
        assertThat(refused.headers().firstValue("Retry-After")).isPresent();
    }

    @Test
    void tellsThatTheDatabaseIsGone() throws Exception {
        Rows.run(library, "DROP TABLE jobs");
        assertThat(code(send(request(ScanServlet.PATH)))).isEqualTo("503 DATABASE_UNAVAILABLE");
        assertThat(code(post("{}"))).isEqualTo("503 DATABASE_UNAVAILABLE");
        assertThat(register.tasks().inFlight()).isEmpty();
    }
}
