package vpo.launcher.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Asks a daemon, over HTTP with JSON. What it is shown goes to no other address than its own: redirects are not
 * followed.
 *
 * @param credential to show
 * @param patience for a connection, and for each piece of an answer
 */
record DaemonClient(DaemonAddress address, Credential credential, Duration patience) {
    static final int MAX_ANSWER_BYTES = 1 << 24;
    private static final String JSON = "application/json; charset=utf-8";

    /**
     * What the daemon says.
     *
     * @param status of HTTP
     * @param location that it sends one to
     * @param retryAfter after how many seconds to try again, as the header says
     * @param body as text
     */
    record Answer(int status, Optional<String> location, Optional<String> retryAfter, String body) {}

    Answer get(String path) throws IOException {
        return read(connection("GET", path));
    }

    Answer delete(String path) throws IOException {
        return read(connection("DELETE", path));
    }

    Answer post(String path, String json) throws IOException {
        return send("POST", path, json);
    }

    Answer put(String path, String json) throws IOException {
        return send("PUT", path, json);
    }

    /** Posts the bytes of a file. */
    Answer upload(String path, Path file) throws IOException {
        HttpURLConnection connection = connection("POST", path);
        connection.setRequestProperty("Content-Type", "application/octet-stream");
        connection.setDoOutput(true);
        connection.setFixedLengthStreamingMode(Files.size(file));
        try (OutputStream out = connection.getOutputStream()) {
            Files.copy(file, out);
        } catch (IOException e) {
            // One that refuses at once does not read the rest.
            return answered(connection, e);
        }
        return read(connection);
    }

    private static Answer answered(HttpURLConnection connection, IOException failed) throws IOException {
        try {
            return read(connection);
        } catch (IOException e) {
            failed.addSuppressed(e);
            throw failed;
        }
    }

    /**
     * Opens a stream of events, which goes on for as long as the reader wants.
     *
     * @param lastId of the event that the reader has had last; empty if it has had none
     * @return the answer's body if it is 200; else the answer
     */
    Opened open(String path, String lastId) throws IOException {
        HttpURLConnection connection = connection("GET", path);
        if (!lastId.isEmpty()) {
            connection.setRequestProperty("Last-Event-ID", lastId);
        }
        connection.setRequestProperty("Accept", "text/event-stream");
        return connection.getResponseCode() == HttpURLConnection.HTTP_OK
                ? new Opened(Optional.of(connection.getInputStream()), Optional.empty())
                : new Opened(Optional.empty(), Optional.of(read(connection)));
    }

    /** One of the two. */
    record Opened(Optional<InputStream> stream, Optional<Answer> refusal) {}

    private Answer send(String method, String path, String json) throws IOException {
        HttpURLConnection connection = connection(method, path);
        connection.setRequestProperty("Content-Type", JSON);
        connection.setDoOutput(true);
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        connection.setFixedLengthStreamingMode(body.length);
        try (OutputStream out = connection.getOutputStream()) {
            out.write(body);
        }
        return read(connection);
    }

    private HttpURLConnection connection(String method, String path) throws IOException {
        // No proxy: what the variables and properties of one say is meant for other machines.
        HttpURLConnection connection = (HttpURLConnection) address.uri(path).toURL().openConnection(Proxy.NO_PROXY);
        connection.setRequestMethod(method);
        connection.setConnectTimeout(Math.toIntExact(patience.toMillis()));
        connection.setReadTimeout(Math.toIntExact(patience.toMillis()));
        connection.setInstanceFollowRedirects(false);
        connection.setUseCaches(false);
        connection.setRequestProperty("Accept", "application/json");
        credential.authorization().ifPresent(header -> connection.setRequestProperty("Authorization", header));
        return connection;
    }

    private static Answer read(HttpURLConnection connection) throws IOException {
        int status = connection.getResponseCode();
        try (InputStream body = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
            byte[] bytes = body == null ? new byte[0] : body.readNBytes(MAX_ANSWER_BYTES + 1);
            if (bytes.length > MAX_ANSWER_BYTES) {
                throw new TooLongException();
            }
            return new Answer(status, Optional.ofNullable(connection.getHeaderField("Location")),
                    Optional.ofNullable(connection.getHeaderField("Retry-After")),
                    new String(bytes, StandardCharsets.UTF_8).strip());
        }
    }
}
