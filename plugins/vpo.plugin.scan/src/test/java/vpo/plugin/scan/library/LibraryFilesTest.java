package vpo.plugin.scan.library;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

import javax.sql.DataSource;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vpo.api.event.TrackInfo;
import vpo.database.internal.Libraries;
import vpo.plugin.scan.Rows;
import vpo.plugin.scan.media.FileStamp;
import vpo.plugin.scan.media.FoundFile;
import vpo.plugin.scan.media.FoundFolder;
import vpo.plugin.scan.media.Probe;

class LibraryFilesTest {
    private static final Instant NOW = Instant.parse("2025-11-23T12:45:23.5Z");

    @TempDir
    private Path folder;
    private DataSource library;
    private Connection connection;
    private LibraryFiles files;

    @BeforeEach
    void open() throws SQLException {
        library = Libraries.create(folder.resolve("library.db"));
        connection = library.getConnection();
        files = new LibraryFiles(connection);
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    private static ScannedFile file(String path, long size, int... tracks) {
        Probe probe = new Probe(Optional.of("avi"), IntStream.of(tracks).mapToObj(LibraryFilesTest::track).toList());
        return new ScannedFile(new FoundFile(Path.of(path), new FileStamp(size, NOW)), Optional.of("xxh64:1:2:" + size),
                Optional.of(probe), Optional.empty());
    }

    private static TrackInfo track(int index) {
        return new TrackInfo(index, "audio", Optional.of("aac"), "und", Optional.of("It's " + index), true, false,
                OptionalInt.of(2), Optional.of("stereo"), OptionalInt.empty(), OptionalInt.empty(), Optional.empty());
    }

    private static ScannedFile broken(String path, long size) {
        return new ScannedFile(new FoundFile(Path.of(path), new FileStamp(size, NOW)), Optional.of("xxh64:3:4:" + size),
                Optional.empty(), Optional.of("it is broken"));
    }

    private List<String> rows(String query) {
        return Rows.of(library, query);
    }

    @Test
    void recordsAllColumns() throws SQLException {
        long id = files.store(file("/m/tv/Ünï \"x\"\n.MKV", 7, 0), NOW);
        assertThat(rows("SELECT * FROM files"))
                .containsExactly(id + "|/m/tv/Ünï \"x\"\n.MKV|Ünï \"x\"\n.MKV|/m/tv|mkv|7|"
                        + "2025-11-23T12:45:23.500000+00:00|xxh64:1:2:7|avi|2025-11-23T12:45:23.500000+00:00|ok|null");
        assertThat(
                rows("SELECT file_id, track_index, track_type, codec, language, title, is_default, is_forced, channels,"
                        + " channel_layout, width, height, frame_rate FROM tracks"))
                .containsExactly(id + "|0|audio|aac|und|It's 0|1|0|2|stereo|null|null|null");
    }

    @Test
    void keepsRowsWhenAFileChanges() throws SQLException {
        long id = files.store(file("/m/a.mkv", 1, 0, 1), NOW);
        List<String> kept = rows("SELECT id FROM tracks WHERE track_index = 1");
        assertThat(files.store(file("/m/a.mkv", 2, 1, 2), NOW)).isEqualTo(id);
        assertThat(rows("SELECT track_index FROM tracks ORDER BY 1")).containsExactly("1", "2");
        assertThat(rows("SELECT id FROM tracks WHERE track_index = 1")).isEqualTo(kept);
        files.store(file("/m/a.mkv", 3), NOW);
        assertThat(rows("SELECT * FROM tracks")).isEmpty();
    }

    @Test
    void keepsTracksWhenTheProbeFails() throws SQLException {
        files.store(file("/m/a.mkv", 1, 0), NOW);
        files.store(broken("/m/a.mkv", 2), NOW);
        assertThat(rows("SELECT size_bytes, content_hash, container_format, scan_status, scan_error FROM files"))
                .containsExactly("2|xxh64:3:4:2|avi|error|it is broken");
        assertThat(rows("SELECT count(*) FROM tracks")).containsExactly("1");
        files.store(file("/m/a.mkv", 2, 0), NOW);
        assertThat(rows("SELECT scan_status, scan_error FROM files")).containsExactly("ok|null");
    }

    @Test
    void knowsTheFoldersBelowAFolderAndNoOthers() throws SQLException {
        for (String path : List.of("/m/tv/a.mkv", "/m/tv/x/b.mkv", "/m/tv/x/c.mkv", "/m/tv2/c.mkv", "/m/tv.mkv",
                "/m/t_/x/d.mkv", "/m/tx/e.mkv", "/m/%/x/f.mkv", "/m/TV/g.mkv", "/m/tv-old/h.mkv", "/m/tv\u00e9/i.mkv",
                "/m/tv0/j.mkv")) {
            files.store(file(path, 1), NOW);
        }
        assertThat(files.foldersBelow(Path.of("/m/tv"))).containsExactly("/m/tv/x");
        assertThat(files.foldersBelow(Path.of("/m/t_"))).containsExactly("/m/t_/x");
        assertThat(files.foldersBelow(Path.of("/m/%"))).containsExactly("/m/%/x");
        assertThat(files.foldersBelow(Path.of("/m"))).hasSize(10).doesNotContain("/m").contains("/m/tv0");
        assertThat(files.foldersBelow(Path.of("/"))).hasSize(11);
        assertThat(files.foldersBelow(Path.of("/n"))).isEmpty();
    }

    @Test
    void knowsWhatIsInAFolderAndNotBelowIt() throws SQLException {
        for (String path : List.of("/m/tv/a.mkv", "/m/tv/b.mkv", "/m/tv/x/c.mkv", "/m/tv.mkv")) {
            files.store(file(path, 1), NOW);
        }
        assertThat(files.in("/m/tv", false)).containsOnlyKeys("a.mkv", "b.mkv");
        assertThat(files.in("/m/tv", false).get("a.mkv"))
                .isEqualTo(new KnownFile(1, "/m/tv/a.mkv", 1, "2025-11-23T12:45:23.500000+00:00", "ok",
                        Optional.empty()));
        assertThat(files.in("/m/tv", true).get("a.mkv").hash()).contains("xxh64:1:2:1");
        assertThat(files.in("/m/tv/", false)).isEmpty();
    }

    private static FoundFolder folder(Map<String, FileStamp> files) {
        return new FoundFolder(Path.of("/m"), files);
    }

    @Test
    void tellsWhetherAFolderIsUpToDate() throws SQLException {
        FileStamp one = new FileStamp(1, NOW);
        assertThat(files.isUpToDate(folder(Map.of()))).isTrue();
        assertThat(files.isUpToDate(folder(Map.of("a.mkv", one)))).isFalse();
        files.store(file("/m/a.mkv", 1, 0), NOW);
        files.store(file("/m/b.mkv", 1, 0), NOW);
        files.store(file("/m/x/c.mkv", 1, 0), NOW);
        assertThat(files.isUpToDate(folder(Map.of("a.mkv", one, "b.mkv", one)))).isTrue();
        assertThat(files.isUpToDate(folder(Map.of("a.mkv", one)))).isFalse();
        assertThat(files.isUpToDate(folder(Map.of("a.mkv", one, "c.mkv", one)))).isFalse();
        assertThat(files.isUpToDate(folder(Map.of("a.mkv", one, "b.mkv", one, "c.mkv", one)))).isFalse();
        assertThat(files.isUpToDate(folder(Map.of("a.mkv", one, "b.mkv", new FileStamp(2, NOW))))).isFalse();
        assertThat(files.isUpToDate(folder(Map.of("a.mkv", one, "b.mkv", new FileStamp(1, NOW.plusNanos(1000))))))
                .isFalse();
        files.markMissing(files.in("/m", false).values());
        assertThat(files.isUpToDate(folder(Map.of("a.mkv", one, "b.mkv", one)))).isFalse();
    }

    @Test
    void tellsWhatHasChanged() throws SQLException {
        files.store(file("/m/a.mkv", 1, 0), NOW);
        files.store(broken("/m/b.mkv", 1), NOW);
        KnownFile ok = files.in("/m", false).get("a.mkv");
        assertThat(ok.isCurrent(new FileStamp(1, NOW))).isTrue();
        assertThat(ok.isCurrent(new FileStamp(2, NOW))).isFalse();
        assertThat(ok.isCurrent(new FileStamp(1, NOW.plusNanos(1000)))).isFalse();
        assertThat(files.in("/m", false).get("b.mkv").isCurrent(new FileStamp(1, NOW))).isFalse();
        assertThat(files.isUpToDate(folder(Map.of("a.mkv", new FileStamp(1, NOW), "b.mkv", new FileStamp(1, NOW)))))
                .isFalse();
        files.markMissing(List.of(ok));
        assertThat(files.in("/m", false).get("a.mkv").isCurrent(new FileStamp(1, NOW))).isFalse();
    }

    @Test
    void forgetsAllOfAFile() throws SQLException {
        files.store(file("/m/a.mkv", 1, 0, 1), NOW);
        files.store(file("/m/b.mkv", 1, 0), NOW);
        files.delete(List.of(files.in("/m", false).get("a.mkv")));
        assertThat(rows("SELECT path FROM files")).containsExactly("/m/b.mkv");
        assertThat(rows("SELECT count(*) FROM tracks")).containsExactly("1");
    }
}
