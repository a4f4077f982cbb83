package vpo.plugin.scan.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

import javax.sql.DataSource;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.MDC;
import vpo.api.event.FileScanned;
import vpo.api.event.PluginEvent;
import vpo.api.event.TrackInfo;
import vpo.api.task.TaskRefusedException;
import vpo.database.internal.Libraries;
import vpo.lifecycle.internal.Register;
import vpo.plugin.scan.Rows;
import vpo.plugin.scan.library.ScanOptions;
import vpo.plugin.scan.library.Summary;

/** Real files, the real ffprobe, the real schema, the real register of tasks. */
class ScansTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final ScanOptions FULL = new ScanOptions(true, false, false);
    private static final ScanOptions PRUNE = new ScanOptions(false, true, false);
    private static final ScanOptions VERIFY = new ScanOptions(false, false, true);

    @TempDir
    private static Path made;
    private static Path matroska;
    private static Path mp4;

    @TempDir
    private Path folder;
    private Path media;
    private DataSource library;
    private final Register register = new Register();
    private final List<FileScanned> events = new CopyOnWriteArrayList<>();
    /** What lines are about that those who are told would log. */
    private final List<Map<String, String>> contexts = new CopyOnWriteArrayList<>();
    private Scans scans;

    @BeforeAll
    static void make() throws IOException, InterruptedException {
        matroska = made.resolve("a.mkv");
        mp4 = made.resolve("a.mp4");
        Media.matroska(matroska);
        Media.mp4(mp4);
    }

    @BeforeEach
    void open() throws IOException {
        media = Files.createDirectory(folder.resolve("media"));
        library = Libraries.create(file());
        scans = new Scans(register.tasks(), library, Libraries.reader(file()), this::note, Clock.systemUTC());
    }

    @AfterEach
    void close() {
        scans.close();
    }

    private Path file() {
        return folder.resolve("library.db");
    }

    private void note(PluginEvent event) {
        if (event instanceof FileScanned scanned) {
            // It must be there already for everybody else.
            assertThat(rows("SELECT count(*) FROM files WHERE id = " + scanned.file().id())).containsExactly("1");
            events.add(scanned);
            contexts.add(MDC.getCopyOfContextMap());
        }
    }

    private Path put(Path original, String name) throws IOException {
        Path file = media.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.copy(original, file, StandardCopyOption.REPLACE_EXISTING);
    }

    private List<String> rows(String query) {
        return Rows.of(library, query);
    }

    private List<String> statuses() {
        return rows("SELECT filename, scan_status FROM files ORDER BY filename");
    }

    private static Settings settings(Duration settle, Duration settleTimeout, Optional<Path> ffprobe) {
        return new Settings(List.of(), Set.of("mkv", "mp4"), Optional.empty(), 2, settle, settleTimeout,
                Duration.ofSeconds(60), ffprobe.map(Path::toString));
    }

    private static Settings settings() {
        return settings(Duration.ZERO, Duration.ofSeconds(60), Optional.empty());
    }

    private Summary scan(ScanOptions options, Path... folders) throws Exception {
        String id = start(settings(), options, folders);
        awaitEnd(id, "completed");
        return summary(id);
    }

    private Summary summary(String id) {
        return new Summary(number(id, "total_discovered"), number(id, "scanned"), number(id, "skipped"),
                number(id, "added"), number(id, "removed"), number(id, "errors"));
    }

    private String start(Settings settings, ScanOptions options, Path... folders) throws Exception {
        return scans.start(new ScanRequest(folders.length == 0 ? List.of(media) : List.of(folders), options), settings);
    }

    private long number(String id, String key) {
        return Long
                .parseLong(rows("SELECT summary_json ->> '" + key + "' FROM jobs WHERE id = '" + id + "'").getFirst());
    }

    private void awaitEnd(String id, String status) {
        Awaitility.await().atMost(PATIENCE).until(() -> scans.progress(id).isEmpty());
        assertThat(rows("SELECT status FROM jobs WHERE id = '" + id + "'")).containsExactly(status);
    }

    private String error(String id) {
        return rows("SELECT error_message FROM jobs WHERE id = '" + id + "'").getFirst();
    }

    private Path fake(String script) throws IOException {
        Path program = Files.writeString(folder.resolve("fake-ffprobe"), "#!/bin/sh\n" + script);
        return Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @Test
    void recordsFilesWithTheirTracks() throws Exception {
        Path file = put(matroska, "tv/Show 'one' \"two\"/ünï\n日本.mkv");
        put(mp4, "b.MP4");
        assertThat(scan(ScanOptions.INCREMENTAL)).isEqualTo(new Summary(2, 2, 0, 2, 0, 0));
        assertThat(rows("SELECT path, directory, extension, container_format, scan_status FROM files ORDER BY path"))
                .containsExactly(media.resolve("b.MP4") + "|" + media + "|mp4|mov,mp4,m4a,3gp,3g2,mj2|ok",
                        file + "|" + file.getParent() + "|mkv|matroska,webm|ok");
        assertThat(rows("SELECT track_index, track_type, codec, language, title, is_default, is_forced, channels,"
                + " channel_layout, width, height, frame_rate FROM tracks JOIN files f ON f.id = file_id"
                + " WHERE extension = 'mkv' ORDER BY track_index")).containsExactly(
                        "0|video|mpeg4|und|null|0|0|null|null|64|48|24000/1001",
                        "1|audio|ac3|eng|null|1|0|2|stereo|null|null|null",
                        "2|audio|ac3|deu|Für Käthe|0|0|6|5.1|null|null|null",
                        "3|subtitle|subrip|fre|null|0|1|null|null|null|null|null");
        assertThat(events).extracting(event -> event.file().path()).containsExactlyInAnyOrder(file,
                media.resolve("b.MP4"));
        assertThat(events.stream().filter(event -> event.file().path().equals(file)).findFirst().orElseThrow().file()
                .tracks()).extracting(TrackInfo::codec).contains(Optional.of("subrip"));
        String id = rows("SELECT id FROM jobs").getFirst();
        assertThat(contexts).contains(Map.of("file", file.toString(), "job_id", id, "task", "scan of " + media));
    }

    @Test
    void readsWhatIsNewOrChangedOnly() throws Exception {
        put(matroska, "a.mkv");
        Path changed = put(mp4, "b.mp4");
        scan(ScanOptions.INCREMENTAL);
        List<String> before = rows("SELECT * FROM files WHERE filename = 'a.mkv'");
        events.clear();
        assertThat(scan(ScanOptions.INCREMENTAL)).isEqualTo(new Summary(2, 0, 2, 0, 0, 0));
        assertThat(events).isEmpty();
        Files.setLastModifiedTime(changed, FileTime.from(Instant.parse("2025-01-01T00:00:00.123456789Z")));
        put(mp4, "c.mp4");
        assertThat(scan(ScanOptions.INCREMENTAL)).isEqualTo(new Summary(3, 2, 1, 1, 0, 0));
        assertThat(rows("SELECT modified_at FROM files WHERE filename = 'b.mp4'"))
                .containsExactly("2025-01-01T00:00:00.123457+00:00");
        assertThat(rows("SELECT * FROM files WHERE filename = 'a.mkv'")).isEqualTo(before);
        assertThat(scan(FULL)).isEqualTo(new Summary(3, 3, 0, 0, 0, 0));
    }

    @Test
    void comparesContentsWhenAskedTo() throws Exception {
        Path file = put(matroska, "a.mkv");
        put(mp4, "b.mp4");
        scan(ScanOptions.INCREMENTAL);
        FileTime time = Files.getLastModifiedTime(file);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(new byte[]{1}), channel.size() - 1);
        }
        Files.setLastModifiedTime(file, time);
        assertThat(scan(ScanOptions.INCREMENTAL).scanned()).isZero();
        assertThat(scan(VERIFY)).isEqualTo(new Summary(2, 1, 1, 0, 0, 0));
    }

    @Test
    void recordsEachFailureAndGoesOn() throws Exception {
        put(matroska, "a.mkv");
        Path broken = Files.writeString(media.resolve("broken \n.mkv"), "no video at all");
        String id = start(settings(), ScanOptions.INCREMENTAL, media);
        awaitEnd(id, "completed");
        assertThat(summary(id)).isEqualTo(new Summary(2, 2, 0, 2, 0, 1));
        assertThat(error(id)).startsWith(broken + ": ffprobe failed with status 1");
        assertThat(events).as("of what is not known to have changed").extracting(each -> each.file().path())
                .containsExactly(media.resolve("a.mkv"));
        assertThat(statuses()).containsExactly("a.mkv|ok", "broken \n.mkv|error");
        assertThat(rows("SELECT scan_error FROM files WHERE scan_status = 'error'").getFirst())
                .startsWith("ffprobe failed with status 1").doesNotContain("\n");
        // It is tried again, and may have become whole.
        put(matroska, "broken \n.mkv");
        assertThat(scan(ScanOptions.INCREMENTAL)).isEqualTo(new Summary(2, 1, 1, 0, 0, 0));
        assertThat(statuses()).containsExactly("a.mkv|ok", "broken \n.mkv|ok");
    }

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

    @Test
    void forgetsThousandsThatAreGoneInParts() throws Exception {
        put(mp4, "a.mp4");
        scan(ScanOptions.INCREMENTAL);
        Rows.run(library, "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1201)"
                + " INSERT INTO files (path, filename, directory, extension, size_bytes, modified_at, scanned_at,"
                + " scan_status) SELECT '" + media + "/' || i || '.mkv', i || '.mkv', '" + media
                + "', 'mkv', 1, '2025-01-01T00:00:00+00:00', '2025-01-01T00:00:00+00:00', 'ok' FROM n");
        assertThat(scan(PRUNE)).isEqualTo(new Summary(1, 0, 1, 0, 1201, 0));
        assertThat(statuses()).containsExactly("a.mp4|ok");
    }

    /** Each judges what is below itself. */
    @Test
    void ofARootBelowAnotherNothingIsJudgedTwice() throws Exception {
        Path hidden = media.resolve(".films");
        put(mp4, ".films/a.mp4");
        put(mp4, ".films/b.mp4");
        put(mp4, "c.mp4");
        assertThat(scan(ScanOptions.INCREMENTAL, media, hidden)).isEqualTo(new Summary(3, 3, 0, 3, 0, 0));
        Files.delete(hidden.resolve("a.mp4"));
        assertThat(scan(ScanOptions.INCREMENTAL, media, hidden)).isEqualTo(new Summary(2, 0, 2, 0, 1, 0));
        // As an unmounted disk leaves it.
        Files.delete(hidden.resolve("b.mp4"));
        assertThat(scan(ScanOptions.INCREMENTAL, media, hidden)).isEqualTo(new Summary(1, 0, 1, 0, 0, 0));
        assertThat(statuses()).containsExactly("a.mp4|missing", "b.mp4|ok", "c.mp4|ok");
    }

    private static void move(Path from, Path to) {
        try {
            Files.move(from, to);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void marksWhatIsGoneAndScansWhatCameBack() throws Exception {
        Path file = put(matroska, "a.mkv");
        put(mp4, "b.mp4");
        scan(ScanOptions.INCREMENTAL);
        Path away = Files.move(file, folder.resolve("away.mkv"));
        assertThat(scan(ScanOptions.INCREMENTAL)).isEqualTo(new Summary(1, 0, 1, 0, 1, 0));
        assertThat(statuses()).containsExactly("a.mkv|missing", "b.mp4|ok");
        assertThat(scan(ScanOptions.INCREMENTAL).removed()).isZero();
        Files.move(away, file);
        assertThat(scan(ScanOptions.INCREMENTAL)).isEqualTo(new Summary(2, 1, 1, 0, 0, 0));
        assertThat(statuses()).containsExactly("a.mkv|ok", "b.mp4|ok");
    }

    @Test
    void marksWholeFoldersOnly() throws Exception {
        put(mp4, "tv/a.mp4");
        put(mp4, "tv/keep.mp4");
        put(mp4, "tv2/b.mp4");
        put(mp4, "t_/c.mp4");
        put(mp4, "t_/keep.mp4");
        scan(ScanOptions.INCREMENTAL);
        Files.delete(media.resolve("tv/a.mp4"));
        Files.delete(media.resolve("tv2/b.mp4"));
        Files.delete(media.resolve("t_/c.mp4"));
        scan(ScanOptions.INCREMENTAL, media.resolve("t_"));
        assertThat(rows("SELECT filename FROM files WHERE scan_status = 'missing'")).containsExactly("c.mp4");
        scan(ScanOptions.INCREMENTAL, media.resolve("tv"));
        assertThat(rows("SELECT filename FROM files WHERE scan_status = 'missing' ORDER BY 1"))
                .containsExactly("a.mp4", "c.mp4");
    }

    @Test
    void marksWhatWasInAFolderThatIsGoneButNotWhatIsOnlyLeftOut() throws Exception {
        put(mp4, "keep.mp4");
        Path gone = put(mp4, "tv/show/a.mp4");
        put(mp4, ".hidden/b.mp4");
        scan(ScanOptions.INCREMENTAL);
        scan(ScanOptions.INCREMENTAL, media.resolve(".hidden"));
        Files.delete(gone);
        Files.delete(gone.getParent());
        Files.delete(media.resolve("tv"));
        assertThat(scan(ScanOptions.INCREMENTAL)).isEqualTo(new Summary(1, 0, 1, 0, 1, 0));
        assertThat(statuses()).containsExactly("a.mp4|missing", "b.mp4|ok", "keep.mp4|ok");
    }

    @Test
    void deletesWhenAskedToButNotWhatMayBeUnmounted() throws Exception {
        put(mp4, "a/gone.mp4");
        put(mp4, "a/keep.mp4");
        put(mp4, "disk/x.mp4");
        scan(ScanOptions.INCREMENTAL);
        Files.delete(media.resolve("a/gone.mp4"));
        Files.delete(media.resolve("disk/x.mp4"));
        assertThat(scan(PRUNE).removed()).isEqualTo(2);
        assertThat(statuses()).containsExactly("keep.mp4|ok", "x.mp4|missing");
    }

    @Test
    void marksNothingWhenTheDiskIsGone() throws Exception {
        put(mp4, "a.mp4");
        scan(PRUNE);
        Path away = Files.move(media, folder.resolve("away"));
        String absent = start(settings(), PRUNE);
        awaitEnd(absent, "failed");
        assertThat(error(absent)).contains("it is not there", "mounted");
        assertThat(statuses()).containsExactly("a.mp4|ok");
        // An empty folder in its place, as mount points are.
        Files.createDirectory(media);
        assertThat(scan(PRUNE)).isEqualTo(new Summary(0, 0, 0, 0, 0, 0));
        assertThat(statuses()).containsExactly("a.mp4|ok");
        Files.delete(media);
        Files.createFile(media);
        awaitEnd(start(settings(), PRUNE), "failed");
        assertThat(statuses()).containsExactly("a.mp4|ok");
        Files.delete(media);
        Files.move(away, media);
        assertThat(scan(PRUNE).skipped()).isEqualTo(1);
    }

    @Test
    void goesOnWithTheOtherFolders() throws Exception {
        put(mp4, "a.mp4");
        String id = start(settings(), ScanOptions.INCREMENTAL, folder.resolve("none"), media);
        awaitEnd(id, "completed");
        assertThat(error(id)).startsWith(folder.resolve("none") + " cannot be scanned");
        assertThat(number(id, "errors")).isEqualTo(1);
        assertThat(number(id, "added")).isEqualTo(1);
    }

    @Test
    void waitsForAFileThatIsBeingWritten() throws Exception {
        byte[] whole = Files.readAllBytes(matroska);
        Path file = Files.write(media.resolve("a.mkv"), Arrays.copyOf(whole, whole.length / 2));
        put(mp4, "b.mp4");
        Files.setLastModifiedTime(media.resolve("b.mp4"), FileTime.from(Instant.parse("2025-01-01T00:00:00Z")));
        String id = start(settings(Duration.ofSeconds(2), Duration.ofSeconds(60), Optional.empty()),
                ScanOptions.INCREMENTAL);
        Awaitility.await().atMost(PATIENCE).until(() -> {
            // The writing goes on until the scan is seen to wait, however slow this machine is.
            Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
            return rows("SELECT 1 FROM files").size() == 1
                    && register.tasks().inFlight().getFirst().note().contains("waiting for 1");
        });
        Files.write(file, whole);
        awaitEnd(id, "completed");
        assertThat(statuses()).containsExactly("a.mkv|ok", "b.mp4|ok");
        assertThat(rows("SELECT size_bytes FROM files WHERE filename = 'a.mkv'"))
                .containsExactly(Integer.toString(whole.length));
    }

    /** Writes to the file that it is to probe, as if somebody else did so meanwhile. */
    private Path meddling(String until) throws IOException {
        return fake("for file; do :; done\n" + until + " || printf x >> \"$file\"\nexec ffprobe \"$@\"");
    }

    @Test
    void readsAFileAgainThatHasChangedMeanwhile() throws Exception {
        Path file = put(matroska, "a.mkv");
        Path seen = folder.resolve("seen");
        Path ffprobe = meddling("test -e " + seen + " || ! touch " + seen);
        awaitEnd(start(settings(Duration.ZERO, Duration.ofSeconds(60), Optional.of(ffprobe)), ScanOptions.INCREMENTAL),
                "completed");
        assertThat(Files.size(file)).isEqualTo(Files.size(matroska) + 1);
        assertThat(rows("SELECT size_bytes, scan_status FROM files")).containsExactly(Files.size(file) + "|ok");
    }

    @Test
    void leavesAFileThatIsWrittenTooLong() throws Exception {
        put(matroska, "a.mkv");
        String id = start(settings(Duration.ZERO, Duration.ZERO, Optional.of(meddling("false"))),
                ScanOptions.INCREMENTAL);
        awaitEnd(id, "completed");
        assertThat(rows("SELECT * FROM files")).isEmpty();
        assertThat(number(id, "skipped")).isEqualTo(1);
        assertThat(scan(ScanOptions.INCREMENTAL).added()).isEqualTo(1);
    }

    @Test
    void inventsNothingWithoutFfprobe() throws Exception {
        put(matroska, "a.mkv");
        String id = start(settings(Duration.ZERO, Duration.ZERO, Optional.of(folder.resolve("none"))),
                ScanOptions.INCREMENTAL);
        awaitEnd(id, "failed");
        assertThat(error(id)).contains("ffprobe is needed", "tools.ffprobe");
        assertThat(rows("SELECT * FROM files")).isEmpty();
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
