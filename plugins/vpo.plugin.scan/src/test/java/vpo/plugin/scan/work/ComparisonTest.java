package vpo.plugin.scan.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vpo.database.internal.Libraries;
import vpo.plugin.scan.library.KnownFile;
import vpo.plugin.scan.library.LibraryFiles;
import vpo.plugin.scan.library.ScanOptions;
import vpo.plugin.scan.library.ScannedFile;
import vpo.plugin.scan.media.FileStamp;
import vpo.plugin.scan.media.FoundFile;
import vpo.plugin.scan.media.FoundFolder;
import vpo.plugin.scan.media.Probe;
import vpo.plugin.scan.work.Comparison.Difference;

class ComparisonTest {
    private static final Instant NOW = Instant.parse("2025-11-23T12:45:23.5Z");
    private static final Path ROOT = Path.of("/m");
    private static final FileStamp OLD = new FileStamp(1, NOW);
    private static final FileStamp NEW = new FileStamp(2, NOW);

    @TempDir
    private Path folder;
    private Connection connection;
    private LibraryFiles library;

    @BeforeEach
    void open() throws SQLException {
        connection = Libraries.create(folder.resolve("library.db")).getConnection();
        library = new LibraryFiles(connection);
        for (String path : List.of("/m/a.mkv", "/m/b.mkv", "/m/tv/c.mkv", "/m/gone/d.mkv", "/mm/e.mkv")) {
            library.store(new ScannedFile(new FoundFile(Path.of(path), OLD), Optional.of("xxh64:1:2:1"),
                    Optional.of(new Probe(Optional.of("avi"), List.of())), Optional.empty()), NOW);
        }
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    private Difference difference(ScanOptions options, FoundFolder... folders) throws Exception {
        try (Comparison comparison = new Comparison(library, options)) {
            for (FoundFolder each : folders) {
                comparison.add(each);
            }
            return comparison.difference(ROOT);
        }
    }

    private static List<String> candidates(Difference difference) {
        return difference.candidates().stream().map(each -> each.file().path() + (each.known().isPresent() ? "" : "+"))
                .toList();
    }

    private static List<String> absent(Difference difference) {
        return difference.absent().stream().map(KnownFile::path).toList();
    }

    @Test
    void tellsWhatIsToBeReadAndWhatIsAbsent() throws Exception {
        Difference difference = difference(ScanOptions.INCREMENTAL,
                new FoundFolder(ROOT, Map.of("a.mkv", NEW, "new.mkv", OLD)),
                new FoundFolder(ROOT.resolve("tv"), Map.of("c.mkv", OLD)),
                new FoundFolder(ROOT.resolve("empty"), Map.of()));
        assertThat(difference.found()).isEqualTo(3);
        assertThat(difference.current()).isEqualTo(1);
        assertThat(candidates(difference)).containsExactlyInAnyOrder("/m/a.mkv", "/m/new.mkv+");
        assertThat(absent(difference)).containsExactlyInAnyOrder("/m/b.mkv", "/m/gone/d.mkv");
    }

    @Test
    void readsAllWhenAskedTo() throws Exception {
        FoundFolder root = new FoundFolder(ROOT, Map.of("a.mkv", OLD, "b.mkv", OLD));
        assertThat(difference(ScanOptions.INCREMENTAL, root).candidates()).isEmpty();
        Difference difference = difference(new ScanOptions(true, false, false), root);
        assertThat(difference.current()).isZero();
        assertThat(candidates(difference)).containsExactlyInAnyOrder("/m/a.mkv", "/m/b.mkv");
    }

    @Test
    void failsWithTheLibraryThoughTheWalkGoesOn() throws Exception {
        connection.close();
        assertThatThrownBy(() -> difference(ScanOptions.INCREMENTAL, new FoundFolder(ROOT, Map.of("a.mkv", OLD)),
                new FoundFolder(ROOT.resolve("tv"), Map.of()))).isInstanceOf(SQLException.class);
    }
}
