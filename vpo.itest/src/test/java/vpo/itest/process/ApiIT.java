package vpo.itest.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

/** The API of a real daemon, by every route that there is. */
@Timeout(240)
class ApiIT extends ProcessTest {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final String JSON = "application/json";
    private static final String TOKEN = "correct horse battery";

    private DaemonProcess daemon;

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest
                .newBuilder(URI.create("http://127.0.0.1:" + daemon.port() + "/api/v1" + path))
                .timeout(DaemonProcess.PATIENCE);
        daemon.token().ifPresent(token -> request.header("Authorization", "Bearer " + token));
        return request;
    }

    private JsonObject answer(int status, HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<String> answer = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(request.method() + " " + request.uri() + ": " + answer.body())
                .isEqualTo(status);
        return JsonParser.parseString(answer.body()).getAsJsonObject();
    }

    private JsonObject get(String path) throws IOException, InterruptedException {
        return answer(200, request(path).build());
    }

    private JsonObject send(int status, String method, String path, String body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = request(path);
        if (!body.isEmpty()) {
            request.header("Content-Type", JSON);
        }
        return answer(status, request.method(method, body.isEmpty()
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofString(body)).build());
    }

    private JsonObject upload(String path, Path jar) throws IOException, InterruptedException {
        return answer(200, request(path).header("Content-Type", "application/java-archive")
                .POST(HttpRequest.BodyPublishers.ofFile(jar)).build());
    }

    private static String text(JsonElement object, String key) {
        return object.getAsJsonObject().get(key).getAsString();
    }

    private static String code(JsonObject error) {
        return text(error, "code");
    }

    private String state(String plugin) throws IOException, InterruptedException {
        return text(get("/plugins/" + plugin), "state");
    }

    @Test
    void whoeverSendsTooManyIsTold() throws Exception {
        configure("[server.rate_limit]\nmutate_max_requests = 2\nwindow_seconds = 3600\n");
        daemon = started(daemon().environment("VPO_AUTH_TOKEN", TOKEN).serve()).awaitRunning();
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + daemon.port() + "/api/v1/none"))
                .header("Authorization", "Bearer " + TOKEN).POST(HttpRequest.BodyPublishers.noBody()).build();
        answer(404, request);
        answer(404, request);
        HttpResponse<String> refused = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(code(JsonParser.parseString(refused.body()).getAsJsonObject())).isEqualTo("RATE_LIMITED");
        assertThat(refused.headers().firstValueAsLong("Retry-After").orElseThrow()).as("the first one counts so long")
                .isBetween(1L, 3600L);
        send(404, "POST", "/none", "");
    }

    @Test
    void the_daemon_is_seen_and_steered() throws Exception {
        configure("[logging]\nlevel = \"info\"\n");
        daemon = runningWithTestBundle();

        JsonObject status = get("/status");
        assertThat(text(status, "state")).isEqualTo("RUNNING");
        assertThat(status.get("pid").getAsLong()).isEqualTo(daemon.pid());
        assertThat(text(status, "config_file")).isEqualTo(config.toString());
        assertThat(status.getAsJsonObject("health").get("checks").toString()).contains("\"database\"", "\"plugins\"");
        assertThat(status.getAsJsonObject("memory").get("resident_bytes").getAsLong()).isPositive();
        assertThat(get("/library").get("files").getAsInt()).isZero();
        assertThat(code(send(400, "GET", "/status?verbose", ""))).isEqualTo("UNKNOWN_PARAMETERS");
        assertThat(code(send(404, "GET", "/nothing", ""))).isEqualTo("NOT_FOUND");
        assertThat(code(send(405, "DELETE", "/status", ""))).isEqualTo("METHOD_NOT_ALLOWED");
        assertThat(CLIENT.send(request("/openapi.yaml").build(), HttpResponse.BodyHandlers.ofString()).body())
                .startsWith("openapi: 3.1.0");

        tasksAreCancelled();
        levelsChangeUntilTheConfigurationDoes();
        theDaemonDrainsAndComesBack();

        assertThat(send(202, "POST", "/stop", "{\"when_idle\": true}").get("stopping").getAsBoolean()).isTrue();
        assertThat(daemon.awaitExit()).as(daemon.logText()).isZero();
        assertThat(data.resolve("uploads")).doesNotExist();
    }

    private void tasksAreCancelled() throws Exception {
        daemon.get("/itest/work/task?name=slow%20work");
        JsonElement task = get("/tasks").get("tasks").getAsJsonArray().asList().stream()
                .filter(each -> text(each, "name").equals("slow work")).findFirst().orElseThrow();
        String id = text(task, "id");
        send(202, "DELETE", "/tasks/" + id, "");
        await().atMost(DaemonProcess.PATIENCE).until(() -> !get("/tasks").toString().contains("slow work"));
        assertThat(code(send(404, "DELETE", "/tasks/" + id, ""))).isEqualTo("NOT_FOUND");
    }

    private void levelsChangeUntilTheConfigurationDoes() throws Exception {
        assertThat(text(send(200, "PUT", "/log-level", "{\"level\": \"debug\"}"), "level")).isEqualTo("debug");
        get("/status");
        daemon.awaitLog(" - DEBUG - ");
        assertThat(get("/logs?lines=5&level=info").get("entries").toString()).contains("log level of all: debug");
        Files.writeString(config, "[logging]\nlevel = \"warning\"\n[server]\nport = 1\n");
        JsonObject reload = send(200, "POST", "/reload", "");
        // The daemon, which watches the file, may have been the first to read it.
        assertThat(reload.get("outcome").getAsString()).isIn("changed", "unchanged");
        assertThat(get("/log-level")).hasToString("{\"level\":\"warning\",\"loggers\":{}}");
        assertThat(get("/logs?lines=1000").toString()).contains("ends the levels that were asked for at run time: ");
        Files.writeString(config, "[logging]\nlevel = \"loud\"\n");
        JsonObject refused = send(422, "POST", "/reload", "");
        assertThat(code(refused)).isEqualTo("CONFIG_ERROR");
        assertThat(refused.get("details").toString()).contains("config.toml:2");
        Files.writeString(config, "[logging]\nlevel = \"info\"\n");
        send(200, "POST", "/reload", "{}");
        assertThat(get("/config").get("settings").toString())
                .contains("\"key\":\"logging.level\",\"value\":\"info\",\"source\":\"" + config + ":2:");
    }

    private void theDaemonDrainsAndComesBack() throws Exception {
        send(200, "POST", "/drain", "");
        assertThat(get("/status").get("draining").getAsBoolean()).isTrue();
        assertThat(daemon.get("/readyz").statusCode()).isEqualTo(503);
        assertThat(daemon.get("/health").statusCode()).isEqualTo(200);
        send(200, "POST", "/resume", "");
        assertThat(daemon.get("/readyz").statusCode()).isEqualTo(200);
    }

    /** What somebody gets first who comes back to the log. */
    private List<String> missed(String lastEventId) throws IOException, InterruptedException {
        try (Stream<String> lines = CLIENT.send(request("/events?topics=logs").header("Last-Event-ID", lastEventId)
                .build(), HttpResponse.BodyHandlers.ofLines()).body()) {
            return lines.takeWhile(each -> !each.contains("plugin remove cat: carr")).toList();
        }
    }

    @Test
    void plugins_come_and_go_and_a_stream_tells_of_it_until_the_end() throws Exception {
        Path one = PluginJars.write(folder.resolve("one.jar"), "cat", "1.0.0");
        Path two = PluginJars.write(folder.resolve("two.jar"), "cat", "2.0.0");
        daemon = awaitPlugins(running());
        List<String> stream = new CopyOnWriteArrayList<>();
        Thread reader = Thread.ofVirtual().start(() -> {
            try (Stream<String> lines = CLIENT.send(request("/events").build(), HttpResponse.BodyHandlers.ofLines())
                    .body()) {
                lines.forEach(stream::add);
            } catch (IOException | InterruptedException e) {
                stream.add("failed: " + e);
            }
        });
        await().atMost(DaemonProcess.PATIENCE).until(() -> Stream.of("status", "tasks", "plugins", "library")
                .allMatch(each -> stream.contains("event: " + each)));

        assertThat(upload("/plugins/check?file=cat.jar", one).get("objections").toString())
                .contains("is not acknowledged");
        assertThat(text(upload("/plugins?file=cat.jar", one).get("plugin"), "state")).isEqualTo("waiting");
        assertThat(text(send(200, "POST", "/plugins/cat/acknowledge", "{}").get("plugin"), "state"))
                .isEqualTo("running");
        assertThat(upload("/plugins?file=cat.jar&acknowledge=true&dry_run=true", two).get("plan").toString())
                .contains("\"replace\"");
        assertThat(text(upload("/plugins?file=cat.jar&acknowledge=true", two).get("plugin"), "version"))
                .isEqualTo("2.0.0");
        assertThat(text(send(200, "POST", "/plugins/cat/rollback", "{\"version\": \"1.0.0\"}").get("plugin"),
                "version")).isEqualTo("1.0.0");
        send(200, "POST", "/plugins/cat/disable", "");
        assertThat(state("cat")).isEqualTo("disabled");
        send(200, "POST", "/plugins/cat/enable", "");
        assertThat(state("test.cat")).isEqualTo("running");
        assertThat(code(send(409, "DELETE", "/plugins/scan", ""))).isEqualTo("REFUSED");
        send(200, "DELETE", "/plugins/cat", "");
        assertThat(code(send(404, "GET", "/plugins/cat", ""))).isEqualTo("NOT_FOUND");
        assertThat(get("/plugins").toString()).contains("\"scan\"").doesNotContain("\"cat\"");
        assertThat(data.resolve("uploads")).isEmptyDirectory();
        String id = stream.stream().filter(each -> each.startsWith("id: ")).findFirst().orElseThrow();
        assertThat(missed(id.substring("id: ".length())))
                .anyMatch(each -> each.contains("plugin acknowledge cat: carr"));

        assertThat(send(202, "POST", "/stop", "").get("when_idle").getAsBoolean()).isFalse();
        assertThat(daemon.awaitExit()).as(daemon.logText()).isZero();
        reader.join();
        assertThat(stream).endsWith("event: close", "data: {\"reason\":\"the daemon is shutting down\"}", "");
        assertThat(stream).anyMatch(each -> each.contains("plugin acknowledge cat: carried out for local"));
    }
}
