package vpo.itest.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.Hashtable;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import jakarta.servlet.FilterChain;
import jakarta.servlet.Servlet;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.junit.Test;
import org.osgi.service.servlet.whiteboard.Preprocessor;

import vpo.api.task.Task;
import vpo.api.task.TaskRefusedException;
import vpo.api.task.Tasks;
import vpo.http.RequestStatistics;
import vpo.lifecycle.DaemonControl;
import vpo.lifecycle.DaemonState;
import vpo.lifecycle.Lifecycle;
import vpo.lifecycle.ShutdownState;

/** A daemon that takes no new work and goes on; how it stops from there is {@link DrainIT}'s. */
public class QuietDrainIT extends InContainer {

    @Test
    public void newWorkIsRefusedUntilItIsTakenBackAndTheRestGoesOn() throws Exception {
        serve();
        register("/plugins/guest/thing", "a plugin's", false);
        register("/administration", "administration's", false);
        Tasks tasks = service(Tasks.class);
        DaemonControl control = service(DaemonControl.class);
        Task scan = tasks.begin("scan of /media");

        control.drain("the test");

        HttpResponse<String> refused = http.get("/plugins/guest/thing");
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.headers().firstValue("Retry-After")).isPresent();
        assertThat(refused.body()).isEqualTo(
                "{\"error\": \"The daemon is draining: it takes no new work\", \"code\": \"DRAINING\"}");
        assertThatExceptionOfType(TaskRefusedException.class).isThrownBy(() -> tasks.begin("another"))
                .withMessageContaining("draining");
        assertThat(http.get("/administration").body()).isEqualTo("administration's");
        assertThat(http.get("/health").statusCode()).isEqualTo(200);
        assertThat(http.get("/health").body()).contains("\"status\": \"healthy\"", "\"shutting_down\": false");
        assertThat(http.get("/livez").statusCode()).isEqualTo(200);
        HttpResponse<String> ready = http.get("/readyz?verbose");
        assertThat(ready.statusCode()).isEqualTo(503);
        assertThat(ready.body()).contains("[-] lifecycle ",
                "RUNNING, draining: no new work is taken, waiting for 1: scan of /media (");
        assertThat(service(Lifecycle.class).state()).isEqualTo(DaemonState.RUNNING);
        assertThat(service(Lifecycle.class).shutdown()).isEqualTo(ShutdownState.NONE);
        assertThat(scan.isCancelled()).isFalse();
        scan.close();
        assertThat(http.get("/readyz").statusCode()).as("drained is still not ready").isEqualTo(503);

        assertThat(control.resume("the test")).isTrue();
        assertThat(http.get("/readyz?verbose").body()).contains("[+] lifecycle OK");
        assertThat(http.get("/plugins/guest/thing").body()).isEqualTo("a plugin's");
        tasks.begin("another").close();
    }

    @Test
    public void aRequestOfAPluginsThatIsInFlightIsAnsweredAndOneIsCancelled() throws Exception {
        serve();
        CountDownLatch asked = new CountDownLatch(2);
        CountDownLatch end = new CountDownLatch(1);
        register("/plugins/guest/*", new HttpServlet() {
            private static final long serialVersionUID = 1L;

            @Override
            protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
                asked.countDown();
                try {
                    end.await();
                    response.getWriter().print("answered");
                } catch (InterruptedException e) {
                    response.getWriter().print("interrupted");
                }
            }
        }, false);
        CompletableFuture<HttpResponse<String>> one = http.later("/plugins/guest/one");
        CompletableFuture<HttpResponse<String>> two = http.later("/plugins/guest/two");
        assertThat(asked.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        DaemonControl control = service(DaemonControl.class);
        control.drain("the test");
        long id = control.tasks().stream().filter(each -> each.info().name().equals("GET /plugins/guest/two"))
                .findFirst().orElseThrow().id();
        assertThat(control.cancel(id, "cancelled by the test")).isTrue();
        assertThat(two.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).body()).isEqualTo("interrupted");
        assertThat(one).isNotDone();
        end.countDown();
        assertThat(one.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).body()).isEqualTo("answered");
        await().atMost(PATIENCE).until(() -> control.tasks().isEmpty());
    }

    @Test
    public void requestsAreCounted() throws Exception {
        serve();
        register("/plugins/guest", "a plugin's", false);
        register("/exempt/*", "exempt", true);
        refuseAll("/locked");
        service(DaemonControl.class).drain("the test");
        RequestStatistics statistics = service(RequestStatistics.class);
        long before = statistics.total();
        long fine = statistics.answered(2);
        http.get("/exempt");
        http.get("/exempt/and/more");
        http.get("/exempting");
        http.get("/plugins/guest/");
        assertThat(http.get("/locked").statusCode()).isEqualTo(401);
        await().atMost(PATIENCE).until(() -> statistics.inFlight() == 0);
        assertThat(statistics.total() - before).isEqualTo(5);
        assertThat(statistics.answered(2) - fine).isEqualTo(2);
        assertThat(statistics.answered(4)).isEqualTo(2);
        assertThat(statistics.answered(5)).isEqualTo(1);
        assertThat(statistics.refused()).isEqualTo(1);
    }

    @Test
    public void aPathWithAllBelowItIsExemptAsAWhole() throws Exception {
        serve();
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        register("/api/test/*", new HttpServlet() {
            private static final long serialVersionUID = 1L;

            @Override
            protected void doGet(HttpServletRequest request, HttpServletResponse response) {
                asked.countDown();
                try {
                    end.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        }, true);
        CompletableFuture<HttpResponse<String>> answer = http.later("/api/test/events");
        assertThat(asked.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(service(Tasks.class).inFlight()).as("a stream would hold up the drain").isEmpty();
        assertThat(service(RequestStatistics.class).inFlight()).isEqualTo(1);
        end.countDown();
        assertThat(answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).statusCode()).isEqualTo(200);
    }

    /** Another preprocessor, of a higher rank than most. */
    private void refuseAll(String path) {
        context.registerService(Preprocessor.class, new Preprocessor() {
            @Override
            public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
                    throws IOException, ServletException {
                if (path.equals(((HttpServletRequest) request).getPathInfo())) {
                    ((HttpServletResponse) response).setStatus(HttpServletResponse.SC_UNAUTHORIZED);
                } else {
                    chain.doFilter(request, response);
                }
            }
        }, new Hashtable<>(Map.of("service.ranking", 500)));
    }

    private void register(String pattern, String answer, boolean exempt) {
        register(pattern, new HttpServlet() {
            private static final long serialVersionUID = 1L;

            @Override
            protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
                response.getWriter().print(answer);
            }
        }, exempt);
    }

    private void register(String pattern, Servlet servlet, boolean exempt) {
        context.registerService(Servlet.class, servlet, new Hashtable<>(
                Map.of("osgi.http.whiteboard.servlet.pattern", pattern, "vpo.answers.while.draining", exempt)));
    }
}
