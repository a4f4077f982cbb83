package vpo.plugin.scan.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import vpo.api.event.TrackInfo;
import vpo.plugin.scan.library.ScanOptions;
import vpo.plugin.scan.library.Summary;

/** What scans read, when they read it anew, and what they record of it. */
class ScansReadTest extends RealScans {
    private static final ScanOptions FULL = new ScanOptions(true, false, false);
    private static final ScanOptions VERIFY = new ScanOptions(false, false, true);

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
        String id = start(settings(Duration.ofSeconds(5), Duration.ofSeconds(60), Optional.empty()),
                ScanOptions.INCREMENTAL);
        Awaitility.await().atMost(PATIENCE).until(() -> {
            // The writing goes on until the scan is seen to wait, however slow this machine is.
            Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
            return rows("SELECT 1 FROM files").size() == 1
                    && register.tasks().inFlight().stream().anyMatch(each -> each.note().contains("waiting for 1"));
        });
        Files.write(file, whole);
        awaitEnd(id, "completed");
        assertThat(statuses()).containsExactly("a.mkv|ok", "b.mp4|ok");
        assertThat(rows("SELECT size_bytes FROM files WHERE filename = 'a.mkv'"))
                .containsExactly(Integer.toString(whole.length));
    }

    @Test
    void readsNoLinkThatHasTakenTheFilesPlace() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("link"),
                Files.copy(matroska, folder.resolve("elsewhere.mkv")));
        assertThat(replacedWhileItSettles(link)).isEqualTo(new Summary(1, 0, 1, 0, 0, 0));
        assertThat(rows("SELECT * FROM files")).isEmpty();
    }

    /** Whoever opens one waits until somebody writes to it. */
    @Test
    void readsNoPipeThatHasTakenTheFilesPlace() throws Exception {
        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).inheritIO().start().waitFor()).isZero();
        assertThat(replacedWhileItSettles(pipe)).isEqualTo(new Summary(1, 0, 1, 0, 0, 0));
        assertThat(rows("SELECT * FROM files")).isEmpty();
    }

    private Summary replacedWhileItSettles(Path other) throws Exception {
        Path file = put(matroska, "a.mkv");
        String id = start(settings(Duration.ofSeconds(2), Duration.ofSeconds(60), Optional.empty()),
                ScanOptions.INCREMENTAL);
        Awaitility.await().atMost(PATIENCE).until(() -> {
            Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
            return register.tasks().inFlight().getFirst().note().contains("waiting for 1");
        });
        Files.move(other, file, StandardCopyOption.ATOMIC_MOVE);
        awaitEnd(id, "completed");
        return summary(id);
    }

    /** However long a file must have been left alone. */
    @Test
    void waitsForNoFileThatCannotBeWholeInTime() throws Exception {
        Files.setLastModifiedTime(put(matroska, "a.mkv"), FileTime.from(Instant.now()));
        String id = start(settings(Duration.ofHours(1), Duration.ofSeconds(1), Optional.empty()),
                ScanOptions.INCREMENTAL);
        awaitEnd(id, "completed");
        assertThat(summary(id)).isEqualTo(new Summary(1, 0, 1, 0, 0, 0));
        assertThat(rows("SELECT * FROM files")).isEmpty();
    }

    /** A time that was set says how much is missing; else the scan would wait for an hour. */
    @Test
    void waitsOnlyForWhatIsMissing() throws Exception {
        Files.setLastModifiedTime(put(matroska, "a.mkv"),
                FileTime.from(Instant.now().minus(Duration.ofHours(1)).plusSeconds(5)));
        awaitEnd(start(settings(Duration.ofHours(1), Duration.ofHours(2), Optional.empty()), ScanOptions.INCREMENTAL),
                "completed");
        assertThat(statuses()).containsExactly("a.mkv|ok");
    }

    /** Nothing can be added to it. */
    @Test
    void readsAFileWhoseTimeIsTheLastThatThereIs() throws Exception {
        Path roomy = Path.of("/dev/shm");
        Assumptions.assumeTrue(Files.isWritable(roomy), "a file system that has room for such a time");
        Path far = Files.createTempDirectory(roomy, "vpo-scan");
        Path file = Files.copy(matroska, far.resolve("a.mkv"));
        try {
            // Java's own way ends in the year 2262.
            assertThat(new ProcessBuilder("touch", "-d", "@" + Long.MAX_VALUE, file.toString()).inheritIO().start()
                    .waitFor()).isZero();
            assertThat(Files.getLastModifiedTime(file).toInstant()).isEqualTo(Instant.MAX);
            awaitEnd(start(settings(Duration.ofSeconds(1), Duration.ofSeconds(60), Optional.empty()),
                    ScanOptions.INCREMENTAL, far), "completed");
            assertThat(statuses()).containsExactly("a.mkv|ok");
        } finally {
            Files.delete(file);
            Files.delete(far);
        }
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

    /** Ctrl-C in a terminal ends all that runs there; this is a signal that no process can have been told to ignore. */
    @Test
    void probesOnceMoreWhenASignalHasEndedFfprobe() throws Exception {
        put(matroska, "a.mkv");
        Path seen = folder.resolve("seen");
        Path ffprobe = fake("test -e " + seen + " || { touch " + seen + "; kill -KILL $$; }\nexec ffprobe \"$@\"");
        String id = start(settings(Duration.ZERO, Duration.ZERO, Optional.of(ffprobe)), ScanOptions.INCREMENTAL);
        awaitEnd(id, "completed");
        assertThat(statuses()).containsExactly("a.mkv|ok");
        assertThat(summary(id)).isEqualTo(new Summary(1, 1, 0, 1, 0, 0));
    }

    @Test
    void tellsThatASignalEndsFfprobeEachTime() throws Exception {
        put(matroska, "a.mkv");
        Path calls = folder.resolve("calls");
        awaitEnd(start(settings(Duration.ZERO, Duration.ZERO,
                Optional.of(fake("echo x >> " + calls + "; kill -KILL $$"))), ScanOptions.INCREMENTAL), "completed");
        assertThat(Files.readAllLines(calls)).hasSize(2);
        assertThat(rows("SELECT scan_status, scan_error FROM files"))
                .containsExactly("error|ffprobe failed with status 137: it said nothing");
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
}
