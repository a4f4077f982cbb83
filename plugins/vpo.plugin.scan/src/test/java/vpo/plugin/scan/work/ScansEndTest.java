package vpo.plugin.scan.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import vpo.api.task.TaskRefusedException;
import vpo.database.internal.Libraries;
import vpo.plugin.scan.Rows;
import vpo.plugin.scan.library.ScanOptions;
import vpo.plugin.scan.library.Summary;

/** How scans end, and what becomes of those that did not: cancelled, refused, crashed, or with a library that is away. */
class ScansEndTest extends RealScans {
    /** Else whoever waits for its end would wait for ever. */
    @Test
    void recordsItsEndAsSoonAsItCan() throws Exception {
        Path away = folder.resolve("away.db");
        scans.close();
        scans = new Scans(register.tasks(), library, Libraries.reader(file()), _ -> move(file(), away),
                Clock.systemUTC());
        put(mp4, "a.mp4");
        String id = start(settings(), ScanOptions.INCREMENTAL);
        Awaitility.await().atMost(PATIENCE)
                .until(() -> register.tasks().inFlight().getFirst().note().contains("waits for the library"));
        move(away, file());
        awaitEnd(id, "completed");
        assertThat(summary(id)).isEqualTo(new Summary(1, 1, 0, 1, 0, 0));
    }

    @Test
    void doesNotHoldUpWhoStopsItWhenItsEndCannotBeRecorded() throws Exception {
        scans.close();
        scans = new Scans(register.tasks(), library, Libraries.reader(file()),
                _ -> move(file(), folder.resolve("away.db")), Clock.systemUTC());
        put(mp4, "a.mp4");
        String id = start(settings(), ScanOptions.INCREMENTAL);
        Awaitility.await().atMost(PATIENCE)
                .until(() -> register.tasks().inFlight().getFirst().note().contains("waits for the library"));
        register.cancelAll("the daemon stops");
        Awaitility.await().atMost(PATIENCE).until(() -> scans.progress(id).isEmpty());
        move(folder.resolve("away.db"), file());
        assertThat(rows("SELECT status FROM jobs")).containsExactly("running");
        assertThat(scans.find(id).orElseThrow().status()).as("nobody waits for its end for ever").isEqualTo("failed");
    }

    /** Starts a scan that comes to its file, and goes on with it when another file is there. */
    private String startBefore(Path go) throws Exception {
        scans.close();
        scans = new Scans(register.tasks(), Libraries.impatient(file(), Duration.ofMillis(50)),
                Libraries.reader(file()), _ -> {}, Clock.systemUTC());
        put(mp4, "a.mp4");
        Path began = folder.resolve("began");
        String id = start(settings(Duration.ZERO, Duration.ZERO, Optional.of(fake("touch " + began + "\nuntil test -e "
                + go + "; do sleep 0.1; done\nexec ffprobe \"$@\""))), ScanOptions.INCREMENTAL);
        Awaitility.await().atMost(PATIENCE).until(() -> Files.exists(began));
        return id;
    }

    private void awaitThatItWaitsForTheLock() {
        Awaitility.await().atMost(PATIENCE).until(() -> register.tasks().inFlight().stream()
                .anyMatch(task -> task.note().contains("another process keeps locked")));
    }

    @Test
    void waitsForALibraryThatAnotherProcessKeepsLocked() throws Exception {
        Path go = folder.resolve("go");
        String id = startBefore(go);
        try (Connection other = library.getConnection(); Statement statement = other.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            Files.createFile(go);
            awaitThatItWaitsForTheLock();
            statement.execute("ROLLBACK");
        }
        awaitEnd(id, "completed");
        assertThat(summary(id)).isEqualTo(new Summary(1, 1, 0, 1, 0, 0));
        assertThat(statuses()).containsExactly("a.mp4|ok");
    }

    @Test
    void canBeCancelledWhileItWaitsForALockedLibrary() throws Exception {
        String id = startBefore(folder.resolve("never"));
        try (Connection other = library.getConnection(); Statement statement = other.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            awaitThatItWaitsForTheLock();
            register.cancelAll("enough");
            Awaitility.await().atMost(PATIENCE).until(() -> scans.progress(id).isEmpty());
            statement.execute("ROLLBACK");
        }
        // A scan runs no more a moment before its task is closed.
        Awaitility.await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(register.tasks().inFlight()).isEmpty());
    }

    private static void move(Path from, Path to) {
        try {
            Files.move(from, to);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void endsWithItsChildrenWhenItIsCancelled() throws Exception {
        put(matroska, "a.mkv");
        Path pids = folder.resolve("pids");
        String id = start(settings(Duration.ZERO, Duration.ZERO,
                Optional.of(fake("sleep 3600 &\necho $$ >> " + pids + "; echo $! >> " + pids + "; wait"))),
                ScanOptions.INCREMENTAL);
        Awaitility.await().atMost(PATIENCE).until(() -> Files.exists(pids) && Files.readAllLines(pids).size() == 2);
        assertThat(rows("SELECT status FROM jobs WHERE worker_pid = " + ProcessHandle.current().pid()
                + " AND worker_heartbeat IS NOT NULL")).containsExactly("running");
        register.cancelAll("the daemon stops");
        awaitEnd(id, "cancelled");
        assertThat(error(id)).isEqualTo("the daemon stops");
        Awaitility.await().until(() -> register.tasks().inFlight().isEmpty());
        assertThat(rows("SELECT * FROM files")).isEmpty();
        assertThat(Files.readAllLines(pids)).as("nothing is probed again").hasSize(2);
        for (String pid : Files.readAllLines(pids)) {
            Awaitility.await().until(() -> !isRunning(pid));
        }
    }

    /** A zombie, for whose parent nobody waits, is not. */
    private static boolean isRunning(String pid) {
        try {
            return !Files.readString(Path.of("/proc", pid, "stat")).contains(") Z ");
        } catch (IOException e) {
            // It has gone, perhaps while its file was read.
            return false;
        }
    }

    @Test
    void recordsWhatWasReadBeforeItWasCancelled() throws Exception {
        put(mp4, "a.mp4");
        put(mp4, "b.mp4");
        Path began = folder.resolve("began");
        String id = start(
                settings(Duration.ZERO, Duration.ZERO, Optional.of(fake("case \"$*\" in\n*a.mp4) ffprobe \"$@\" ;;\n"
                        + "*) touch " + began + "; exec sleep 3600 ;;\nesac"))),
                ScanOptions.INCREMENTAL);
        Awaitility.await().atMost(PATIENCE).until(() -> Files.exists(began)
                && scans.progress(id).orElseThrow().scanned() == 1);
        scans.close();
        awaitEnd(id, "cancelled");
        assertThat(error(id)).isEqualTo("the scan plugin is stopped");
        assertThat(statuses()).containsExactly("a.mp4|ok");
        assertThatThrownBy(() -> start(settings(), ScanOptions.INCREMENTAL)).isInstanceOf(TaskRefusedException.class);
    }

    @Test
    void isOneAtATimeForEachFolder() throws Exception {
        put(mp4, "tv/a.mp4");
        put(mp4, "tv2/a.mp4");
        Settings hanging = settings(Duration.ZERO, Duration.ZERO, Optional.of(fake("exec sleep 3600")));
        String id = start(hanging, ScanOptions.INCREMENTAL, media.resolve("tv"));
        assertThatThrownBy(() -> start(settings(), ScanOptions.INCREMENTAL, media)).isInstanceOf(OverlapException.class)
                .hasMessageContaining(id);
        scan(ScanOptions.INCREMENTAL, media.resolve("tv2"));
        register.cancelAll("enough");
        awaitEnd(id, "cancelled");
        scan(ScanOptions.INCREMENTAL);
    }

    @Test
    void isRefusedWhenTheDaemonStops() {
        register.refuse();
        assertThatThrownBy(() -> start(settings(), ScanOptions.INCREMENTAL)).isInstanceOf(TaskRefusedException.class);
        assertThat(rows("SELECT * FROM jobs")).isEmpty();
    }

    @Test
    void failsWithTheDatabase() throws Exception {
        put(mp4, "a.mp4");
        Rows.run(library, "DROP TABLE tracks");
        String id = start(settings(), ScanOptions.INCREMENTAL);
        awaitEnd(id, "failed");
        assertThat(error(id)).contains("tracks");
        assertThat(rows("SELECT * FROM files")).isEmpty();
    }

    @Test
    void cleansUpAfterACrash() throws Exception {
        Rows.run(library,
                "INSERT INTO jobs (id, file_path, job_type, status, created_at, worker_pid, worker_heartbeat) VALUES"
                        + " ('dead', '/m', 'scan', 'running', '2025-11-23T12:45:23+00:00', 99999999,"
                        + " '2025-11-23T12:45:23+00:00')");
        put(mp4, "a.mp4");
        String id = start(settings(Duration.ZERO, Duration.ZERO, Optional.of(fake("exec sleep 3600"))),
                ScanOptions.INCREMENTAL);
        scans.sweep();
        assertThat(rows("SELECT status FROM jobs WHERE id = '" + id + "'")).containsExactly("running");
        assertThat(rows("SELECT status, error_message FROM jobs WHERE id = 'dead'"))
                .containsExactly("failed|the scan was abandoned: its process 99999999 ended without finishing it");
        // Another instance in this process, as after an update of the bundle, knows nothing of it.
        new Scans(register.tasks(), library, Libraries.reader(file()), event -> {}, Clock.systemUTC()).sweep();
        assertThat(error(id)).contains("nobody in this process");
        register.cancelAll("enough");
    }

    @Test
    void cleansUpBeforeEveryScan() throws Exception {
        put(mp4, "a.mp4");
        scan(ScanOptions.INCREMENTAL);
        Rows.run(library, "INSERT INTO jobs (id, file_path, job_type, status, created_at, worker_pid) VALUES"
                + " ('dead', '/m', 'scan', 'running', '2025-11-23T12:45:23+00:00', 99999999)");
        scan(ScanOptions.INCREMENTAL);
        assertThat(rows("SELECT status FROM jobs WHERE id = 'dead'")).containsExactly("failed");
    }

    @Test
    void writesNothingAsLongAsItOnlyLooks() throws Exception {
        Path file = file();
        byte[] before = Files.readAllBytes(file);
        scans.sweep();
        assertThat(scans.newest(50)).isEmpty();
        assertThat(scans.find("none")).isEmpty();
        assertThat(scans.lastCompleted(new ScanRequest(List.of(media), ScanOptions.INCREMENTAL))).isEmpty();
        // The first connection of the other kind would have switched it to write-ahead mode.
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
        assertThat(Rows.of(Libraries.reader(file), "PRAGMA journal_mode")).containsExactly("delete");
        assertThat(folder).isDirectoryNotContaining("glob:**library.db-*");
    }
}
