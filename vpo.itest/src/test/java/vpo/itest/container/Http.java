package vpo.itest.container;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * A client of the daemon's, on its machine.
 *
 * @param port where it listens
 * @param data its data directory, asked for when it is there
 */
record Http(int port, Supplier<Path> data) {

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Asks on a connection of its own. */
    HttpResponse<String> get(String path) {
        return later(path).join();
    }

    CompletableFuture<HttpResponse<String>> later(String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(InContainer.PATIENCE);
        token().ifPresent(token -> request.header("Authorization", "Bearer " + token));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        return client.sendAsync(request.build(), BodyHandlers.ofString()).whenComplete((_, _) -> client.shutdown());
    }

    /** What lets one in; empty before the daemon has made it. */
    Optional<String> token() {
        try {
            return Optional.of(Files.readString(data.get().resolve("admin-token")).strip());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Whether somebody listens. */
    boolean isOpen() {
        try (Socket _ = connect()) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout((int) InContainer.PATIENCE.toMillis());
        return socket;
    }

    /** Sends these bytes, whatever they are, and returns all that comes back until the daemon closes. */
    String raw(String text) throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
