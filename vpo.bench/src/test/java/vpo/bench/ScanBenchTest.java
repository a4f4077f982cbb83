package vpo.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScanBenchTest {
    @TempDir
    private Path folder;

    @Test
    void makesAsManyFilesAsItIsToldAndLooksAtEach() throws Exception {
        MediaTree media = MediaTree.make(folder, 101);
        try (var files = Files.walk(media.root())) {
            assertThat(files.filter(Files::isRegularFile)).hasSize(101);
        }
        assertThat(media.walk()).isEqualTo(10 * "episode 0".length() + 90 * "episode 10".length()
                + "episode 100".length());
        assertThat(media.ffprobe()).isExecutable();
    }

    @Test
    void saysWhetherTheTargetIsMet() {
        assertThat(new ScanBench.Figures(30_000.4, 60.04, 90.06, 1.5).toString().lines()).containsExactly(
                "|                                                | unit |  median | target | met |",
                "|------------------------------------------------|------|---------|--------|-----|",
                "| first scan, with a script in ffprobe's place   | ms   |   30000 |        |     |",
                "| bare walk that looks at each file              | ms   |    60.0 |        |     |",
                "| scan, nothing has changed                      | ms   |    90.1 |        |     |",
                "| scan / bare walk                               |      |    1.50 | <= 2.0 | yes |");
        assertThat(new ScanBench.Figures(1, 1, 2.1, 2.1)).asString().contains("2.10 | <= 2.0 |  no |");
    }
}
