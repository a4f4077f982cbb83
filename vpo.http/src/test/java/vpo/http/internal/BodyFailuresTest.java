package vpo.http.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients are told whose bodies cannot be read, on a real Jetty, whatever the servlet makes of that. */
@Timeout(60)
class BodyFailuresTest {
    private static final int MOST_BYTES = 1_000;
    /** For what a test waits for; all else has all the time that it needs. */
    private static final Duration WAIT = Duration.ofMillis(700);
    private static final Duration LONG = Duration.ofMinutes(10);

    private final Server server = new Server();
    private volatile Duration patience = LONG;
    private ServerConnector connector;

    @BeforeEach
    void start() throws Exception {
        HttpConfiguration configuration = new HttpConfiguration();
        configuration.addCustomizer(
                (Request request, HttpFields.Mutable _) -> new BoundedRequest(request, patience, MOST_BYTES));
        connector = new ServerConnector(server, new HttpConnectionFactory(configuration));
        connector.setHost("127.0.0.1");
        connector.setIdleTimeout(LONG.toMillis());
        server.addConnector(connector);
        ServletContextHandler servlets = new ServletContextHandler();
        servlets.setErrorHandler(new JsonErrorHandler());
        servlets.addFilter(new FilterHolder(new BodyFailures()), "/*", EnumSet.of(DispatcherType.REQUEST));
        servlets.addServlet(new ServletHolder(new Reading()), "/reads");
        servlets.addServlet(new ServletHolder(new Swallowing()), "/swallows");
        server.setHandler(servlets);
        server.start();
    }

    @AfterEach
    void stop() throws Exception {
        server.stop();
    }

    /** Says how many bytes came. */
    private static final class Reading extends HttpServlet {
        private static final long serialVersionUID = 1L;

        @Override
        protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.getWriter().print("bytes: " + request.getInputStream().readAllBytes().length);
        }
    }

    /** Has an answer of its own when they do not. */
    private static final class Swallowing extends HttpServlet {
        private static final long serialVersionUID = 1L;

        @Override
        protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
            try {
                request.getInputStream().readAllBytes();
            } catch (IOException e) {
                response.setStatus(HttpServletResponse.SC_INTERNAL_SERVER_ERROR);
                response.getWriter().print("it is broken");
            }
        }
    }

    private Socket post(String path, String headers, String body) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), connector.getLocalPort());
        socket.setSoTimeout(30_000);
        send(socket, "POST " + path + " HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n\r\n" + body);
        return socket;
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static void assertAnswer(Socket socket, BodyFailure failure) throws IOException {
        try (socket) {
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .startsWith("HTTP/1.1 " + failure.status() + " ")
                    .endsWith(
                            "\r\n\r\n{\"error\": \"" + failure.message() + "\", \"code\": \"" + failure.code() + "\"}")
                    .contains("\r\nContent-Type: application/json;", "\r\nConnection: close\r\n");
        }
    }

    private static String chunk(int length) {
        return Integer.toHexString(length) + "\r\n" + "x".repeat(length) + "\r\n";
    }

    @ParameterizedTest
    @ValueSource(strings = {"/reads", "/swallows"})
    void oneThatIsLongerThanItMayBe(String path) throws IOException {
        assertAnswer(post(path, "Transfer-Encoding: chunked", chunk(MOST_BYTES) + chunk(1)), BodyFailure.TOO_LARGE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/reads", "/swallows"})
    void oneThatStops(String path) throws IOException {
        // All of Jetty must have been loaded: the time without a byte counts from the connection on.
        oneThatIsGood();
        connector.setIdleTimeout(WAIT.toMillis());
        assertAnswer(post(path, "Transfer-Encoding: chunked", chunk(10)), BodyFailure.TOO_SLOW);
        assertAnswer(post(path, "Content-Length: 10", "x"), BodyFailure.TOO_SLOW);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/reads", "/swallows"})
    void oneThatTrickles(String path) throws Exception {
        patience = WAIT;
        Socket slow = post(path, "Content-Length: 900", "");
        Thread.ofVirtual().start(() -> {
            try {
                while (true) {
                    send(slow, "x");
                    Thread.sleep(20);
                }
            } catch (IOException | InterruptedException e) {
                // As it should be.
            }
        });
        byte[] status = slow.getInputStream().readNBytes("HTTP/1.1 408".length());
        assertThat(new String(status, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 408");
        slow.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/reads", "/swallows"})
    void oneThatIsCutOff(String path) throws IOException {
        for (Socket socket : new Socket[]{post(path, "Content-Length: 10", "x"),
                post(path, "Transfer-Encoding: chunked", chunk(10)),
                post(path, "Transfer-Encoding: chunked", "a\r\nx")}) {
            socket.shutdownOutput();
            assertAnswer(socket, BodyFailure.NOT_WHOLE);
        }
        assertAnswer(post(path, "Transfer-Encoding: chunked", "no number\r\n"), BodyFailure.NOT_WHOLE);
    }

    @Test
    void oneThatIsGood() throws IOException {
        try (Socket socket = post("/reads", "Transfer-Encoding: chunked\r\nConnection: close",
                chunk(MOST_BYTES) + "0\r\n\r\n")) {
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .startsWith("HTTP/1.1 200 ").endsWith("bytes: 1000");
        }
    }
}
