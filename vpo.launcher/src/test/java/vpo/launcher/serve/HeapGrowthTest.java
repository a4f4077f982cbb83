package vpo.launcher.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

/** With the options that an image runs with, each in a JVM of its own. */
class HeapGrowthTest {
    private static final int MIB = 1 << 20;

    @Test
    void isGivenBack() throws Exception {
        Report report = look("garbage", 160);
        assertThat(report.before).isGreaterThan(128L * MIB);
        assertThat(report.after).isLessThan(32L * MIB);
    }

    @Test
    void isLookedForOnlyOnceIfItIsNeeded() throws Exception {
        Report report = look("live", 160);
        assertThat(report.after).isGreaterThan(128L * MIB);
        assertThat(report.collections).isOne();
    }

    @Test
    void isLeftAloneIfItIsSmall() throws Exception {
        assertThat(look("garbage", 8).collections).isZero();
    }

    private record Report(long before, long after, long collections) {}

    private static Report look(String kind, int mebibytes) throws Exception {
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "@" + Path.of(HeapGrowth.class.getResource("/image/java.options").toURI()), "-Xmx512m", "-cp",
                System.getProperty("java.class.path"), Program.class.getName(), kind, Integer.toString(mebibytes))
                .redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        String[] numbers = output.strip().lines().toList().getLast().split(" ");
        return new Report(Long.parseLong(numbers[0]), Long.parseLong(numbers[1]), Long.parseLong(numbers[2]));
    }

    static final class Program {
        private Program() {}

        public static void main(String[] args) {
            HeapGrowth heap = new HeapGrowth();
            List<byte[]> kept = new ArrayList<>();
            for (int i = 0; i < Integer.parseInt(args[1]); i++) {
                kept.add(new byte[MIB]);
            }
            if (args[0].equals("garbage")) {
                kept.clear();
            }
            long before = Runtime.getRuntime().totalMemory();
            long collections = collections();
            heap.look();
            heap.look();
            System.out.println(before + " " + Runtime.getRuntime().totalMemory() + " "
                    + (collections() - collections) + " " + kept.size());
        }

        private static long collections() {
            return ManagementFactory.getGarbageCollectorMXBeans().stream()
                    .mapToLong(GarbageCollectorMXBean::getCollectionCount).sum();
        }
    }
}
