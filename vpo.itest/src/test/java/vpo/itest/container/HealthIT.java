package vpo.itest.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import jakarta.servlet.Servlet;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.execution.HealthCheckExecutor;
import org.junit.Test;
import org.osgi.framework.ServiceRegistration;

/** What the daemon says of its health; how it says that it is stopping is {@link DrainIT}'s. */
public class HealthIT extends InContainer {

    @Test
    public void withoutConfigurationThereAreNoEndpoints() {
        assertThat(references(Servlet.class, "(osgi.http.whiteboard.servlet.pattern=/health)")).isEmpty();
        assertThat(references(HealthCheck.class, "(hc.name=database)")).isEmpty();
        assertThat(references(HealthCheck.class, "(hc.name=lifecycle)")).isEmpty();
    }

    @Test
    public void healthFollowsTheDatabase() throws Exception {
        serve();
        HttpResponse<String> healthy = http.get("/health");
        assertThat(healthy.statusCode()).isEqualTo(200);
        assertThat(healthy.body()).matches("\\{\"status\": \"healthy\", \"database\": \"connected\", "
                + "\"uptime_seconds\": [0-9]+\\.[0-9], \"version\": \"1.2.3\", \"shutting_down\": false}");
        assertThat(healthy.headers().firstValue("Cache-Control")).contains("no-store");

        Path library = data().resolve("library.db");
        Path away = Files.move(library, data().resolve("away.db"));
        await().atMost(PATIENCE).until(() -> http.get("/health").statusCode() == 503);
        assertThat(http.get("/health").body()).startsWith("{\"status\": \"degraded\", \"database\": \"disconnected\"")
                .endsWith("\"shutting_down\": false}");
        assertThat(http.get("/readyz").statusCode()).isEqualTo(503);
        assertThat(http.get("/readyz?verbose").body()).contains("[-] database CRITICAL (", "disconnected: ");
        assertThat(http.get("/livez").statusCode()).isEqualTo(200);
        assertThat(library).as("a check creates nothing").doesNotExist();

        Files.move(away, library);
        await().atMost(PATIENCE).until(() -> http.get("/health").statusCode() == 200);
        assertThat(http.get("/readyz").body()).isEqualTo("ok\n");
    }

    @Test
    public void aCheckOfAnotherBundleIsAskedByItsTag() throws Exception {
        serve();
        assertThat(http.get("/readyz").statusCode()).isEqualTo(200);
        assertThat(http.get("/livez").statusCode()).isEqualTo(200);

        var ready = check("gpu", "ready", () -> new Result(Result.Status.CRITICAL, "no device\nat all"));
        assertThat(http.get("/readyz").statusCode()).isEqualTo(503);
        assertThat(http.get("/readyz").body()).isEqualTo("readyz check failed\n");
        assertThat(http.get("/readyz?verbose").body())
                .containsPattern("(?m)^\\[-] gpu CRITICAL \\([0-9]+ ms\\): no device at all$")
                .contains("[+] database OK (", "[+] lifecycle OK (");
        assertThat(http.get("/livez").statusCode()).isEqualTo(200);
        ready.unregister();
        assertThat(http.get("/readyz").statusCode()).isEqualTo(200);

        check("deadlock", "live", () -> new Result(Result.Status.CRITICAL, "found"));
        assertThat(http.get("/livez").statusCode()).isEqualTo(503);
        assertThat(http.get("/livez?verbose").body())
                .containsPattern("(?m)^\\[-] deadlock CRITICAL \\([0-9]+ ms\\): found$");
        assertThat(http.get("/readyz").statusCode()).isEqualTo(200);
    }

    @Test
    public void aCheckThatThrowsFailsAlone() throws Exception {
        serve();
        check("broken", "ready", () -> {
            throw new IllegalStateException("by accident");
        });
        HttpResponse<String> answer = http.get("/readyz?verbose");
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).contains("[-] broken", "[+] database OK").doesNotContain("\tat ");
    }

    @Test
    public void aCheckThatHangsHoldsUpNothingElse() throws Exception {
        serve();
        CountDownLatch end = new CountDownLatch(1);
        AtomicInteger started = new AtomicInteger();
        check("hanging", "ready", () -> {
            started.incrementAndGet();
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return new Result(Result.Status.OK, "at last");
        });
        List<CompletableFuture<HttpResponse<String>>> answers = IntStream.range(0, 20)
                .mapToObj(_ -> http.later("/readyz?verbose")).toList();
        await().atMost(PATIENCE).until(() -> started.get() > 0);
        assertThat(http.get("/health").statusCode()).isEqualTo(200);
        assertThat(http.get("/livez").statusCode()).isEqualTo(200);
        for (CompletableFuture<HttpResponse<String>> answer : answers) {
            HttpResponse<String> ended = answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertThat(ended.statusCode()).isEqualTo(503);
            assertThat(ended.body()).contains("[-] hanging CRITICAL (", "no answer", "[+] database OK");
        }
        assertThat(started).as("threads that hang").hasValue(1);
        end.countDown();
        await().atMost(PATIENCE).until(() -> http.get("/readyz").statusCode() == 200);
    }

    /** However long a drain takes: Felix has such a check fail after ten minutes, which nobody can wait for here. */
    @Test
    public void aCheckThatSaysNotNowDoesNotBecomeOneThatFails() {
        assertThat(references(HealthCheckExecutor.class, null)).singleElement()
                .extracting(each -> each.getProperty("temporarilyAvailableGracePeriodInMs"))
                .isEqualTo(Duration.ofDays(3_650).toMillis());
    }

    private ServiceRegistration<HealthCheck> check(String name, String tag, HealthCheck check) {
        return context.registerService(HealthCheck.class, check, new Hashtable<>(
                Map.of(HealthCheck.NAME, name, HealthCheck.TAGS, tag, HealthCheck.RESULT_CACHE_TTL_IN_MS, 0L)));
    }
}
