package vpo.launcher.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * Asks the daemon of an address, over HTTP with JSON.
 *
 * @param address of the daemon
 * @param token that lets one in; empty for none
 * @param patience for a connection, and for each piece of an answer
 */
record DaemonClient(DaemonAddress address, Optional<String> token, Duration patience) {
    private static final int MAX_ANSWER_BYTES = 1 << 22;

    /**
     * What the daemon says.
     *
     * @param status of HTTP
     * @param location that it sends one to
     */
    record Answer(int status, Optional<String> location, String body) {}

    Answer get(String path) throws IOException {
        return read(connection(path));
    }

    Answer post(String path, String json) throws IOException {
        HttpURLConnection connection = connection(path);
        connection.setRequestMethod("POST");
        connection.setRequestProperty("Content-Type", "application/json; charset=utf-8");
        connection.setDoOutput(true);
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        connection.setFixedLengthStreamingMode(body.length);
        try (OutputStream out = connection.getOutputStream()) {
            out.write(body);
        }
        return read(connection);
    }

    private HttpURLConnection connection(String path) throws IOException {
        // No proxy: what the variables and properties of one say is meant for other machines.
        HttpURLConnection connection = (HttpURLConnection) address.uri(path).toURL().openConnection(Proxy.NO_PROXY);
        connection.setConnectTimeout(Math.toIntExact(patience.toMillis()));
        connection.setReadTimeout(Math.toIntExact(patience.toMillis()));
        connection.setInstanceFollowRedirects(false);
        token.ifPresent(each -> connection.setRequestProperty("Authorization", "Bearer " + each));
        return connection;
    }

    private static Answer read(HttpURLConnection connection) throws IOException {
        int status = connection.getResponseCode();
        try (InputStream body = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
            String text = body == null ? "" : new String(body.readNBytes(MAX_ANSWER_BYTES), StandardCharsets.UTF_8);
            return new Answer(status, Optional.ofNullable(connection.getHeaderField("Location")), text.strip());
        }
    }
}
