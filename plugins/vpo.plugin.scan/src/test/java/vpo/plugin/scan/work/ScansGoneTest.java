package vpo.plugin.scan.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import vpo.plugin.scan.Rows;
import vpo.plugin.scan.library.ScanOptions;
import vpo.plugin.scan.library.Summary;

/** What scans make of files that are not there any more. */
class ScansGoneTest extends RealScans {
    private static final ScanOptions PRUNE = new ScanOptions(false, true, false);

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
}
