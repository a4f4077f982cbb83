package vpo.systemd;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * One message to the service manager, as {@code sd_notify(3)} has it: assignments that are taken in together.
 *
 * @param lines {@code NAME=value} each, without a line break in it
 */
public record Notification(List<String> lines) {
    /** Nothing to tell. */
    public static final Notification NONE = new Notification(List.of());
    /** What {@code systemctl status} shows of a status, and more than a line of it is not read. */
    private static final int MOST_STATUS = 400;

    /** Copies. */
    public Notification {
        lines = List.copyOf(lines);
    }

    /** The start is over, or a reload is. */
    public Notification ready() {
        return with("READY=1");
    }

    /** The stop has begun. */
    public Notification stopping() {
        return with("STOPPING=1");
    }

    /**
     * A reload has begun; {@link #ready()} follows, however it ends.
     *
     * @param monotonicMicros the time by CLOCK_MONOTONIC, by which the manager tells which request this answers
     */
    public Notification reloading(long monotonicMicros) {
        return with("RELOADING=1").with("MONOTONIC_USEC=" + monotonicMicros);
    }

    /**
     * What the service is doing.
     *
     * @param text for people; made one line, and cut
     */
    public Notification status(String text) {
        String line = text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
        return with("STATUS=" + (line.length() > MOST_STATUS ? line.substring(0, MOST_STATUS - 1) + "…" : line));
    }

    /**
     * Why the start failed.
     *
     * @param errno as in {@code errno.h}, above 0
     */
    public Notification errno(int errno) {
        return with("ERRNO=" + errno);
    }

    /** Asks for more time for the start, reload or stop that is under way, counted from now; rounded up to a millisecond. */
    public Notification extendTimeout(Duration time) {
        return with("EXTEND_TIMEOUT_USEC=" + (time.toMillis() + 1) * 1000);
    }

    /** The service is well. */
    public Notification watchdog() {
        return with("WATCHDOG=1");
    }

    /** Whether there is nothing to tell. */
    public boolean isEmpty() {
        return lines.isEmpty();
    }

    /** Both together. */
    public Notification and(Notification other) {
        List<String> all = new ArrayList<>(lines);
        all.addAll(other.lines);
        return new Notification(all);
    }

    private Notification with(String line) {
        return and(new Notification(List.of(line)));
    }

    /** As it travels. */
    @Override
    public String toString() {
        return String.join("\n", lines);
    }
}
