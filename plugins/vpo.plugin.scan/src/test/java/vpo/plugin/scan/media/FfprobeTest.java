package vpo.plugin.scan.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FfprobeTest {
    @TempDir
    private Path folder;
    private final List<ProcessHandle> processes = new CopyOnWriteArrayList<>();

    private Ffprobe fake(String script, Duration timeout) throws IOException {
        Path program = Files.writeString(folder.resolve("ffprobe"), "#!/bin/sh\n" + script);
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        return new Ffprobe(program, timeout);
    }

    private Probe probe(Ffprobe ffprobe) throws Exception {
        return ffprobe.probe(folder.resolve("a b.mkv"), processes::add);
    }

    @Test
    void callsTheProgramAsTheExistingOneDoes() throws Exception {
        Ffprobe ffprobe = fake("""
                for each; do last=$each; done
                echo "$# $1 $2 $3 $4 $5 $6 $7" >&2
                printf '{"format": {"format_name": "%s"}}' "$*"
                """, Duration.ofSeconds(20));
        assertThat(probe(ffprobe).format())
                .contains("-v error -print_format json -show_streams -show_format " + folder.resolve("a b.mkv"));
        assertThat(processes).hasSize(1);
    }

    @Test
    void tellsWhatTheProgramSays() throws Exception {
        Ffprobe ffprobe = fake("""
                for each; do last=$each; done
                echo '[mov,mp4 @ 0x55e9b5e2b180] moov atom not found' >&2
                printf "$last: Invalid \\033[31mdata\\n" >&2
                exit 7
                """, Duration.ofSeconds(20));
        assertThatThrownBy(() -> probe(ffprobe)).isInstanceOf(ProbeException.class)
                .hasMessage("ffprobe failed with status 7: moov atom not found, Invalid  [31mdata");
    }

    @Test
    void bearsAFloodOfErrors() throws Exception {
        Ffprobe ffprobe = fake("yes error | head -c 3000000 >&2; exit 1", Duration.ofSeconds(60));
        assertThatThrownBy(() -> probe(ffprobe)).isInstanceOf(ProbeException.class).message().hasSizeLessThan(600);
    }

    @Test
    void refusesAFloodOfOutput() throws Exception {
        Ffprobe ffprobe = fake("head -c 9000000 /dev/zero", Duration.ofSeconds(60));
        assertThatThrownBy(() -> probe(ffprobe)).isInstanceOf(ProbeException.class).hasMessageContaining("more than");
    }

    @Test
    void killsAProgramThatHangsWithItsChildren() throws Exception {
        Ffprobe ffprobe = fake("sleep 3600 & echo $! > " + folder.resolve("child") + "; wait", Duration.ofSeconds(2));
        assertThatThrownBy(() -> probe(ffprobe)).isInstanceOf(ProbeException.class)
                .hasMessage("ffprobe did not end within 2 s and was killed");
        assertGone();
    }

    @Test
    void killsTheProgramWhenItIsInterrupted() throws Exception {
        Ffprobe ffprobe = fake("sleep 3600 & echo $! > " + folder.resolve("child") + "; wait", Duration.ofHours(1));
        CompletableFuture<Probe> probing = new CompletableFuture<>();
        Thread thread = Thread.ofPlatform().start(() -> {
            try {
                probing.complete(probe(ffprobe));
            } catch (Exception e) {
                probing.completeExceptionally(e);
            }
        });
        Awaitility.await().until(() -> Files.exists(folder.resolve("child"))
                && Files.readString(folder.resolve("child")).endsWith("\n"));
        thread.interrupt();
        assertThatThrownBy(() -> probing.get(20, TimeUnit.SECONDS)).isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(InterruptedException.class);
        assertGone();
    }

    private void assertGone() throws IOException {
        long child = Long.parseLong(Files.readString(folder.resolve("child")).strip());
        Awaitility.await().untilAsserted(() -> {
            assertThat(processes).noneMatch(ProcessHandle::isAlive);
            assertThat(isRunning(child)).isFalse();
        });
    }

    /** A zombie, for whose parent nobody waits, is not. */
    private static boolean isRunning(long pid) {
        try {
            return !Files.readString(Path.of("/proc", Long.toString(pid), "stat")).contains(") Z ");
        } catch (IOException e) {
            // It has gone, perhaps while its file was read.
            return false;
        }
    }

    @Test
    void findsTheProgram() throws Exception {
        Ffprobe fake = fake("", Duration.ofSeconds(1));
        assertThat(Ffprobe.find(Optional.empty(), "/nowhere::" + folder, Duration.ofSeconds(1))).isEqualTo(fake);
        assertThat(Ffprobe.find(Optional.of(fake.program().toString()), "", Duration.ofSeconds(1))).isEqualTo(fake);
    }

    @Test
    void saysHowToInstallTheProgram() throws Exception {
        assertThatThrownBy(() -> Ffprobe.find(Optional.empty(), "/nowhere", Duration.ofSeconds(1)))
                .isInstanceOf(ToolException.class).hasMessageContaining("not found in PATH")
                .hasMessageContaining("apt install ffmpeg");
        // The operator's own choice is not replaced in silence.
        assertThatThrownBy(
                () -> Ffprobe.find(Optional.of("/nowhere/ffprobe"), folder.toString(), Duration.ofSeconds(1)))
                .isInstanceOf(ToolException.class).hasMessageContaining("/nowhere/ffprobe")
                .hasMessageContaining("tools.ffprobe");
        Path noProgram = Files.writeString(folder.resolve("noprogram"), "");
        assertThatThrownBy(() -> Ffprobe.find(Optional.of(noProgram.toString()), "", Duration.ofSeconds(1)))
                .isInstanceOf(ToolException.class);
    }

    @Test
    void tellsAProgramThatCannotRun() throws Exception {
        Path program = Files.writeString(folder.resolve("ffprobe"), "#!/nowhere/sh\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        assertThatThrownBy(() -> probe(new Ffprobe(program, Duration.ofSeconds(1))))
                .isInstanceOf(ToolException.class).hasMessageContaining("cannot be run");
    }
}
