package vpo.launcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FilterWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** How the log is followed: each line once, in order, whatever becomes of the connection. */
class LogsCommandTest {
    private static final String END = "event: close\ndata: {\"reason\":\"the daemon is shutting down\"}\n\n";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    @RegisterExtension
    private final ScriptedDaemon daemon = new ScriptedDaemon();
    @TempDir
    private Path folder;

    /** What was asked for, each with the id that it names, if it names one. */
    private List<String> requests() {
        return daemon.requests().stream().map(each -> {
            String id = each.headers().getFirst("Last-Event-ID");
            return each.uri().replace("/api/v1", "") + (id == null ? "" : " after " + id);
        }).toList();
    }

    private int followed(Writer to, String... arguments) throws IOException {
        Path token = Files.writeString(token(), "correct horse battery");
        List<String> all = new ArrayList<>(List.of("logs", "-f", "--json"));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--url", daemon.url(), "--token-file",
                token.toString()));
        CommandLine line = VpoCommand.commandLine();
        line.setOut(new PrintWriter(to));
        line.setErr(new PrintWriter(err));
        return line.execute(all.toArray(String[]::new));
    }

    private Path token() {
        return folder.resolve("token");
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
        daemon.willAnswer("200 {\"entries\":[" + first + "],\"last_event_id\":\"a-7\"}");
        daemon.willAnswer("200 id: a-7\nevent: heartbeat\ndata: {}\n\n" + event("a-8", line("DEBUG", 0))
                + event("a-9", second) + event("a-10", second) + END);
        assertThat(followed(out, "--level", "info")).isZero();
        assertThat(requests()).containsExactly("/logs?lines=50&level=info", "/events?topics=logs after a-7");
        assertThat(out).as("equal lines, too").hasToString(first + "\n" + second + "\n" + second + "\n");
        assertThat(err).hasToString("vpo logs: the daemon is shutting down\n");
    }

    @Test
    void aConnectionThatBreaksIsMadeAnewAndGoesOnAfterTheLastWholeLine() throws IOException {
        daemon.willAnswer("200 id: a-1\n" + event("a-2", line("INFO", 2)) + "id: a-3\nevent: log\ndata: {");
        daemon.willAnswer("503 {\"error\":\"not now\",\"code\":\"SERVICE_UNAVAILABLE\"}");
        // Anew from here: the daemon is another one, and has no line yet.
        daemon.willAnswer("200 id: b-0\n");
        daemon.willAnswer("200 id: b-0\n" + event("b-1", line("INFO", 3)) + END);
        assertThat(followed(out, "-n", "0")).as(err.toString()).isZero();
        assertThat(requests()).containsExactly("/events?topics=logs", "/events?topics=logs after a-2",
                "/events?topics=logs after a-2", "/events?topics=logs after b-0");
        assertThat(out).hasToString(line("INFO", 2) + "\n" + line("INFO", 3) + "\n");
    }

    @Test
    void aDaemonThatWasStartedAnewIsShownItsOwnCredential() throws IOException {
        daemon.willAnswer("200 " + event("a-2", line("INFO", 2)));
        daemon.willAnswer("401 {\"error\":\"no\",\"code\":\"UNAUTHORIZED\"}");
        daemon.willAnswer("200 " + event("b-1", line("INFO", 3)) + END);
        assertThat(followed(whenALineIsTold("another battery"), "-n", "0")).as(err.toString()).isZero();
        assertThat(shown()).containsExactly("correct horse battery", "correct horse battery", "another battery");
    }

    @Test
    void anotherCredentialIsShownWhereTheConnectionBroke() throws IOException {
        daemon.willAnswer("200-" + event("a-2", line("INFO", 2)));
        daemon.willAnswer("200 " + END);
        assertThat(followed(whenALineIsTold("another battery"), "-n", "0")).as(err.toString()).isZero();
        assertThat(shown()).containsExactly("correct horse battery", "another battery");
    }

    /** As each does after a while; what comes from a pipe can be read once only. */
    @Test
    void aStreamThatEndsIsMadeAnewWithTheCredentialThatWasGood() throws IOException {
        daemon.willAnswer("200 " + event("a-2", line("INFO", 2)));
        daemon.willAnswer("200 " + event("a-3", line("INFO", 3)) + END);
        assertThat(followed(whenALineIsTold(""), "-n", "0")).as(err.toString()).isZero();
        assertThat(shown()).containsExactly("correct horse battery", "correct horse battery");
        assertThat(requests()).element(1).isEqualTo("/events?topics=logs after a-2");
    }

    /** A file that is being replaced is no mistake of the command line's. */
    @Test
    void aConfigurationThatGoesIsLookedForAsLongAsTheDaemon() throws IOException {
        Path file = Files.writeString(folder.resolve("c.toml"), "data_directory = \"" + folder + "\"\n");
        daemon.willAnswer("200-" + event("a-2", line("INFO", 2)));
        CommandLine line = VpoCommand.commandLine();
        line.setOut(new PrintWriter(new FilterWriter(out) {
            @Override
            public void flush() throws IOException {
                Files.deleteIfExists(file);
            }
        }));
        line.setErr(new PrintWriter(err));
        assertThat(line.execute("logs", "-f", "-n", "0", "--config", file.toString(), "--port",
                Integer.toString(daemon.port()))).isEqualTo(1);
        assertThat(err.toString()).startsWith("vpo logs: the connection broke, and where the daemon is cannot be told"
                + " any more: ").contains("no such file: " + file);
    }

    private Writer whenALineIsTold(String next) {
        return new FilterWriter(out) {
            @Override
            public void flush() throws IOException {
                Files.writeString(token(), next);
            }
        };
    }

    private List<String> shown() {
        return daemon.requests().stream().map(each -> shown(each.headers().getFirst("Authorization"))).toList();
    }

    private static String shown(String authorization) {
        String both = new String(Base64.getDecoder().decode(authorization.replace("Basic ", "")),
                StandardCharsets.UTF_8);
        return both.substring(both.indexOf(':') + 1);
    }

    @Test
    void aCredentialThatIsTakenAwayIsNotShownAgainAndAgain() throws IOException {
        daemon.willAnswer("200 " + event("a-2", line("INFO", 2)));
        daemon.willAnswer("401 {\"error\":\"no\",\"code\":\"UNAUTHORIZED\"}");
        assertThat(followed(out, "-n", "0")).isEqualTo(1);
        assertThat(requests()).hasSize(2);
        assertThat(err.toString()).startsWith("vpo logs: the daemon does not take the credential in " + token());
    }

    @Test
    void anAnswerThatIsTooLongIsCalledThat() throws IOException {
        daemon.willAnswer("200 {\"entries\":[],\"x\":\"" + "x".repeat(DaemonClient.MAX_ANSWER_BYTES) + "\"}");
        assertThat(followed(out)).isEqualTo(1);
        assertThat(err).hasToString("vpo logs: the answer of " + daemon.url()
                + " is longer than 16 MiB; ask for less, of the log for fewer lines (--lines)\n");
    }

    @Test
    void howManyLinesAreAskedForDoesNotMatterToThat() throws IOException {
        daemon.willAnswer("200 {\"entries\":[],\"last_event_id\":\"a-0\"}");
        daemon.willAnswer("200 id: a-0\n");
        daemon.willAnswer("503 {\"error\":\"not now\",\"code\":\"SERVICE_UNAVAILABLE\"}");
        daemon.willAnswer("200 " + END);
        assertThat(followed(out, "-n", "1000")).as(err.toString()).isZero();
        assertThat(requests()).hasSize(4).endsWith("/events?topics=logs after a-0");
    }

    @Test
    void aReaderThatHasGoneIsTheEnd() throws IOException {
        daemon.willAnswer(
                "200 {\"entries\":[" + line("INFO", 1) + "," + line("INFO", 2) + "],\"last_event_id\":\"a-2\"}");
        daemon.willAnswer("200 " + event("a-3", line("INFO", 3)) + event("a-4", line("INFO", 4)) + END);
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
