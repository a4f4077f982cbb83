package vpo.plugin.scan.work;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Small videos, made by the real ffmpeg. */
final class Media {
    private static final String PICTURE = "testsrc=duration=0.2:size=64x48:rate=24000/1001";

    private Media() {}

    /** One video track, an English and a German audio track, and a forced subtitle track. */
    static void matroska(Path file) throws IOException, InterruptedException {
        Path text = Files.writeString(file.resolveSibling("subtitles.srt"),
                "1\n00:00:00,000 --> 00:00:00,100\nHello\n");
        ffmpeg("-f", "lavfi", "-i", PICTURE, "-f", "lavfi", "-i", "anullsrc=channel_layout=stereo:duration=0.2",
                "-f", "lavfi", "-i", "anullsrc=channel_layout=5.1:duration=0.2", "-i", text.toString(),
                "-map", "0", "-map", "1", "-map", "2", "-map", "3", "-c:v", "mpeg4", "-c:a", "ac3", "-c:s", "srt",
                "-metadata:s:a:0", "language=eng", "-metadata:s:a:1", "language=deu", "-metadata:s:a:1",
                "title=Für Käthe",
                "-metadata:s:s:0", "language=fre", "-disposition:s:0", "forced", "-disposition:a:0", "default",
                file.toString());
        Files.delete(text);
    }

    /** One video track. */
    static void mp4(Path file) throws IOException, InterruptedException {
        ffmpeg("-f", "lavfi", "-i", PICTURE, "-c:v", "mpeg4", file.toString());
    }

    private static void ffmpeg(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("ffmpeg", "-nostdin", "-v", "error", "-y"));
        command.addAll(List.of(arguments));
        if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
            throw new IllegalStateException("ffmpeg failed");
        }
    }
}
