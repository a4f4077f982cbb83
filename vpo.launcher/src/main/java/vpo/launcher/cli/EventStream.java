package vpo.launcher.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.StringJoiner;

/** Server-sent events, as far as the daemon sends them: names, data and ids. One thread. */
final class EventStream implements AutoCloseable {
    /** Of a line, and of an event; the daemon's own are far below. */
    private static final int MOST_CHARACTERS = 1 << 20;

    private final BufferedReader in;
    /** Null as long as there is none. */
    private String lastId;

    EventStream(InputStream in) {
        this.in = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    }

    /**
     * One of them.
     *
     * @param name {@code message} if none is told
     * @param data its lines
     */
    record Event(String name, String data) {}

    /**
     * Waits for the next one.
     *
     * @return empty at the end of the stream; what has come of an event until then is dropped
     */
    Optional<Event> next() throws IOException {
        String name = "message";
        String id = lastId;
        StringJoiner data = new StringJoiner("\n");
        boolean any = false;
        for (String line = line(); line != null; line = line()) {
            if (data.length() > MOST_CHARACTERS) {
                throw new IOException("what answers there sends events without end");
            }
            if (line.isEmpty()) {
                lastId = id;
                if (any) {
                    return Optional.of(new Event(name, data.toString()));
                }
                name = "message";
            } else if (line.startsWith("event:")) {
                name = value(line, "event:");
            } else if (line.startsWith("id:")) {
                id = value(line, "id:");
                // The first one says where the stream begins, and counts even if no event comes after it.
                lastId = lastId == null ? id : lastId;
            } else if (line.startsWith("data:")) {
                data.add(value(line, "data:"));
                any = true;
            }
        }
        return Optional.empty();
    }

    /** Of the last event that had one and came whole. */
    Optional<String> lastId() {
        return Optional.ofNullable(lastId);
    }

    /** As the reader's own method, but not without end; null at the end of the stream. */
    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0; c = in.read()) {
            if (c == '\n') {
                return line.toString();
            }
            if (line.length() >= MOST_CHARACTERS) {
                throw new IOException("what answers there sends a line without end");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return null;
    }

    private static String value(String line, String field) {
        String value = line.substring(field.length());
        return value.startsWith(" ") ? value.substring(1) : value;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
