package vpo.plugin.scan.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
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
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.MDC;
import vpo.api.event.FileScanned;
import vpo.api.event.PluginEvent;
import vpo.database.internal.Libraries;
import vpo.lifecycle.internal.Register;
import vpo.plugin.scan.Rows;
import vpo.plugin.scan.library.ScanOptions;
import vpo.plugin.scan.library.Summary;

/** What the tests of scans begin with: real files, the real ffprobe, the real schema, the real register of tasks. */
abstract class RealScans {
    static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private static Path made;
    static Path matroska;
    static Path mp4;

    @TempDir
    Path folder;
    Path media;
    DataSource library;
    final Register register = new Register();
    final List<FileScanned> events = new CopyOnWriteArrayList<>();
    /** What lines are about that those who are told would log. */
    final List<Map<String, String>> contexts = new CopyOnWriteArrayList<>();
    Scans scans;

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

    Path file() {
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

    Path put(Path original, String name) throws IOException {
        Path file = media.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.copy(original, file, StandardCopyOption.REPLACE_EXISTING);
    }

    List<String> rows(String query) {
        return Rows.of(library, query);
    }

    List<String> statuses() {
        return rows("SELECT filename, scan_status FROM files ORDER BY filename");
    }

    static Settings settings(Duration settle, Duration settleTimeout, Optional<Path> ffprobe) {
        return new Settings(List.of(), Set.of("mkv", "mp4"), Optional.empty(), 2, settle, settleTimeout,
                Duration.ofSeconds(60), ffprobe.map(Path::toString));
    }

    static Settings settings() {
        return settings(Duration.ZERO, Duration.ofSeconds(60), Optional.empty());
    }

    Summary scan(ScanOptions options, Path... folders) throws Exception {
        String id = start(settings(), options, folders);
        awaitEnd(id, "completed");
        return summary(id);
    }

    Summary summary(String id) {
        return new Summary(number(id, "total_discovered"), number(id, "scanned"), number(id, "skipped"),
                number(id, "added"), number(id, "removed"), number(id, "errors"));
    }

    String start(Settings settings, ScanOptions options, Path... folders) throws Exception {
        return scans.start(new ScanRequest(folders.length == 0 ? List.of(media) : List.of(folders), options), settings);
    }

    long number(String id, String key) {
        return Long
                .parseLong(rows("SELECT summary_json ->> '" + key + "' FROM jobs WHERE id = '" + id + "'").getFirst());
    }

    void awaitEnd(String id, String status) {
        Awaitility.await().atMost(PATIENCE).until(() -> scans.progress(id).isEmpty());
        assertThat(rows("SELECT status FROM jobs WHERE id = '" + id + "'")).containsExactly(status);
    }

    String error(String id) {
        return rows("SELECT error_message FROM jobs WHERE id = '" + id + "'").getFirst();
    }

    Path fake(String script) throws IOException {
        Path program = Files.writeString(folder.resolve("fake-ffprobe"), "#!/bin/sh\n" + script);
        return Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
