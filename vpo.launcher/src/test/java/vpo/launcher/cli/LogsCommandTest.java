package vpo.launcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** How the log is followed: each line once, in order, whatever becomes of the connection. */
class LogsCommandTest {
    private static final String END = "event: close\ndata: {\"reason\":\"the daemon is shutting down\"}\n\n";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    /** The answers to come: a status, a blank and the body. */
    private final Deque<String> answers = new ArrayDeque<>();
    /** Each with the id that it names, if it names one. */
    private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
    private HttpServer server;
    @TempDir
    private Path folder;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String id = exchange.getRequestHeaders().getFirst("Last-Event-ID");
        requests.add(exchange.getRequestURI().toString().replace("/api/v1", "") + (id == null ? "" : " after " + id));
        String answer = answers.removeFirst();
        byte[] body = answer.substring(4).getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(Integer.parseInt(answer.substring(0, 3)), body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private int followed(Writer to, String... arguments) throws IOException {
        Path token = Files.writeString(folder.resolve("token"), "correct horse battery");
        List<String> all = new ArrayList<>(List.of("logs", "-f", "--json"));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--url", "http://127.0.0.1:" + server.getAddress().getPort(), "--token-file",
                token.toString()));
        CommandLine line = VpoCommand.commandLine();
        line.setOut(new PrintWriter(to));
        line.setErr(new PrintWriter(err));
        return line.execute(all.toArray(String[]::new));
    }

    private static String line(String level, int number) {
        return "{\"timestamp\":\"2026-11-24T10:00:00Z\",\"level\":\"" + level + "\",\"message\":\"" + number + "\"}";
    }

    private static String event(String id, String line) {
        return "id: " + id + "\nevent: log\ndata: " + line + "\n\n";
    }

    @Test
    void theStreamBeginsWhereTheLinesBeforeEnd() throws IOException {
        String first = line("INFO", 1);
        String second = line("INFO", 2);
        answers.add("200 {\"entries\":[" + first + "],\"last_event_id\":\"a-7\"}");
        answers.add("200 id: a-7\nevent: heartbeat\ndata: {}\n\n" + event("a-8", line("DEBUG", 0))
                + event("a-9", second) + event("a-10", second) + END);
        assertThat(followed(out, "--level", "info")).isZero();
        assertThat(requests).containsExactly("/logs?lines=50&level=info", "/events?topics=logs after a-7");
        assertThat(out).as("equal lines, too").hasToString(first + "\n" + second + "\n" + second + "\n");
        assertThat(err).hasToString("vpo logs: the daemon is shutting down\n");
    }

    @Test
    void aConnectionThatBreaksIsMadeAnewAndGoesOnAfterTheLastWholeLine() throws IOException {
        answers.add("200 id: a-1\n" + event("a-2", line("INFO", 2)) + "id: a-3\nevent: log\ndata: {");
        answers.add("503 {\"error\":\"not now\",\"code\":\"SERVICE_UNAVAILABLE\"}");
        // Anew from here: the daemon is another one, and has no line yet.
        answers.add("200 id: b-0\n");
        answers.add("200 id: b-0\n" + event("b-1", line("INFO", 3)) + END);
        assertThat(followed(out, "-n", "0")).as(err.toString()).isZero();
        assertThat(requests).containsExactly("/events?topics=logs", "/events?topics=logs after a-2",
                "/events?topics=logs after a-2", "/events?topics=logs after b-0");
        assertThat(out).hasToString(line("INFO", 2) + "\n" + line("INFO", 3) + "\n");
    }

    @Test
    void howManyLinesAreAskedForDoesNotMatterToThat() throws IOException {
        answers.add("200 {\"entries\":[],\"last_event_id\":\"a-0\"}");
        answers.add("200 id: a-0\n");
        answers.add("503 {\"error\":\"not now\",\"code\":\"SERVICE_UNAVAILABLE\"}");
        answers.add("200 " + END);
        assertThat(followed(out, "-n", "1000")).as(err.toString()).isZero();
        assertThat(requests).hasSize(4).endsWith("/events?topics=logs after a-0");
    }

    @Test
    void aReaderThatHasGoneIsTheEnd() throws IOException {
        answers.add("200 {\"entries\":[" + line("INFO", 1) + "," + line("INFO", 2) + "],\"last_event_id\":\"a-2\"}");
        answers.add("200 " + event("a-3", line("INFO", 3)) + event("a-4", line("INFO", 4)) + END);
        assertThat(followed(new Gone(out, 3))).isZero();
        assertThat(out).hasToString(line("INFO", 1) + "\n" + line("INFO", 2) + "\n");
        assertThat(err.toString()).isEmpty();
    }

    /** As a pipe whose reader goes before a line. */
    private static final class Gone extends Writer {
        private final Writer to;
        private int left;

        Gone(Writer to, int line) {
            this.to = to;
            this.left = line;
        }

        @Override
        public void write(char[] text, int from, int length) throws IOException {
            if (left == 1) {
                throw new IOException("Broken pipe");
            }
            String part = new String(text, from, length);
            left -= (int) part.lines().filter(each -> part.contains("\n")).count();
            to.write(text, from, length);
        }

        @Override
        public void flush() {
            // Nothing is held back.
        }

        @Override
        public void close() {
            // Nor open.
        }
    }
}
