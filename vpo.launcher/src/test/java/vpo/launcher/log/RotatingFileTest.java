package vpo.launcher.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RotatingFileTest {
    @TempDir
    Path folder;

    @Test
    void keepsTheNewestInNumberedFiles() throws IOException {
        Path path = folder.resolve("100%d vpo.log");
        try (RotatingFile file = new RotatingFile(path, 12, 3)) {
            for (int i = 1; i <= 9; i++) {
                write(file, "l" + i + "\n");
            }
            // Nine bytes fit, as three more would not pass the limit, but reach it.
            assertThat(path).hasContent("l7\nl8\nl9\n");
            assertThat(numbered(path, 1)).hasContent("l4\nl5\nl6\n");
            assertThat(numbered(path, 2)).hasContent("l1\nl2\nl3\n");
            for (int i = 10; i <= 18; i++) {
                write(file, i + "\n");
            }
        }
        assertThat(path).hasContent("16\n17\n18\n");
        assertThat(numbered(path, 1)).hasContent("13\n14\n15\n");
        assertThat(numbered(path, 2)).hasContent("10\n11\n12\n");
        assertThat(numbered(path, 3)).hasContent("l7\nl8\nl9\n");
        assertThat(numbered(path, 4)).doesNotExist();
    }

    @Test
    void keepsMoreThanTwenty() throws IOException {
        Path path = folder.resolve("log");
        try (RotatingFile file = new RotatingFile(path, 1, 30)) {
            for (int i = 0; i < 40; i++) {
                write(file, i + "\n");
            }
        }
        assertThat(numbered(path, 30)).hasContent("9\n");
        assertThat(numbered(path, 31)).doesNotExist();
    }

    @Test
    void aLineLongerThanTheLimitGetsAFileOfItsOwn() throws IOException {
        Path path = folder.resolve("log");
        try (RotatingFile file = new RotatingFile(path, 5, 2)) {
            write(file, "first and long\n");
            assertThat(numbered(path, 1)).doesNotExist();
            write(file, "b\n");
        }
        assertThat(path).hasContent("b\n");
        assertThat(numbered(path, 1)).hasContent("first and long\n");
    }

    @Test
    void zeroMeansNever() throws IOException {
        for (long[] limits : new long[][]{{0, 5}, {5, 0}}) {
            Path path = folder.resolve("log" + limits[0]);
            try (RotatingFile file = new RotatingFile(path, limits[0], (int) limits[1])) {
                write(file, "aaaaaaaa\n");
                write(file, "bbbbbbbb\n");
            }
            assertThat(path).hasContent("aaaaaaaa\nbbbbbbbb\n");
            assertThat(numbered(path, 1)).doesNotExist();
        }
    }

    @Test
    void appendsToWhatIsThereAndCountsIt() throws IOException {
        Path path = Files.writeString(folder.resolve("log"), "old 78\n");
        try (RotatingFile file = new RotatingFile(path, 10, 1)) {
            write(file, "a\n");
            assertThat(path).hasContent("old 78\na\n");
            write(file, "b\n");
        }
        assertThat(path).hasContent("b\n");
        assertThat(numbered(path, 1)).hasContent("old 78\na\n");
    }

    @Test
    void createsItsFolderButNotAWholePath() throws IOException {
        try (RotatingFile file = new RotatingFile(folder.resolve("logs/log"), 0, 0)) {
            file.open();
        }
        assertThat(folder.resolve("logs/log")).exists();
        try (RotatingFile file = new RotatingFile(folder.resolve("a/b/log"), 0, 0)) {
            assertThatIOException().isThrownBy(file::open);
        }
        assertThat(folder.resolve("a")).doesNotExist();
    }

    @Test
    void refusesWhatIsNoFile() throws Exception {
        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
        for (Path path : new Path[]{folder, pipe, Path.of("/")}) {
            try (RotatingFile file = new RotatingFile(path, 0, 0)) {
                assertThatIOException().isThrownBy(file::open).withMessageContaining("not a regular file");
            }
        }
    }

    @Test
    void makesADeletedOrMovedOrReplacedFileAnew() throws IOException {
        Path path = folder.resolve("log");
        try (RotatingFile file = new RotatingFile(path, 0, 0)) {
            write(file, "a\n");
            Files.delete(path);
            write(file, "b\n");
            assertThat(path).hasContent("b\n");
            Files.move(path, folder.resolve("moved"));
            write(file, "c\n");
            assertThat(path).hasContent("c\n");
            assertThat(folder.resolve("moved")).hasContent("b\n");
            Files.move(folder.resolve("moved"), path, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            write(file, "d\n");
            assertThat(path).hasContent("b\nd\n");
            Files.writeString(path, "");
            write(file, "e\n");
        }
        assertThat(path).hasContent("e\n");
    }

    @Test
    void anInterruptedThreadWritesToo() throws IOException {
        Path path = folder.resolve("log");
        try (RotatingFile file = new RotatingFile(path, 3, 1)) {
            Thread.currentThread().interrupt();
            write(file, "a\n");
            write(file, "b\n");
            assertThat(Thread.interrupted()).isTrue();
            write(file, "c\n");
        }
        assertThat(path).hasContent("c\n");
        assertThat(numbered(path, 1)).hasContent("b\n");
    }

    @Test
    void aFileThatCannotBeRenamedIsWrittenOn() throws IOException {
        Path path = folder.resolve("log");
        Files.createDirectories(numbered(path, 1).resolve("in the way"));
        try (RotatingFile file = new RotatingFile(path, 3, 1)) {
            write(file, "a\n");
            assertThatIOException().isThrownBy(() -> write(file, "b\n"));
            assertThat(path).hasContent("a\nb\n");
            Files.delete(numbered(path, 1).resolve("in the way"));
            write(file, "c\n");
        }
        assertThat(path).hasContent("c\n");
        assertThat(numbered(path, 1)).hasContent("a\nb\n");
    }

    private static void write(RotatingFile file, String line) throws IOException {
        file.write(line.getBytes(StandardCharsets.UTF_8));
    }

    private static Path numbered(Path path, int number) {
        return path.resolveSibling(path.getFileName() + "." + number);
    }
}
