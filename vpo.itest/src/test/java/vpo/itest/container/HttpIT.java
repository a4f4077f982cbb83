package vpo.itest.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Hashtable;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Exchanger;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.assertj.core.api.ThrowingConsumer;
import org.junit.Test;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.cm.ManagedService;
import org.osgi.service.condition.Condition;
import org.osgi.service.servlet.runtime.HttpServiceRuntime;
import org.osgi.service.servlet.runtime.dto.RequestInfoDTO;
import org.osgi.service.servlet.runtime.dto.RuntimeDTO;

import vpo.api.start.StartConditions;
import vpo.api.task.TaskInfo;
import vpo.api.task.Tasks;

/** The listener, and what it does for servlets that are not ours. */
public class HttpIT extends InContainer {

    @Test
    public void withoutConfigurationNobodyListens() throws Exception {
        assertThat(isMet(StartConditions.LISTENING)).isFalse();
        assertThat(service(ConfigurationAdmin.class).listConfigurations("(service.pid=org.apache.felix.http)"))
                .isNull();
    }

    @Test
    public void thePortOpensLast() throws Exception {
        bundle("vpo.database").stop();
        configure();
        awaitCondition(StartConditions.CONFIGURED);
        assertThat(isMet(StartConditions.READY_TO_LISTEN)).isFalse();
        assertThat(service(ConfigurationAdmin.class).listConfigurations("(service.pid=org.apache.felix.http)"))
                .isNull();
        assertThat(http.isOpen()).isFalse();
        bundle("vpo.database").start();
        awaitCondition(StartConditions.LISTENING);
        assertThat(isMet(StartConditions.READY_TO_LISTEN)).isTrue();
        assertThat(http.get("/health").statusCode()).isEqualTo(200);
    }

    @Test
    public void whoComesBeforeTheServletsIsAnsweredByThem() throws Exception {
        CompletableFuture<String> early = new CompletableFuture<>();
        // In the midst of Jetty's start, which goes on when this returns.
        context.addServiceListener(event -> {
            if (event.getType() == ServiceEvent.REGISTERED) {
                early.completeAsync(this::getHealth);
                await().during(Duration.ofMillis(300)).atMost(PATIENCE).until(() -> true);
            }
        }, "(objectClass=org.osgi.service.servlet.runtime.HttpServiceRuntime)");
        serve();
        assertThat(early.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).startsWith("HTTP/1.1 200 ");
    }

    private String getHealth() {
        try {
            return http.raw("GET /health HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    public void thePortDoesNotOpenWithoutTheDoor() throws Exception {
        bundle("vpo.access").stop();
        configure();
        awaitCondition(StartConditions.HEALTH);
        assertThat(isMet(StartConditions.READY_TO_LISTEN)).isFalse();
        assertThat(http.isOpen()).isFalse();
        bundle("vpo.access").start();
        awaitCondition(StartConditions.LISTENING);
    }

    @Test
    public void whereTheDoorIsTakenAwayNobodyComesIn() throws Exception {
        serve();
        register("/page", new HttpServlet() {
            private static final long serialVersionUID = 1L;

            @Override
            protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
                response.getWriter().print(request.getRemoteUser() + " " + request.getAttribute("vpo.access.caller"));
            }
        });
        assertThat(http.get("/page").body()).isEqualTo("local local");
        bundle("vpo.access").stop();
        assertThat(http.token()).isEmpty();
        assertThat(http.get("/page").statusCode()).isEqualTo(503);
        assertThat(http.get("/page").body()).contains("\"code\": \"SERVICE_UNAVAILABLE\"");
        assertThat(http.get("/health").statusCode()).isEqualTo(200);
    }

    @Test
    public void aPortInUseFailsTheStart() throws Exception {
        try (var _ = new ServerSocket(http.port(), 1, InetAddress.getLoopbackAddress())) {
            configure();
            awaitCondition(StartConditions.FAILED);
            assertThat(failure().orElseThrow()).startsWith("PORT_IN_USE: Port " + http.port());
            assertThat(isMet(StartConditions.LISTENING)).isFalse();
        }
    }

    @Test
    public void aJettyThatDoesNotComeFailsTheStart() throws Exception {
        bundle("vpo.jetty").stop();
        configure("[server]", "start_timeout = 2");
        // Where the machine is slow, the start as a whole may be told of as too slow before.
        await("the failure").atMost(PATIENCE).until(() -> failures().anyMatch(each -> each.startsWith(
                "STARTUP_FAILED: the HTTP service on 127.0.0.1:" + http.port()
                        + " did not come within 2.0 s (server.start_timeout); ")));
        assertThat(http.isOpen()).isTrue();
        bundle("vpo.http").stop();
        assertThat(http.isOpen()).isFalse();
    }

    @Test
    public void aRequestIsInFlightUntilItIsAnswered() throws Exception {
        serve();
        CountDownLatch end = new CountDownLatch(1);
        register("/slow", new HttpServlet() {
            private static final long serialVersionUID = 1L;

            @Override
            protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
                waitFor(end);
                response.getWriter().print("slow");
            }
        });
        CompletableFuture<HttpResponse<String>> answer = http.later("/slow?secret=1");
        Tasks tasks = service(Tasks.class);
        await().atMost(PATIENCE).until(() -> !tasks.inFlight().isEmpty());
        assertThat(tasks.inFlight()).extracting(TaskInfo::name).containsExactly("GET /slow");
        end.countDown();
        assertThat(answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).body()).isEqualTo("slow");
        await().atMost(PATIENCE).until(() -> tasks.inFlight().isEmpty());
    }

    @Test
    public void aRequestThatIsAnsweredLaterStaysInFlight() throws Exception {
        serve();
        Exchanger<AsyncContext> handedOver = new Exchanger<>();
        register("/later", new HttpServlet() {
            private static final long serialVersionUID = 1L;

            @Override
            protected void doGet(HttpServletRequest request, HttpServletResponse response) {
                AsyncContext later = request.startAsync();
                Thread.ofVirtual().start(() -> handOver(handedOver, later));
            }
        });
        CompletableFuture<HttpResponse<String>> answer = http.later("/later");
        AsyncContext later = handedOver.exchange(null, PATIENCE.toSeconds(), TimeUnit.SECONDS);
        Tasks tasks = service(Tasks.class);
        assertThat(tasks.inFlight()).extracting(TaskInfo::name).containsExactly("GET /later");
        later.getResponse().getWriter().print("later");
        later.complete();
        assertThat(answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).body()).isEqualTo("later");
        await().atMost(PATIENCE).until(() -> tasks.inFlight().isEmpty());
    }

    @Test
    public void whatAnswersWhileDrainingIsNotCounted() throws Exception {
        serve();
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch end = new CountDownLatch(1);
        context.registerService(Servlet.class, new HttpServlet() {
            private static final long serialVersionUID = 1L;

            @Override
            protected void doGet(HttpServletRequest request, HttpServletResponse response) {
                asked.countDown();
                waitFor(end);
            }
        }, new Hashtable<>(Map.of("osgi.http.whiteboard.servlet.pattern", "/probe", "vpo.answers.while.draining",
                true)));
        CompletableFuture<HttpResponse<String>> answer = http.later("/probe");
        assertThat(asked.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(service(Tasks.class).inFlight()).isEmpty();
        end.countDown();
        assertThat(answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).statusCode()).isEqualTo(200);
    }

    @Test
    public void aServletThatIsNotServedIsWarnedOf() throws Exception {
        serve();
        try (LogLines log = new LogLines()) {
            register("/clash", new HttpServlet() {
                private static final long serialVersionUID = 1L;
            });
            register("/clash", new HttpServlet() {
                private static final long serialVersionUID = 1L;
            });
            await().atMost(PATIENCE).until(() -> log.lines().stream().anyMatch(
                    line -> line.startsWith("WARN the servlet") && line.contains("[/clash] is not served: another")));
        }
    }

    @Test
    public void anUnknownPathIsNotFoundInJson() throws Exception {
        serve();
        HttpResponse<String> answer = http.get("/no/such/path");
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.headers().allValues("Content-Type")).containsExactly("application/json; charset=utf-8");
        assertThat(answer.body()).isEqualTo("{\"error\": \"Not Found\", \"code\": \"NOT_FOUND\"}");
        assertThat(answer.headers().map().keySet()).doesNotContain("server", "Server", "set-cookie", "Set-Cookie");
    }

    /** Byte by byte, as clients of the daemon's predecessor know them. */
    @Test
    public void typesAreSentAsTheyWereSet() throws Exception {
        serve();
        register("/typed", new HttpServlet() {
            private static final long serialVersionUID = 1L;

            @Override
            protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
                response.setContentType("application/json; charset=utf-8");
                response.getWriter().write("{}");
            }
        });
        assertThat(type("/health")).isEqualTo("application/json; charset=utf-8");
        assertThat(type("/readyz")).isEqualTo("text/plain; charset=utf-8");
        assertThat(type("/typed")).isEqualTo("application/json; charset=utf-8");
        assertThat(http.raw("GET /api/v1/tasks HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
                .as("refused at the door").contains("\r\nContent-Type: application/json; charset=utf-8\r\n");
    }

    private String type(String path) throws IOException {
        String answer = http.raw("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                + "Authorization: Bearer " + http.token().orElseThrow() + "\r\n\r\n");
        return answer.lines().filter(line -> line.startsWith("Content-Type: ")).collect(Collectors.joining("\n"))
                .substring("Content-Type: ".length());
    }

    @Test
    public void aFailingServletTellsNothingOfItself() throws Exception {
        serve();
        register("/failing", new HttpServlet() {
            private static final long serialVersionUID = 1L;

            @Override
            protected void doGet(HttpServletRequest request, HttpServletResponse response) {
                throw new IllegalStateException("an inner secret");
            }
        });
        HttpResponse<String> answer = http.get("/failing");
        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.body()).isEqualTo("{\"error\": \"Server Error\", \"code\": \"INTERNAL_ERROR\"}");
        assertThat(service(Tasks.class).inFlight()).isEmpty();
    }

    @Test
    public void headersThatAreTooLargeAreRefused() throws Exception {
        serve();
        String answer = http.raw("GET /health HTTP/1.1\r\nHost: a\r\nX-Large: " + "x".repeat(20_000) + "\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.1 431 ");
        assertIsJsonWithoutDetails(answer);
    }

    @Test
    public void whatIsNoHttpIsRefused() throws Exception {
        serve();
        for (String nonsense : new String[]{"GET\r\n\r\n", "GET / HTTP/1.1\r\n\r\n",
                "GET /%zz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
                "GET /a/../../b HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"}) {
            String answer = http.raw(nonsense);
            assertThat(answer).as(nonsense).startsWith("HTTP/1.1 400 ");
            assertIsJsonWithoutDetails(answer);
        }
        String answer = http.raw("GET / SMTP/1.0\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.1 505 ");
        assertIsJsonWithoutDetails(answer);
    }

    private static void assertIsJsonWithoutDetails(String answer) {
        assertThat(answer).contains("Content-Type: application/json; charset=utf-8",
                "\"code\": \"INVALID_REQUEST\"}").doesNotContainIgnoringCase("jetty")
                .doesNotContain("\tat ", "Exception", "Server:");
    }

    @Test
    public void thePortClosesBeforeTheServletsGo() throws Exception {
        serve();
        CompletableFuture<Boolean> openWhenAServletGoes = new CompletableFuture<>();
        register("/going", new HttpServlet() {
            private static final long serialVersionUID = 1L;

            @Override
            public void destroy() {
                openWhenAServletGoes.complete(http.isOpen());
            }
        });
        // A servlet that nobody has asked yet would not be there to be destroyed.
        http.get("/going");
        bundle("vpo.jetty").stop();
        assertThat(openWhenAServletGoes).isCompletedWithValue(false);
    }

    @Test
    public void aChangeThatIsToldAfterJettyHasGoneIsNotTakenForItsReturn() throws Exception {
        assertComesBack(change -> {
            bundle("vpo.jetty").stop();
            change.tell();
        });
    }

    @Test
    public void aChangeThatIsToldWhileJettyGoesIsNotTakenForItsReturn() throws Exception {
        assertComesBack(change -> {
            change.tellWhileGoes("(" + Condition.CONDITION_ID + "=" + StartConditions.LISTENING + ")");
            bundle("vpo.jetty").stop();
        });
    }

    /** The whiteboard tells of changes 50 ms later, on a thread of its own, whatever has become of Jetty meanwhile. */
    private void assertComesBack(ThrowingConsumer<LateChange> stop) throws Exception {
        serve();
        try (LogLines log = new LogLines(); LateChange change = new LateChange(context)) {
            register("/late", new HttpServlet() {
                private static final long serialVersionUID = 1L;
            });
            change.awaitBegin();
            stop.accept(change);
            assertThat(isMet(StartConditions.LISTENING)).isFalse();
            bundle("vpo.jetty").start();
            awaitCondition(StartConditions.LISTENING);
            assertThat(log.lines()).noneMatch(line -> line.startsWith("WARN") || line.startsWith("ERROR"));
            assertThat(http.get("/health").statusCode()).isEqualTo(200);
        }
    }

    @Test
    public void aWhiteboardOfSomebodyElsesIsNoStartOfTheDaemons() throws Exception {
        serve();
        try (LogLines log = new LogLines()) {
            ServiceRegistration<HttpServiceRuntime> theirs = context.registerService(HttpServiceRuntime.class,
                    new HttpServiceRuntime() {
                        @Override
                        public RuntimeDTO getRuntimeDTO() {
                            return service(HttpServiceRuntime.class).getRuntimeDTO();
                        }

                        @Override
                        public RequestInfoDTO calculateRequestInfoDTO(String path) {
                            throw new AssertionError("nobody asks");
                        }
                    }, null);
            // Configuration Admin calls one after the other: what was to be called before has been.
            CountDownLatch turn = new CountDownLatch(1);
            context.registerService(ManagedService.class, _ -> turn.countDown(),
                    new Hashtable<>(Map.of("service.pid", "vpo.itest.turn")));
            waitFor(turn);
            theirs.unregister();
            assertThat(log.lines()).noneMatch(line -> line.contains("listening on"));
            assertThat(data().resolve("admin-address")).exists();
        }
    }

    /** On the whiteboard, as a plugin does; returns when it is served or refused. */
    private void register(String pattern, Servlet servlet) {
        context.registerService(Servlet.class, servlet, new Hashtable<>(Map.of("osgi.http.whiteboard.servlet.pattern",
                pattern, "osgi.http.whiteboard.servlet.asyncSupported", true)));
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            assertThat(latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void handOver(Exchanger<AsyncContext> exchanger, AsyncContext context) {
        try {
            exchanger.exchange(context);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
