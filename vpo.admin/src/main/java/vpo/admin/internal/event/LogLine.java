package vpo.admin.internal.event;

import org.osgi.service.log.LogEntry;

import vpo.admin.internal.api.Json;
import vpo.admin.internal.resource.LogLines;

/** A line of the log on its way to readers. Its text is made when the first of them takes it, once for all. */
final class LogLine {
    private final LogEntry entry;
    private final String run;
    private String event;

    /**
     * @param run of the daemon, to tell its lines from those of another
     */
    LogLine(LogEntry entry, String run) {
        this.entry = entry;
        this.run = run;
    }

    /** Its number in the log, from 1; 0 for one that is in no log. */
    long sequence() {
        return entry.getSequence();
    }

    synchronized String event() {
        if (event == null) {
            event = (sequence() > 0 ? id(run, sequence()) : "")
                    + EventStream.event("log", Json.write(LogLines.json(entry)));
        }
        return event;
    }

    /** The field of an event by which its reader can name it later. */
    static String id(String run, long sequence) {
        return "id: " + name(run, sequence) + "\n";
    }

    static String name(String run, long sequence) {
        return run + "-" + sequence;
    }
}
