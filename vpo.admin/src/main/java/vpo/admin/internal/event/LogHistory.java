package vpo.admin.internal.event;

import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.osgi.service.log.LogEntry;
import org.osgi.service.log.LogReaderService;

import vpo.admin.internal.api.ApiException;

/**
 * The lines of the log that are kept, and the ids under which readers know them: the run of the daemon, for lines are
 * numbered from 1 with each start, and the number. Any thread.
 */
public final class LogHistory {
    private static final Pattern ID = Pattern.compile("([0-9a-f]{1,16})-([0-9]{1,18})");

    private final String run;
    private final LogReaderService log;

    /**
     * @param run of the daemon, in hexadecimal digits
     */
    public LogHistory(String run, LogReaderService log) {
        this.run = run;
        this.log = log;
    }

    LogLine line(LogEntry entry) {
        return new LogLine(entry, run);
    }

    /**
     * The id of the line after which a reader goes on that has these.
     *
     * @param kept lines of the log, the newest first
     */
    public String after(List<LogEntry> kept) {
        return LogLine.name(run, kept.isEmpty() ? 0 : kept.getFirst().getSequence());
    }

    /**
     * The number of the line that a reader had last.
     *
     * @param id of the line; empty if the reader has had none
     * @return 0, which is before the first, for a line of another run; empty if there is no id
     * @throws ApiException if that is no id
     */
    OptionalLong sequence(String id) throws ApiException {
        if (id.isEmpty()) {
            return OptionalLong.empty();
        }
        Matcher parts = ID.matcher(id);
        if (!parts.matches()) {
            throw ApiException.invalid("Last-Event-ID is none that the daemon gives to events");
        }
        return OptionalLong.of(parts.group(1).equals(run) ? Long.parseLong(parts.group(2)) : 0);
    }

    /** Begins a reader's log: with what is kept of the lines after that one, or with what is logged from now on. */
    void begin(EventStream reader, OptionalLong after) {
        List<LogEntry> kept = Collections.list(log.getLog()).reversed();
        long newest = kept.isEmpty() ? 0 : kept.getLast().getSequence();
        long from = after.orElse(newest);
        reader.begin(from, LogLine.id(run, from));
        kept.stream().map(this::line).forEach(reader::line);
    }
}
