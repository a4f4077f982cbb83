package vpo.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the figures were measured on. */
final class Machine {
    private Machine() {}

    /** Processor, kernel, Java and what else the machine was doing, in one line. */
    static String describe() throws IOException {
        String processor = Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
                .filter(line -> line.startsWith("model name")).map(line -> line.substring(line.indexOf(':') + 2))
                .findFirst().orElse(System.getProperty("os.arch"));
        String load = Files.readString(Path.of("/proc/loadavg")).split(" ")[0];
        return Runtime.getRuntime().availableProcessors() + " cores (" + processor + "), Linux "
                + System.getProperty("os.version") + ", Java " + Runtime.version() + " ("
                + System.getProperty("java.vendor")
                + "), load average at the start " + load;
    }
}
