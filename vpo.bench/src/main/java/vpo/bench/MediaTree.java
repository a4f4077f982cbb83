package vpo.bench;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.atomic.LongAdder;

/**
 * A library of many small files, as far as names and numbers go: what is in them does not matter to who does not read
 * them.
 *
 * @param root of the files
 * @param ffprobe a script that says the same of every file: it stands in for the real one in the scan that is not
 *            measured
 */
record MediaTree(Path root, Path ffprobe) {
    private static final int FILES_PER_FOLDER = 50;
    private static final String FFPROBE = """
            #!/bin/sh
            echo '{"streams": [
              {"index": 0, "codec_type": "video", "codec_name": "h264", "width": 1920, "height": 1080},
              {"index": 1, "codec_type": "audio", "codec_name": "aac", "channels": 2, "tags": {"language": "eng"}}],
              "format": {"format_name": "matroska,webm"}}'
            """;

    static MediaTree make(Path folder, int files) throws IOException {
        Path root = folder.resolve("media");
        Path season = root;
        for (int i = 0; i < files; i++) {
            if (i % FILES_PER_FOLDER == 0) {
                season = Files.createDirectories(root.resolve("Show %03d/Season %d".formatted(i / 200, i / 50 % 4)));
            }
            Files.writeString(season.resolve("Show %03d - Episode %05d.mkv".formatted(i / 200, i)), "episode " + i);
        }
        Path ffprobe = Files.writeString(folder.resolve("ffprobe"), FFPROBE);
        Files.setPosixFilePermissions(ffprobe, PosixFilePermissions.fromString("rwxr-xr-x"));
        return new MediaTree(root, ffprobe);
    }

    /** The least that anybody must do who wants to know whether the files have changed: to look at each once. */
    long walk() throws IOException {
        LongAdder bytes = new LongAdder();
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                bytes.add(attributes.size());
                return FileVisitResult.CONTINUE;
            }
        });
        return bytes.sum();
    }

    /** What a daemon must be told to scan it. */
    String configuration() {
        return """
                [plugins.scan]
                roots = ["%s"]
                settle_seconds = 0
                [tools]
                ffprobe = "%s"
                """.formatted(root, ffprobe);
    }
}
