package vpo.launcher.image;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class VisitorTest {
    private ServerSocket server;

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    @Test
    void whateverBecomesOfAConnectionItTriesAgainUntilTheDaemonIsReady() throws Exception {
        Thread daemon = Thread.ofVirtual().start(() -> {
            // Closed, reset, no HTTP, not yet, ready.
            answer("");
            answer(null);
            answer("?\r\n\r\n");
            answer("HTTP/1.1 503 Soon\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
            answer("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        });

        try (Visitor visitor = new Visitor(server.getLocalPort())) {
            assertThat(visitor.awaitReady(Duration.ofMinutes(1), daemon::isAlive)).isTrue();
        }
    }

    @Test
    void itGivesUpOnceTheDaemonHasGoneOrTheTimeIsOver() throws Exception {
        server.close();
        AtomicInteger asked = new AtomicInteger();

        try (Visitor visitor = new Visitor(server.getLocalPort())) {
            assertThat(visitor.awaitReady(Duration.ofMinutes(1), () -> asked.incrementAndGet() < 3)).isFalse();
            assertThat(visitor.awaitReady(Duration.ZERO, () -> true)).isFalse();
        }
        assertThat(asked).hasValue(3);
    }

    /** @param text none for a reset */
    private void answer(String text) {
        try (Socket connection = server.accept()) {
            if (text == null) {
                connection.setSoLinger(true, 0);
                return;
            }
            InputStream in = connection.getInputStream();
            // The line of the request is enough to be read, or what there is of it.
            for (int read = in.read(); read != '\n' && read != -1;) {
                read = in.read();
            }
            connection.getOutputStream().write(text.getBytes(US_ASCII));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
