package vpo.launcher.cli;

import java.io.IOException;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Looks at a scan of the daemon until it has ended.
 *
 * @param client to ask with
 * @param location of the scan
 * @param progress told in a few words what each look has found
 */
record ScanWatch(DaemonClient client, String location, Consumer<String> progress) {
    /** Short scans are told at once, long ones are not asked after all the time. */
    private static final Duration FIRST = Duration.ofMillis(50);
    private static final Duration LAST = Duration.ofSeconds(1);
    /** Answers that may fail to come before it is given up: a machine that is busy scanning may be slow. */
    private static final int FAILURES = 5;

    /**
     * Waits.
     *
     * @return how it ended
     * @throws IOException if the daemon cannot say so any more; the message says why
     * @throws InterruptedException if the thread is interrupted
     */
    ScanAnswer awaitEnd() throws IOException, InterruptedException {
        int failures = 0;
        for (Duration pause = FIRST;; pause = longer(pause)) {
            Thread.sleep(pause);
            try {
                ScanAnswer scan = look();
                if (!scan.isRunning()) {
                    return scan;
                }
                failures = 0;
            } catch (ConnectException e) {
                throw new IOException("the daemon ended meanwhile, and its log says how far the scan came: "
                        + e.getMessage(), e);
            } catch (SocketException | SocketTimeoutException e) {
                failures++;
                if (failures > FAILURES) {
                    throw new IOException("the daemon does not answer any more: " + e.getMessage(), e);
                }
            }
        }
    }

    private static Duration longer(Duration pause) {
        Duration twice = pause.multipliedBy(2);
        return twice.compareTo(LAST) > 0 ? LAST : twice;
    }

    private ScanAnswer look() throws IOException {
        DaemonClient.Answer answer = client.get(location);
        Optional<ScanAnswer> scan = ScanAnswer.parse(answer.body());
        String error = scan.flatMap(ScanAnswer::error).orElse("HTTP " + answer.status());
        if (answer.status() == HttpURLConnection.HTTP_OK && scan.isPresent()) {
            progress.accept(scan.get().isRunning() ? scan.get().progress() : "");
            return scan.get();
        }
        if (answer.status() == HttpURLConnection.HTTP_UNAVAILABLE) {
            // It is being stopped and waits for the scan, or its database is out of reach for a while.
            progress.accept(Plain.line(error));
            return ScanAnswer.RUNNING;
        }
        throw new IOException("the daemon does not know it any more: " + error);
    }
}
