package vpo.itest.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;

import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.junit.Test;

/** What clients can hold of the listener, with the limits that it has. */
public class BoundsIT extends InContainer {
    private static final int CONNECTIONS = 1_300;
    private static final int MOST = 1_200;

    /** Each sends a byte of its headers now and then, as the attacker named Slowloris does. */
    @Test
    public void healthAnswersWhateverManySlowClientsHoldOpen() throws Exception {
        serve();
        List<Socket> slow = new ArrayList<>();
        try {
            for (int i = 0; i < CONNECTIONS; i++) {
                Socket socket = http.connect();
                slow.add(socket);
                trickle(socket, "GET /health HTTP/1.1\r\nX-Slow: ");
                if (i == 1_000 || i == CONNECTIONS - 1) {
                    healthAnswers();
                }
            }
            await("some make way").atMost(PATIENCE).until(() -> open(slow) <= MOST);
            await("the time for headers").atMost(PATIENCE.multipliedBy(2)).until(() -> open(slow) == 0);
            healthAnswers();
        } finally {
            for (Socket each : slow) {
                each.close();
            }
        }
    }

    private void healthAnswers() {
        for (int i = 0; i < 20; i++) {
            assertThat(http.get("/health").statusCode()).isEqualTo(200);
        }
        assertThat(http.get("/readyz").statusCode()).isIn(200, 503);
    }

    private static long open(List<Socket> all) {
        return all.stream().filter(each -> trickle(each, "x")).count();
    }

    /** Whether the other side still takes it. */
    private static boolean trickle(Socket socket, String text) {
        try {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    public void aBodyThatIsTooLargeOrNotWholeIsRefused() throws Exception {
        serve();
        context.registerService(Servlet.class, new HttpServlet() {
            private static final long serialVersionUID = 1L;

            @Override
            protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
                request.getInputStream().transferTo(OutputStream.nullOutputStream());
            }
        }, new Hashtable<>(Map.of("osgi.http.whiteboard.servlet.pattern", "/upload")));
        String answer = http.raw("POST /upload HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: "
                + 300L * 1024 * 1024 + "\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.1 413 ").contains("\"code\": \"TOO_LARGE\"}");
        assertThat(http
                .raw("POST /upload HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + http.token().orElseThrow()
                        + "\r\nConnection: close\r\nContent-Length: 2\r\n\r\nab"))
                .startsWith("HTTP/1.1 200 ");
        // One that has no length, so that whether it is whole shows while it is read.
        String begun = "POST /upload HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                + http.token().orElseThrow() + "\r\nTransfer-Encoding: chunked\r\n\r\n";
        try (Socket socket = http.connect()) {
            trickle(socket, begun + "9\r\nabc");
            socket.shutdownOutput();
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 400 ").contains("\r\nX-Frame-Options: DENY\r\n")
                    .endsWith("\r\n\r\n{\"error\": \"The body did not arrive whole\", \"code\": \"INVALID_REQUEST\"}");
        }
        assertThat(http.raw(begun + "no number\r\n")).startsWith("HTTP/1.1 400 ").contains("did not arrive whole");
    }
}
