package vpo.launcher.log;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.StackWalker.StackFrame;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

import org.slf4j.event.KeyValuePair;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import vpo.systemd.Journal;
import vpo.systemd.JournalEntry;

/**
 * The one place where lines leave the process: to stderr or the journal and, if there is one, to the log file; the last
 * of them are remembered, too. A file or a journal that fails costs one line of warning when it begins and one when it
 * ends; whoever logs never notices. Any thread.
 */
final class LogOutput extends UnsynchronizedAppenderBase<ILoggingEvent> {
    private static final String WARNINGS = "vpo.launcher.log";

    private final LoggerContext loggers;
    private final OutputStream stderr;
    private final ZoneId zone;
    private final LogMemory memory;
    private final Function<LogSettings.Format, Optional<Journal>> journals;
    private final Lock lock = new ReentrantLock();
    private volatile Sink sink;

    /**
     * @param journals the journal that takes the place of stderr with a format, if one does
     */
    LogOutput(LoggerContext loggers, OutputStream stderr, ZoneId zone, LogMemory memory,
            Function<LogSettings.Format, Optional<Journal>> journals, LogSettings settings) {
        this.journals = journals;
        this.loggers = loggers;
        this.stderr = stderr;
        this.memory = memory;
        this.zone = zone;
        setContext(loggers);
        setName("vpo");
        apply(settings);
    }

    /** Changes format and file between two lines: none is lost and none is written twice. */
    void apply(LogSettings settings) {
        RotatingFile file = settings.file()
                .map(path -> new RotatingFile(path, settings.maxBytes(), settings.backupCount())).orElse(null);
        Sink next = new Sink(LineFormat.of(settings.format(), zone),
                journals.apply(settings.format()).orElse(null), file);
        lock.lock();
        try {
            // Before the other one is given up: should this throw, the log is as it was.
            next.open();
            Sink previous = sink;
            sink = next;
            if (previous != null) {
                previous.close();
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Closes the file. Lines that come later still go to stderr.
     */
    @Override
    public void stop() {
        lock.lock();
        try {
            sink.close();
            sink = new Sink(sink.format, sink.journal, null);
        } finally {
            lock.unlock();
        }
    }

    @Override
    protected void append(ILoggingEvent event) {
        // Last, so that no plugin passes for another by a field of that name.
        Optional<StackFrame> caller = Author.caller();
        Optional<Author> author = caller.map(StackFrame::getDeclaringClass).flatMap(Author::of);
        author.flatMap(Author::plugin).ifPresent(
                plugin -> ((LoggingEvent) event).addKeyValuePair(new KeyValuePair(Author.FIELD, plugin)));
        if (sink.journal != null) {
            caller.ifPresent(frame -> ((LoggingEvent) event)
                    .setCallerData(new StackTraceElement[]{frame.toStackTraceElement()}));
        }
        Thresholds.shown(event, loggers).ifPresent(shown -> {
            write(shown);
            memory.add(shown, Origin.of(shown, author));
        });
    }

    private void write(ILoggingEvent event) {
        boolean written = false;
        while (!written) {
            // Outside of the lock, as it calls toString() of foreign objects, which may wait for threads that log.
            Sink current = sink;
            Line line = current.format(event);
            lock.lock();
            try {
                if (current == sink) {
                    current.write(line);
                    written = true;
                }
            } finally {
                lock.unlock();
            }
        }
    }

    /**
     * What an event has become.
     *
     * @param bytes for stderr and the file
     * @param entry for the journal; null if there is none
     */
    private record Line(byte[] bytes, JournalEntry entry) {}

    /** A format, a journal and a file that belong together. All but {@link #format} is called with the lock held. */
    private final class Sink {
        private final LineFormat format;
        /** Null if lines go to stderr. */
        private final Journal journal;
        private final RotatingFile file;
        private boolean journalFailing;
        private boolean failing;

        Sink(LineFormat format, Journal journal, RotatingFile file) {
            this.format = format;
            this.journal = journal;
            this.file = file;
        }

        Line format(ILoggingEvent event) {
            return new Line(format.format(event).getBytes(StandardCharsets.UTF_8),
                    journal == null ? null : JournalFormat.entry(event));
        }

        void open() {
            attempt(RotatingFile::open);
        }

        void write(Line line) {
            show(line);
            attempt(f -> f.write(line.bytes));
        }

        void close() {
            try {
                if (file != null) {
                    file.close();
                }
            } catch (IOException e) {
                warn("log file " + file.path() + ": " + e.getMessage());
            }
        }

        private void attempt(FileAction action) {
            if (file == null) {
                return;
            }
            try {
                action.on(file);
                if (failing) {
                    failing = false;
                    warn("log file " + file.path() + " is written again");
                }
            } catch (IOException e) {
                if (!failing) {
                    failing = true;
                    warn("log file " + file.path() + ": " + e.getMessage() + "; "
                            + (journal == null ? "stderr" : "the journal") + " has every line");
                }
            }
        }

        private void warn(String message) {
            LoggingEvent warning = warning(message);
            show(format(warning));
            memory.add(warning, Origin.UNKNOWN);
        }

        private LoggingEvent warning(String message) {
            return new LoggingEvent(null, loggers.getLogger(WARNINGS), Level.WARN, message, null, null);
        }

        /** To where the operator looks: the journal or, where there is none or it fails, stderr. */
        private void show(Line line) {
            if (journal == null) {
                toStderr(line.bytes);
                return;
            }
            try {
                journal.write(line.entry);
                if (journalFailing) {
                    journalFailing = false;
                    warn("the journal is written again");
                }
            } catch (IOException e) {
                if (!journalFailing) {
                    journalFailing = true;
                    LoggingEvent warning = warning("the journal cannot be written: " + e.getMessage()
                            + "; what it does not get goes to stderr");
                    toStderr(format(warning).bytes);
                    memory.add(warning, Origin.UNKNOWN);
                }
                toStderr(line.bytes);
            }
        }

        private void toStderr(byte[] line) {
            try {
                stderr.write(line);
            } catch (IOException e) {
                // Nobody reads stderr any more, and there is nowhere else to say so.
            }
        }
    }

    /** What {@link Sink#attempt} does with the file. */
    @FunctionalInterface
    private interface FileAction {
        void on(RotatingFile file) throws IOException;
    }
}
