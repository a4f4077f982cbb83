package vpo.http.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The bounds of clients, on a real Jetty, with limits that a test can wait for. */
@Timeout(60)
class BoundsTest {
    private static final Duration WAIT = Duration.ofMillis(500);
    private static final Duration LONG = Duration.ofMinutes(10);
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    private final Server server = new Server();
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch answer = new CountDownLatch(1);
    private final List<Socket> sockets = new ArrayList<>();
    private ServerConnector connector;

    private OpenConnections start(int most, Duration wait) throws Exception {
        HttpConfiguration configuration = new HttpConfiguration();
        OpenConnections connections = new OpenConnections(most, wait);
        configuration.addCustomizer(connections);
        // In place of the one with the usual patience.
        configuration.addCustomizer((Request request, HttpFields.Mutable _) -> new BoundedRequest(
                ((Request.Wrapper) request).getWrapped(), WAIT, BoundedRequest.MOST_BYTES));
        connector = new ServerConnector(server, new HttpConnectionFactory(configuration));
        connector.setHost("127.0.0.1");
        connector.setIdleTimeout(LONG.toMillis());
        connector.addBean(connections);
        server.addConnector(connector);
        server.setHandler(new Handler.Abstract() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) throws Exception {
                if (request.getHttpURI().getPath().equals("/slow")) {
                    asked.countDown();
                    answer.await();
                }
                response.setStatus(HttpStatus.NO_CONTENT_204);
                Content.Source.asByteBuffer(request);
                callback.succeeded();
                return true;
            }
        });
        server.start();
        connections.watch(server.getScheduler());
        return connections;
    }

    @AfterEach
    void stop() throws Exception {
        answer.countDown();
        for (Socket each : sockets) {
            each.close();
        }
        server.stop();
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), connector.getLocalPort());
        socket.setSoTimeout(30_000);
        sockets.add(socket);
        return socket;
    }

    private static void send(Socket socket, String text) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(text.getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    /** The beginning of the answer, or nothing if the connection was closed. */
    private static String answer(Socket socket) throws IOException {
        try {
            return new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
        } catch (SocketException e) {
            return "";
        }
    }

    @Test
    void headersThatTrickleInAreNotWaitedForForEver() throws Exception {
        start(100, WAIT);
        Socket slow = connect();
        CompletableFuture<Void> cut = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                send(slow, "GET / HTTP/1.1\r\nX: ");
                while (true) {
                    send(slow, "x");
                    Thread.sleep(20);
                }
            } catch (IOException e) {
                cut.complete(null);
            } catch (InterruptedException e) {
                cut.completeExceptionally(e);
            }
        });
        cut.get();
        assertThat(answer(slow)).isEmpty();
    }

    @Test
    void aConnectionThatAsksForNothingIsClosedAndOneThatIsBeingAnsweredIsNot() throws Exception {
        OpenConnections connections = start(100, WAIT);
        // All of Jetty must have been loaded, whatever becomes of this: the time counts from the connection on.
        Socket first = connect();
        send(first, GET);
        answer(first);
        Socket idle = connect();
        Socket busy = connect();
        send(busy, "GET /slow HTTP/1.1\r\nHost: a\r\n\r\n");
        assertThat(answer(idle)).isEmpty();
        await().until(() -> connections.size() == 1);
        answer.countDown();
        assertThat(answer(busy)).isEqualTo("HTTP/1.1 204");
        await("after its answer it waits again, and as long").until(() -> connections.size() == 0);
    }

    @Test
    void thoseThatWaitForTheLongestMakeWayForNewOnes() throws Exception {
        OpenConnections connections = start(20, LONG);
        Socket busy = connect();
        send(busy, "GET /slow HTTP/1.1\r\nHost: a\r\n\r\n");
        // Until it has been asked, it is one of those that wait.
        asked.await();
        Socket oldest = connect();
        await().until(() -> connections.size() == 2);
        for (int i = 0; i < 50; i++) {
            Socket next = connect();
            send(next, GET);
            assertThat(answer(next)).as("connection %d", i).isEqualTo("HTTP/1.1 204");
        }
        // They are closed beside the answers, and who comes meanwhile may choose the same ones: then more must come.
        await().until(() -> {
            send(connect(), GET);
            return connections.size() <= 21;
        });
        assertThat(answer(oldest)).isEmpty();
        answer.countDown();
        assertThat(answer(busy)).isEqualTo("HTTP/1.1 204");
    }

    @Test
    void aBodyThatTricklesInIsCutOff() throws Exception {
        start(100, LONG);
        Socket slow = connect();
        send(slow, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n");
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
        assertThat(answer(slow)).isIn("HTTP/1.1 500", "HTTP/1.1 408", "");
    }

    @Test
    void aBodyThatKeepsPaceIsNot() throws Exception {
        start(100, LONG);
        Socket steady = connect();
        send(steady, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 20000\r\n\r\n");
        for (int i = 0; i < 20; i++) {
            send(steady, "x".repeat(1_000));
            Thread.sleep(WAIT.toMillis() / 10);
        }
        assertThat(answer(steady)).isEqualTo("HTTP/1.1 204");
    }

    /** The servlet takes its time before it reads: that is not the client's fault. */
    @Test
    void aSlowServletIsNotHeldAgainstItsClient() throws Exception {
        start(100, LONG);
        Socket client = connect();
        send(client, "POST /slow HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nab");
        Thread.sleep(2 * WAIT.toMillis());
        answer.countDown();
        send(client, "cd");
        assertThat(answer(client)).isEqualTo("HTTP/1.1 204");
    }

    @Test
    void theEndWaitsForAnswersThatAreUnderWay() throws Exception {
        OpenConnections connections = start(100, LONG);
        connect();
        Socket busy = connect();
        send(busy, "GET /slow HTTP/1.1\r\nHost: a\r\n\r\n");
        Thread waiting = Thread.ofPlatform().unstarted(() -> connections.awaitAnswers(LONG, false, () -> true));
        asked.await();
        waiting.start();
        await().until(() -> waiting.getState() == Thread.State.TIMED_WAITING);
        answer.countDown();
        waiting.join();
        assertThat(answer(busy)).isEqualTo("HTTP/1.1 204");
    }

    @Test
    void whereNobodyNewComesTheEndWaitsForTheRequestOfWhoHasJustCome() throws Exception {
        OpenConnections connections = start(100, LONG);
        Socket client = connect();
        await().until(() -> connections.size() == 1);
        Thread waiting = Thread.ofPlatform().start(() -> connections.awaitAnswers(LONG, true, () -> true));
        await().until(() -> waiting.getState() == Thread.State.TIMED_WAITING);
        send(client, GET);
        assertThat(answer(client)).isEqualTo("HTTP/1.1 204");
        waiting.join();
    }
}
