package vpo.launcher.log;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import vpo.systemd.JournalEntry;

/**
 * How an event becomes an entry of the journal: an exception is part of the message, and each field of the context,
 * {@code plugin} say, a field of its own, {@code VPO_PLUGIN}. Stateless; on the thread that logs, which is named in it.
 */
final class JournalFormat {
    private static final String PREFIX = "VPO_";
    private static final Path THREAD = Path.of("/proc/thread-self");

    private JournalFormat() {}

    static JournalEntry entry(ILoggingEvent event) {
        JournalEntry entry = new JournalEntry().field("MESSAGE", message(event)).field("PRIORITY", priority(event))
                .field("SYSLOG_IDENTIFIER", "vpo").field("LOGGER", event.getLoggerName())
                .field("THREAD", event.getThreadName());
        threadId().ifPresent(id -> entry.field("TID", id));
        // Not found out by logback, which would fill in a whole stack trace for it.
        if (event.hasCallerData()) {
            StackTraceElement caller = event.getCallerData()[0];
            entry.field("CODE_FUNC", caller.getClassName() + "." + caller.getMethodName());
            if (caller.getFileName() != null) {
                entry.field("CODE_FILE", caller.getFileName()).field("CODE_LINE",
                        Integer.toString(caller.getLineNumber()));
            }
        }
        context(event).forEach(entry::field);
        return entry;
    }

    /** One of each name: that of a context field which is spelt otherwise stands for no other. */
    private static Map<String, String> context(ILoggingEvent event) {
        Map<String, String> fields = new LinkedHashMap<>();
        Context.of(event).forEach((key, value) -> {
            String name = JournalEntry.name(PREFIX, key);
            if (name.substring(PREFIX.length()).toLowerCase(Locale.ROOT).equals(key)) {
                fields.put(name, Context.text(value));
            } else {
                fields.putIfAbsent(name, Context.text(value));
            }
        });
        return fields;
    }

    private static String message(ILoggingEvent event) {
        String message = Controls.escapeButLines(String.valueOf(event.getFormattedMessage()));
        return event.getThrowableProxy() == null
                ? message
                : message + "\n" + Traceback.of(event.getThrowableProxy(), Controls::escapeButLines);
    }

    /** As in {@code syslog(3)}. */
    private static String priority(ILoggingEvent event) {
        return switch (event.getLevel().toInt()) {
            case Level.ERROR_INT -> "3";
            case Level.WARN_INT -> "4";
            case Level.INFO_INT -> "6";
            default -> "7";
        };
    }

    /** The kernel's number; of a virtual thread, that of the thread that carries it now. */
    private static Optional<String> threadId() {
        try {
            return Optional.of(Files.readSymbolicLink(THREAD).getFileName().toString());
        } catch (IOException e) {
            // No /proc, or another kernel's.
            return Optional.empty();
        }
    }
}
