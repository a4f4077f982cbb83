package vpo.launcher.image;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Asks a daemon on this machine what machines ask it most. For one thread. */
final class Visitor implements AutoCloseable {
    private static final Duration LOOK = Duration.ofMillis(50);
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(10);
    private static final List<String> PATHS = List.of("/health", "/livez", "/readyz", "/api/v1/status", "/metrics");
    private static final int ROUNDS = 20;

    private final HttpClient client = HttpClient.newHttpClient();
    private final int port;

    /** @param port of the daemon, on 127.0.0.1 */
    Visitor(int port) {
        this.port = port;
    }

    /**
     * Waits for a daemon that says it is ready. Until then, anything may become of a connection.
     *
     * @param limit how long at most, but for the last answer
     * @param alive whether there is still something to wait for
     * @return whether it is ready
     */
    boolean awaitReady(Duration limit, BooleanSupplier alive) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (!isReady()) {
            if (!alive.getAsBoolean() || System.nanoTime() - end > 0) {
                return false;
            }
            Thread.sleep(LOOK);
        }
        return true;
    }

    /**
     * Asks, whatever the answers are.
     *
     * @throws IOException if there is none
     */
    void visit() throws IOException, InterruptedException {
        for (int i = 0; i < ROUNDS; i++) {
            for (String path : PATHS) {
                status(path);
            }
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
        client.close();
    }

    private boolean isReady() throws InterruptedException {
        try {
            return status("/readyz") == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private int status(String path) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + port + path);
        return client.send(HttpRequest.newBuilder(uri).timeout(ANSWER_LIMIT).build(),
                HttpResponse.BodyHandlers.discarding()).statusCode();
    }
}
