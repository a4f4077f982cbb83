package vpo.launcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.RandomAccessFile;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** How {@code vpo stop --wait} tells a daemon that has ended from one that only does not say how far it is. */
@Timeout(60)
class StopCommandTest {
    private static final String BEGUN = "{\"started_at\":\"2026-11-24T10:00:00Z\"";
    private static final String STOPPING = "200 " + BEGUN + ",\"stop_when_idle\":true,\"tasks\":0}";
    private static final String RUNNING = "200 " + BEGUN + ",\"stop_when_idle\":false,\"tasks\":0}";
    private static final String ENDED = "The daemon has ended\n";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    @RegisterExtension
    private final ScriptedDaemon daemon = new ScriptedDaemon();
    @TempDir
    private Path folder;

    private int stopped(String... later) throws IOException {
        daemon.willLeaveAtLast();
        daemon.willAnswer(later);
        Path token = Files.writeString(folder.resolve("token"), "correct horse battery");
        CommandLine line = VpoCommand.commandLine();
        line.setOut(new PrintWriter(out));
        line.setErr(new PrintWriter(err));
        return line.execute("stop", "--when-idle", "--wait", "--url",
                daemon.url(), "--token-file", token.toString());
    }

    private int told(String... later) throws IOException {
        daemon.willAnswer(RUNNING, "202 {\"tasks\":1}");
        return stopped(later);
    }

    @Test
    void seesThatItWasTakenBack() throws IOException {
        assertThat(told(STOPPING, RUNNING, "")).isEqualTo(1);
        assertThat(err.toString()).contains("somebody has taken the stop back");
    }

    @Test
    void whatIsAwaitedIsAskedForNowAndThenOnly() throws IOException {
        String busy = STOPPING.replace(":0}", ":1}");
        assertThat(told(busy, "200 {\"tasks\":[{\"name\":\"scan\",\"age_seconds\":3}]}", busy, busy)).isZero();
        assertThat(daemon.asked()).endsWith("POST /api/v1/stop {\"when_idle\":true}", "GET /api/v1/status",
                "GET /api/v1/tasks",
                "GET /api/v1/status", "GET /api/v1/status");
        assertThat(out).hasToString(ENDED);
    }

    @Test
    void anotherDaemonInItsPlaceIsItsEnd() throws IOException {
        assertThat(told("200 {\"started_at\":\"2026-11-24T11:00:00Z\"}", "")).isZero();
        assertThat(out).hasToString(ENDED);
        assertThat(daemon.unsaid()).isOne();
    }

    @Test
    void whatIsNoAnswerForOnceIsNoEnd() throws IOException {
        assertThat(told("429 {\"error\":\"Too many\",\"code\":\"RATE_LIMITED\"}", "", STOPPING, "429 ",
                "401 {\"error\":\"no\",\"code\":\"UNAUTHORIZED\"}", STOPPING, "502 <html>",
                "503 {\"error\":\"The database\",\"code\":\"DATABASE_UNAVAILABLE\"}", "502 <html>", RUNNING, ""))
                .isEqualTo(1);
        assertThat(err.toString()).contains("somebody has taken the stop back");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void aDaemonThatWantsToBeAskedLaterIsAskedLater() throws IOException {
        daemon.willSend("Retry-After", "3");
        long begin = System.nanoTime();
        assertThat(told("429 {\"error\":\"Too many\",\"code\":\"RATE_LIMITED\"}", RUNNING, "")).isEqualTo(1);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofSeconds(3));
        assertThat(err.toString()).contains("somebody has taken the stop back");
    }

    @Test
    void whatStandsBeforeADaemonThatHasEndedSaysSo() throws IOException {
        assertThat(told("502 <html>", "502 <html>", "502 <html>", "")).isZero();
        assertThat(out).hasToString(ENDED);
    }

    @Test
    void whetherItHasEndedMayNotBeKnown() throws IOException {
        String no = "401 {\"error\":\"no\",\"code\":\"UNAUTHORIZED\"}";
        assertThat(told(no, no, no, "")).isEqualTo(1);
        assertThat(err.toString()).contains("whether the daemon has ended is not known: the daemon does not take");
    }

    /** As where a service manager holds the port, and starts the next daemon for whoever asks there. */
    @Test
    void onThisMachineTheNextOneIsKnownByItsLockAndNotAsked() throws Exception {
        Path lockFile = folder.resolve("daemon.lock");
        daemon.willAnswer(statusOf(42), "202 {\"tasks\":0}");
        try (RandomAccessFile lock = new RandomAccessFile(lockFile.toFile(), "rw")) {
            lock.writeBytes("42\n");
            lock.getChannel().lock();
            Thread successor = Thread.ofVirtual().start(() -> becomes(lock, "43\n"));
            assertThat(stopped("401 {}", "401 {}", "401 {}", "401 {}")).as(err.toString()).isZero();
            successor.join();
        }
        assertThat(out).hasToString(ENDED);
        assertThat(daemon.asked()).containsExactly("GET /api/v1/status", "POST /api/v1/stop {\"when_idle\":true}");
    }

    /** Such as a container's, whose data directory has the same name. */
    @Test
    void theLockOfAnotherDaemonThanTheOneThatAnswersSaysNothing() throws Exception {
        daemon.willAnswer(statusOf(7), "202 {\"tasks\":0}");
        try (RandomAccessFile lock = new RandomAccessFile(folder.resolve("daemon.lock").toFile(), "rw")) {
            lock.writeBytes("42\n");
            lock.getChannel().lock();
            assertThat(stopped(STOPPING, "")).as(err.toString()).isZero();
        }
        assertThat(out).hasToString(ENDED);
    }

    private String statusOf(long process) {
        return "200 " + BEGUN + ",\"data_directory\":\"" + folder + "\",\"pid\":" + process + ",\"tasks\":0}";
    }

    private void becomes(RandomAccessFile lock, String line) {
        try {
            while (daemon.asked().size() < 2) {
                Thread.sleep(1);
            }
            // The command has its answer, and looks a moment later.
            lock.seek(0);
            lock.writeBytes(line);
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void onThisMachineAClosedPortIsNoEndYet() throws Exception {
        Path address = Files.writeString(folder.resolve(OwnDaemon.FILE), "http://127.0.0.1:8321 42\n");
        try (RandomAccessFile lock = new RandomAccessFile(folder.resolve("daemon.lock").toFile(), "rw")) {
            lock.writeBytes("42\n");
            lock.getChannel().lock();
            LockHolder holder = new LockHolder(folder, 42, true);
            assertThat(holder.isGone()).isFalse();
            assertThat(holder.hasClosedItsPort()).isFalse();
            Files.delete(address);
            assertThat(holder.hasClosedItsPort()).isTrue();
            assertThat(holder.isGone()).isFalse();
        }
        assertThat(new LockHolder(folder, 42, true).isGone()).isTrue();
    }
}
