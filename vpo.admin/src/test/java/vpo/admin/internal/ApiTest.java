package vpo.admin.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.apache.felix.hc.api.Result;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.service.log.LogLevel;
import org.sqlite.SQLiteDataSource;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import vpo.admin.internal.api.Api;
import vpo.admin.internal.api.Body;
import vpo.admin.internal.api.Reply;
import vpo.admin.internal.api.Request;
import vpo.admin.internal.api.Route;
import vpo.config.ConfigurationSource.Reload;
import vpo.config.Problem;
import vpo.config.Setting;
import vpo.config.Source;
import vpo.plugins.PluginAnswer;

/** Every answer of every route, held against the document that the daemon serves. */
class ApiTest {
    private static final Set<Integer> ALWAYS = Set.of(400, 401, 403, 405, 429, 500);
    private static final String JSON = "application/json";
    private static final String JAR = "application/java-archive";

    @TempDir
    Path data;

    private final Daemon daemon = new Daemon();
    private final SQLiteDataSource library = new SQLiteDataSource();
    private final OpenApi document = new OpenApi();
    private Api api;
    private Reply last;

    ApiTest() throws IOException {}

    @BeforeEach
    void begin() throws Exception {
        library.setUrl("jdbc:sqlite:" + data.resolve("library.db"));
        try (Connection connection = library.getConnection(); var statement = connection.createStatement()) {
            statement.execute("CREATE TABLE files (scan_status TEXT, size_bytes INTEGER, extension TEXT)");
            statement.execute("CREATE TABLE tracks (id INTEGER)");
            statement.execute("CREATE TABLE jobs (id TEXT, file_path TEXT, job_type TEXT, status TEXT,"
                    + " progress_percent REAL, created_at TEXT, started_at TEXT, completed_at TEXT,"
                    + " error_message TEXT, policy_json TEXT, summary_json TEXT)");
        }
        api = new Administration(daemon.services(data, Optional.of(library))).api();
    }

    private String ask(String method, String path, String query, String type, byte[] body) throws IOException {
        last = api.answer(new Request(method, path, query,
                new Body(type, body.length, new ByteArrayInputStream(body)), "", "anna"));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        last.content().write(out);
        last.content().afterwards();
        return out.toString(StandardCharsets.UTF_8);
    }

    /** Asks, and holds what is answered against the document. */
    private JsonObject valid(int status, String method, String path, String query, String type, String body)
            throws IOException {
        String answer = ask(method, path, query, type, body.getBytes(StandardCharsets.UTF_8));
        assertThat(last.status()).as(answer).isEqualTo(status);
        document.assertValid(method, template(method, path), status, answer);
        return JsonParser.parseString(answer).getAsJsonObject();
    }

    private String template(String method, String path) {
        return api.routes().stream().filter(each -> each.method().equals(method))
                .filter(each -> path.matches(each.path().replaceAll("\\{[a-z]+}", "[^/]+"))).findFirst().orElseThrow()
                .path();
    }

    private JsonObject get(int status, String path, String query) throws IOException {
        return valid(status, "GET", path, query, "", "");
    }

    private JsonObject post(int status, String path, String body) throws IOException {
        return valid(status, "POST", path, null, JSON, body);
    }

    private static String code(JsonObject error) {
        return error.get("code").getAsString();
    }

    // The document

    @Test
    void the_document_has_the_routes_their_parameters_and_their_statuses_and_no_others() {
        Set<String> paths = new TreeSet<>();
        for (Route route : api.routes()) {
            paths.add(route.path());
            assertThat(document.methods(route.path())).as(route.path()).contains(route.method());
            assertThat(document.parameters(route.method(), route.path(), "query")).as(route.path())
                    .isEqualTo(route.query());
            Set<Integer> statuses = new TreeSet<>(ALWAYS);
            statuses.addAll(route.answers());
            assertThat(document.statuses(route.method(), route.path())).as("%s %s", route.method(), route.path())
                    .isEqualTo(statuses);
            String variables = String.join(",", document.parameters(route.method(), route.path(), "path"));
            assertThat(route.path().contains("{") ? route.path().replaceAll(".*\\{(.*)}.*", "$1") : "")
                    .isEqualTo(variables);
            assertThat(document.body(route.method(), route.path()).isPresent()).as(route.path())
                    .isEqualTo(Set.of("POST", "PUT").contains(route.method()));
        }
        assertThat(document.paths()).isEqualTo(paths);
        document.paths().forEach(path -> assertThat(document.methods(path)).isEqualTo(new TreeSet<>(
                api.routes().stream().filter(each -> each.path().equals(path)).map(Route::method).toList())));
        assertThat(document.brokenReferences()).isEmpty();
    }

    @Test
    void what_the_document_does_not_promise_is_found_out() {
        assertThatThrownBy(() -> document.assertValid("GET", "/tasks", 200, "{\"tasks\": [], \"totals\": 0}"))
                .isInstanceOf(AssertionError.class).hasMessageContaining("totals");
        assertThatThrownBy(() -> document.assertValid("GET", "/plugins/{name}", 404, "{\"error\": \"x\"}"))
                .isInstanceOf(AssertionError.class).hasMessageContaining("code");
    }

    @Test
    void the_document_is_served() throws IOException {
        assertThat(ask("GET", "/openapi.yaml", null, "", new byte[0])).startsWith("openapi: 3.1.0\n");
        assertThat(last.type()).startsWith("application/yaml");
    }

    // Requests that are wrong

    @Test
    void an_unknown_parameter_is_told_with_those_that_there_are() throws IOException {
        JsonObject error = get(400, "/logs", "line=3&level=info");
        assertThat(code(error)).isEqualTo("UNKNOWN_PARAMETERS");
        assertThat(error.get("error").getAsString()).contains("line").contains("lines");
    }

    @ParameterizedTest
    @ValueSource(strings = {"lines=0", "lines=1001", "lines=x", "lines=", "level=loud", "lines=1&lines=2", "lines=%zz"})
    void a_parameter_that_is_out_of_range_is_refused(String query) throws IOException {
        assertThat(code(get(400, "/logs", query))).isEqualTo("INVALID_PARAMETER");
    }

    @Test
    void a_wrong_method_is_answered_with_those_that_there_are() throws IOException {
        assertThat(ask("PATCH", "/log-level", null, "", new byte[0])).contains("METHOD_NOT_ALLOWED");
        assertThat(last.status()).isEqualTo(405);
        assertThat(last.headers()).containsEntry("Allow", "GET, HEAD, PUT");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "/nothing", "/status/", "//status", "/plugins/", "/plugins/a/b/c", "/tasks/"})
    void a_path_that_is_none_is_not_found(String path) throws IOException {
        assertThat(ask("GET", path, null, "", new byte[0])).contains("\"code\":\"NOT_FOUND\"");
        assertThat(last.status()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"{|INVALID_JSON", "[]|INVALID_JSON", "{} {}|INVALID_JSON",
            "{when_idle: true}|INVALID_JSON", "{\"when\": true}|INVALID_REQUEST", "{\"when_idle\": 1}|INVALID_REQUEST",
            "{\"when_idle\": null}|INVALID_REQUEST"})
    void a_body_that_is_wrong_stops_nothing(String body, String code) throws IOException {
        assertThat(code(post(400, "/stop", body))).isEqualTo(code);
        assertThat(daemon.done).isEmpty();
    }

    @Test
    void a_form_of_a_page_is_refused() throws IOException {
        JsonObject error = valid(415, "POST", "/stop", null, "text/plain", "{}");
        assertThat(code(error)).isEqualTo("UNSUPPORTED_MEDIA_TYPE");
        assertThat(daemon.done).isEmpty();
    }

    @Test
    void a_long_body_is_refused() throws IOException {
        assertThat(code(post(413, "/stop", "{}" + " ".repeat(64 * 1024)))).isEqualTo("TOO_LARGE");
    }

    @Test
    void a_failure_of_the_daemons_says_nothing_of_itself() throws IOException {
        daemon.plugins = _ -> {
            throw new IllegalArgumentException("inner secret");
        };
        assertThat(get(500, "/plugins", null).toString()).doesNotContain("secret");
    }

    // The daemon

    @Test
    void status_tells_all() throws IOException {
        daemon.log(LogLevel.INFO, "not this one", null);
        daemon.log(LogLevel.WARN, "older", null);
        daemon.log(LogLevel.ERROR, "newer", new IllegalStateException("why"));
        JsonObject status = get(200, "/status", null);
        assertThat(status.get("state").getAsString()).isEqualTo("RUNNING");
        assertThat(status.get("shutdown").isJsonNull()).isTrue();
        assertThat(status.getAsJsonObject("health").get("status").getAsString()).isEqualTo("healthy");
        assertThat(status.get("recent_errors").getAsJsonArray())
                .extracting(each -> each.getAsJsonObject().get("message").getAsString())
                .containsExactly("newer", "older");
        assertThat(status.get("recent_errors").toString()).contains("java.lang.IllegalStateException: why\\n\\tat ");
    }

    @ParameterizedTest
    @CsvSource({"WARN,healthy", "TEMPORARILY_UNAVAILABLE,healthy", "CRITICAL,degraded", "HEALTH_CHECK_ERROR,degraded"})
    void only_what_fails_for_good_degrades(Result.Status result, String status) throws IOException {
        daemon.health = result;
        assertThat(get(200, "/status", null).getAsJsonObject("health").get("status").getAsString()).isEqualTo(status);
    }

    @Test
    void status_tells_of_a_stop() throws IOException {
        daemon.shutDown();
        JsonObject status = get(200, "/status", null);
        assertThat(status.getAsJsonObject("shutdown").get("tasks_remaining").getAsInt()).isOne();
        assertThat(status.getAsJsonObject("health").get("status").getAsString()).isEqualTo("unhealthy");
    }

    @Test
    void tasks_are_listed_and_cancelled() throws IOException {
        assertThat(get(200, "/tasks", null).get("total").getAsInt()).isOne();
        valid(202, "DELETE", "/tasks/12", null, "", "");
        assertThat(code(valid(404, "DELETE", "/tasks/13", null, "", ""))).isEqualTo("NOT_FOUND");
        assertThat(code(valid(400, "DELETE", "/tasks/x", null, "", ""))).isEqualTo("INVALID_ID_FORMAT");
        assertThat(daemon.done).first().isEqualTo("cancel 12: cancelled by anna (API)");
    }

    @Test
    void drain_and_resume_say_who_asked() throws IOException {
        post(200, "/drain", "");
        post(200, "/resume", "{}");
        daemon.shutDown();
        assertThat(code(post(409, "/drain", ""))).isEqualTo("SHUTTING_DOWN");
        assertThat(code(post(409, "/resume", ""))).isEqualTo("SHUTTING_DOWN");
        assertThat(daemon.done).startsWith("drain by anna (API)", "resume by anna (API)");
    }

    @Test
    void a_stop_comes_after_its_answer() throws IOException {
        Reply reply = api.answer(new Request("POST", "/stop", null, Body.NONE, "", "anna"));
        assertThat(reply.status()).isEqualTo(202);
        reply.content().write(new ByteArrayOutputStream());
        assertThat(daemon.done).isEmpty();
        reply.content().afterwards();
        assertThat(daemon.done).containsExactly("stop by anna (API)");
        assertThat(post(202, "/stop", "{\"when_idle\": true}").get("when_idle").getAsBoolean()).isTrue();
        assertThat(daemon.done).last().isEqualTo("stop when idle by anna (API)");
    }

    // The configuration and the log

    @Test
    void the_configuration_is_told_without_its_secrets() throws IOException {
        JsonObject config = get(200, "/config", null);
        assertThat(config.get("settings").getAsJsonArray()).hasSize(3);
        assertThat(config.toString()).contains("VPO_SERVER_PORT").doesNotContain("very secret");
    }

    /** A table that nobody describes may have any number of TOML's. */
    @Test
    void numbers_that_are_none_are_told_by_their_names() throws IOException {
        daemon.settings = List.of(
                new Setting("plugins.foo.real", Double.NEGATIVE_INFINITY, new Source.Default(), false, true),
                new Setting("plugins.foo.list", List.of(1.5, Double.NaN, Double.POSITIVE_INFINITY),
                        new Source.Default(), false, true),
                new Setting("plugins.foo.none", null, new Source.Default(), false, true));
        assertThat(get(200, "/config", null).get("settings").getAsJsonArray())
                .extracting(each -> each.getAsJsonObject().get("value").toString())
                .containsExactly("\"-inf\"", "[1.5,\"nan\",\"inf\"]", "null");
    }

    @Test
    void a_reload_tells_its_outcome() throws IOException {
        assertThat(post(200, "/reload", "").get("outcome").getAsString()).isEqualTo("unchanged");
        daemon.outcome = new Reload.Changed(daemon.current(), List.of("logging.level"), List.of("server.port"));
        assertThat(post(200, "/reload", "").get("after_restart").toString()).isEqualTo("[\"server.port\"]");
        daemon.outcome = new Reload.Refused(
                List.of(new Problem(Problem.Severity.ERROR, "c.toml:1:2", "server.port", "must be 1-65535")));
        JsonObject error = post(422, "/reload", "");
        assertThat(code(error)).isEqualTo("CONFIG_ERROR");
        assertThat(error.get("details").toString())
                .isEqualTo("[{\"severity\":\"error\",\"problem\":\"c.toml:1:2: server.port: must be 1-65535\"}]");
    }

    @Test
    void the_last_lines_of_a_level_come_oldest_first() throws IOException {
        List.of("1", "2", "3").forEach(each -> daemon.log(LogLevel.ERROR, each, null));
        daemon.log(LogLevel.DEBUG, "fine", null);
        assertThat(get(200, "/logs", "lines=2&level=warning").get("entries").getAsJsonArray())
                .extracting(each -> each.getAsJsonObject().get("message").getAsString()).containsExactly("2", "3");
        assertThat(get(200, "/logs", null).get("entries").getAsJsonArray()).hasSize(4);
        // Whatever the level, the last line of all is where a stream of events would go on.
        assertThat(get(200, "/logs", "lines=2&level=warning").get("last_event_id").getAsString()).endsWith("-4");
    }

    @Test
    void levels_are_changed_one_at_a_time() throws IOException {
        level(200, "{\"logger\": \"vpo.x\", \"level\": \"debug\"}");
        JsonObject levels = level(200, "{\"level\": \"WARNING\"}");
        assertThat(levels).hasToString("{\"level\":\"warning\",\"loggers\":{\"vpo.x\":\"debug\"}}");
        assertThat(get(200, "/log-level", null)).isEqualTo(levels);
        assertThat(level(200, "{\"logger\": \"vpo.x\", \"level\": null}"))
                .hasToString("{\"level\":\"warning\",\"loggers\":{}}");
        assertThat(level(200, "{\"level\": null}").get("level").getAsString()).isEqualTo("info");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ROOT", "root", "Root"})
    void the_root_is_the_logger_of_all_in_whatever_letters(String name) throws IOException {
        assertThat(level(200, "{\"logger\": \"" + name + "\", \"level\": \"debug\"}"))
                .hasToString("{\"level\":\"debug\",\"loggers\":{}}");
        assertThat(daemon.levels).containsOnlyKeys("ROOT");
        assertThat(level(200, "{\"logger\": \"" + name + "\", \"level\": null}"))
                .hasToString("{\"level\":\"info\",\"loggers\":{}}");
    }

    @Test
    void whoever_sends_slowly_holds_up_no_other_change() throws Exception {
        byte[] text = "{\"logger\": \"vpo.x\", \"level\": \"debug\"}".getBytes(StandardCharsets.UTF_8);
        CountDownLatch reading = new CountDownLatch(1);
        CountDownLatch more = new CountDownLatch(1);
        InputStream slow = new FilterInputStream(new ByteArrayInputStream(text)) {
            @Override
            public int read(byte[] to, int offset, int length) throws IOException {
                reading.countDown();
                try {
                    more.await();
                } catch (InterruptedException e) {
                    throw new InterruptedIOException();
                }
                return super.read(to, offset, length);
            }
        };
        try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Reply> first = clients.submit(() -> api.answer(new Request("PUT", "/log-level", null,
                    new Body(JSON, text.length, slow), "", "anna")));
            reading.await();
            Future<JsonObject> second = clients.submit(() -> level(200, "{\"level\": \"error\"}"));
            try {
                await().until(second::isDone);
            } finally {
                more.countDown();
            }
            assertThat(second.get().get("level").getAsString()).isEqualTo("error");
            assertThat(first.get().status()).isEqualTo(200);
        }
        assertThat(daemon.levels).containsOnlyKeys("ROOT", "vpo.x").containsEntry("ROOT", LogLevel.ERROR);
    }

    private JsonObject level(int status, String body) throws IOException {
        return valid(status, "PUT", "/log-level", null, JSON, body);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{}", "{\"level\": \"loud\"}", "{\"level\": 1}", "{\"logger\": \"a b\", \"level\": \"info\"}",
                    "{\"logger\": \"\", \"level\": \"info\"}"})
    void a_level_that_is_none_is_refused(String body) throws IOException {
        assertThat(code(level(400, body))).isEqualTo("INVALID_REQUEST");
    }

    @Test
    void loggers_with_levels_of_their_own_are_bounded() throws IOException {
        for (int i = 0; i < 100; i++) {
            level(200, "{\"logger\": \"l" + i + "\", \"level\": \"debug\"}");
        }
        level(400, "{\"logger\": \"more\", \"level\": \"debug\"}");
        level(200, "{\"level\": \"debug\"}");
        level(200, "{\"logger\": \"l0\", \"level\": null}");
        level(200, "{\"logger\": \"more\", \"level\": \"debug\"}");
    }

    // The library

    @Test
    void the_library_is_counted() throws Exception {
        assertThat(get(200, "/library", null).get("last_scan").isJsonNull()).isTrue();
        try (Connection connection = library.getConnection(); var statement = connection.createStatement()) {
            statement.execute("INSERT INTO files VALUES ('ok', 10, 'mkv'), ('ok', 5, 'mp4'), ('missing', 1, 'mkv')");
            statement.execute("INSERT INTO jobs VALUES ('1', '/old', 'scan', 'completed', 100.0, '2026-01-01', null,"
                    + " null, null, null, '{\"scanned\": 3}'), ('2', '/new', 'scan', 'running', 5.5, '2026-01-02',"
                    + " null, null, null, 'garbage', null), ('3', '/x', 'move', 'running', 0, '2026-01-03', null,"
                    + " null, null, null, null)");
        }
        JsonObject counts = get(200, "/library", null);
        assertThat(counts.get("files").getAsInt()).isEqualTo(3);
        assertThat(counts.get("bytes").getAsInt()).isEqualTo(16);
        assertThat(counts.get("by_status")).hasToString("{\"ok\":2,\"error\":0,\"missing\":1,\"pending\":0}");
        assertThat(counts.get("by_extension")).hasToString("{\"mkv\":2,\"mp4\":1}");
        assertThat(counts.getAsJsonObject("last_scan").get("path").getAsString()).isEqualTo("/new");
    }

    @Test
    void without_the_database_the_library_cannot_be_counted() throws Exception {
        Files.writeString(data.resolve("library.db"), "garbage, and more of it ".repeat(100));
        assertThat(code(get(503, "/library", null))).isEqualTo("DATABASE_UNAVAILABLE");
        api = new Administration(daemon.services(data, Optional.empty())).api();
        assertThat(code(get(503, "/library", null))).isEqualTo("DATABASE_UNAVAILABLE");
        assertThat(last.headers()).containsKey("Retry-After");
    }

    // Plugins

    private static final String DONE = "{\"action\": \"install\", \"dry_run\": false, \"message\": \"m\", \"plugin\": "
            + Daemon.CAT + ", \"plan\": [{\"step\": \"start\", \"name\": \"cat\", \"from\": null, \"to\": \"1\"}],"
            + " \"quarantined\": false}";

    @Test
    void plugins_are_listed() throws IOException {
        assertThat(get(200, "/plugins", null).get("plugins").getAsJsonArray()).hasSize(1);
    }

    @Test
    void a_jar_is_handed_over_and_gone_afterwards() throws IOException {
        daemon.plugins = request -> {
            Path jar = request.jar().orElseThrow();
            assertThat(jar).startsWith(data).hasContent("a jar");
            return new PluginAnswer(true, DONE, "");
        };
        valid(200, "POST", "/plugins", "file=cat-1.0.jar&acknowledge=true", JAR, "a jar");
        assertThat(daemon.pluginRequests).singleElement().satisfies(request -> {
            assertThat(request.action()).isEqualTo("install");
            assertThat(request.parameters()).isEqualTo(
                    Map.of("file", "cat-1.0.jar", "acknowledge", "true", "dry-run", "false"));
        });
        assertThat(data.resolve("uploads")).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "file=", "file=cat", "file=..%2Fcat.jar", "file=.cat.jar", "file=a%0Ab.jar", "file=.jar"})
    void a_jar_needs_a_name_that_is_one(String query) throws IOException {
        assertThat(code(valid(400, "POST", "/plugins", query, JAR, "a jar"))).isEqualTo("INVALID_PARAMETER");
        assertThat(daemon.pluginRequests).isEmpty();
    }

    @Test
    void what_is_no_jar_by_its_type_is_refused() throws IOException {
        valid(415, "POST", "/plugins/check", "file=cat.jar", "multipart/form-data; boundary=x", "a jar");
        assertThat(daemon.pluginRequests).isEmpty();
    }

    @Test
    void a_refusal_is_told_and_a_missing_plugin_is_another() throws IOException {
        daemon.plugins = request -> request.action().equals("list")
                ? new PluginAnswer(true, Daemon.PLUGINS, "")
                : new PluginAnswer(false, "", "not as things are");
        assertThat(code(post(409, "/plugins/cat/rollback", ""))).isEqualTo("REFUSED");
        assertThat(code(post(404, "/plugins/dog/enable", ""))).isEqualTo("NOT_FOUND");
        assertThat(code(valid(409, "DELETE", "/plugins/test.cat", null, "", ""))).isEqualTo("REFUSED");
        assertThat(code(valid(409, "POST", "/plugins", "file=cat.jar", JAR, "a jar"))).isEqualTo("REFUSED");
        assertThat(code(get(404, "/plugins/dog", null))).isEqualTo("NOT_FOUND");
        assertThat(data.resolve("uploads")).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"acknowledge", "enable", "disable", "rollback"})
    void an_action_takes_its_parameters(String action) throws IOException {
        daemon.plugins = _ -> new PluginAnswer(true, DONE.replace("install", action), "");
        post(200, "/plugins/cat/" + action, "{\"dry_run\": true}");
        assertThat(daemon.pluginRequests).singleElement().satisfies(request -> {
            assertThat(request.action()).isEqualTo(action);
            assertThat(request.parameters()).containsEntry("name", "cat").containsEntry("dry-run", "true");
        });
    }

    @Test
    void only_what_knows_versions_takes_one() throws IOException {
        daemon.plugins = _ -> new PluginAnswer(true, DONE, "");
        post(200, "/plugins/cat/rollback", "{\"version\": \"1.0.0\"}");
        assertThat(daemon.pluginRequests.getFirst().parameters()).containsEntry("version", "1.0.0");
        assertThat(code(post(400, "/plugins/cat/enable", "{\"version\": \"1.0.0\"}"))).isEqualTo("INVALID_REQUEST");
    }

    @Test
    void nothing_is_changed_while_the_daemon_stops() throws IOException {
        daemon.shutDown();
        assertThat(code(post(503, "/plugins/cat/enable", ""))).isEqualTo("SHUTTING_DOWN");
        assertThat(code(valid(503, "POST", "/plugins", "file=cat.jar", JAR, "a jar"))).isEqualTo("SHUTTING_DOWN");
        assertThat(daemon.pluginRequests).isEmpty();
    }

    @Test
    void a_host_that_has_ended_is_told_as_a_stop() throws IOException {
        daemon.plugins = _ -> {
            throw new IllegalStateException("ended");
        };
        assertThat(code(get(503, "/plugins", null))).isEqualTo("SHUTTING_DOWN");
    }
}
