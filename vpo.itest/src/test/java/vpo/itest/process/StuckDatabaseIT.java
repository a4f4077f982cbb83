package vpo.itest.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A database that never answers, as on a network file system whose server has gone: nobody waits for it, and no
 * threads pile up.
 */
class StuckDatabaseIT extends ProcessTest {
    private static final int REQUESTS = 1000;
    /** As many as show whether threads pile up; with more, a busy machine would need longer than a check may take. */
    private static final int AT_ONCE = 200;
    /** Jetty's 64 and a few of the JVM, of Felix and of ours; far from one for each request. */
    private static final int MOST_THREADS = 150;

    @BeforeEach
    void library() throws Exception {
        Databases.create(library);
    }

    @Test
    void everyRequestIsAnsweredWithoutWaiting() throws Exception {
        DaemonProcess daemon = running();
        getStuck();
        daemon.awaitAnswer("/health", answer -> answer.statusCode() == 503);
        int mostThreads = 0;
        for (int round = 0; round < REQUESTS / AT_ONCE; round++) {
            List<CompletableFuture<HttpResponse<String>>> answers = IntStream.range(0, AT_ONCE)
                    .mapToObj(i -> daemon.getAsync(i % 10 == 0 ? "/readyz?verbose" : "/health")).toList();
            for (CompletableFuture<HttpResponse<String>> answer : answers) {
                assertThat(answer.get(DaemonProcess.PATIENCE.toSeconds(), TimeUnit.SECONDS).body())
                        .contains("disconnected");
                mostThreads = Math.max(mostThreads, daemon.threads());
            }
        }
        assertThat(mostThreads).isLessThan(MOST_THREADS);
        assertThat(daemon.get("/livez").statusCode()).isEqualTo(200);

        getUnstuck();
        daemon.awaitAnswer("/health", answer -> answer.statusCode() == 200);
        assertThat(daemon.signal("TERM").awaitExit()).isZero();
    }

    @Test
    void theDaemonStopsAllTheSame() throws Exception {
        DaemonProcess daemon = running();
        getStuck();
        daemon.awaitAnswer("/health", answer -> answer.statusCode() == 503);
        assertThat(daemon.signal("TERM").awaitExit()).isZero();
        assertThat(daemon.messages("ERROR")).isEmpty();
        daemon.awaitLog("has not returned; leaving it behind");
    }

    /** SQLite opens what looks like the journal of a crashed writer, and the opening of a pipe waits for its writer. */
    private void getStuck() throws Exception {
        assertThat(new ProcessBuilder("mkfifo", journal().toString()).inheritIO().start().waitFor()).isZero();
    }

    private void getUnstuck() throws Exception {
        // Deleted while it is open: nobody can come to wait for a writer again.
        try (OutputStream _ = Files.newOutputStream(journal(), StandardOpenOption.WRITE)) {
            Files.delete(journal());
        }
    }

    private Path journal() {
        return data.resolve("library.db-journal");
    }
}
