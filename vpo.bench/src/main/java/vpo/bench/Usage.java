package vpo.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What Linux tells of a running process. */
final class Usage {
    /** {@code USER_HZ}: the unit of the times in {@code /proc}, fixed on every architecture that the JDK runs on. */
    private static final int MILLIS_PER_TICK = 10;
    /** Of the fields after the command's name, which stands in brackets and may hold anything. */
    private static final int USER_TIME = 11;
    private static final int SYSTEM_TIME = 12;
    private static final double KILO_PER_MEGA = 1024;

    private Usage() {}

    /** Time on a processor so far, all threads, those that have ended too; milliseconds, in steps of 10. */
    static double cpuMillis(long pid) throws IOException {
        return cpuMillis(Files.readString(Path.of("/proc", Long.toString(pid), "stat")));
    }

    static double cpuMillis(String stat) {
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (double) (Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[SYSTEM_TIME])) * MILLIS_PER_TICK;
    }

    /** Resident memory now, in MiB. */
    static double residentMegabytes(long pid) throws IOException {
        return residentMegabytes(Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")));
    }

    static double residentMegabytes(List<String> status) {
        return status.stream().filter(line -> line.startsWith("VmRSS:"))
                .mapToDouble(line -> Long.parseLong(line.replaceAll("\\D", "")) / KILO_PER_MEGA).findFirst()
                .orElseThrow(() -> new IllegalStateException("no VmRSS, the process has ended"));
    }
}
