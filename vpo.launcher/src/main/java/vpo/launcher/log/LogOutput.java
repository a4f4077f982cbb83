package vpo.launcher.log;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

import org.slf4j.event.KeyValuePair;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;

/**
 * The one place where lines leave the process: to stderr and, if there is one, to the log file; the last of them are
 * remembered, too. A file that fails costs
 * one line of warning on stderr when it begins and one when it ends; whoever logs never notices. Any thread.
 */
final class LogOutput extends UnsynchronizedAppenderBase<ILoggingEvent> {
    private static final String WARNINGS = "vpo.launcher.log";

    private final LoggerContext loggers;
    private final OutputStream stderr;
    private final ZoneId zone;
    private final LogMemory memory;
    private final Lock lock = new ReentrantLock();
    private volatile Sink sink;

    LogOutput(LoggerContext loggers, OutputStream stderr, ZoneId zone, LogMemory memory, LogSettings settings) {
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
        Sink next = new Sink(LineFormat.of(settings.format(), zone), file);
        lock.lock();
        try {
            Sink previous = sink;
            sink = next;
            if (previous != null) {
                previous.close();
            }
            next.open();
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
            sink = new Sink(sink.format, null);
        } finally {
            lock.unlock();
        }
    }

    @Override
    protected void append(ILoggingEvent event) {
        // Last, so that no plugin passes for another by a field of that name.
        Optional<Author> author = Author.now();
        author.flatMap(Author::plugin).ifPresent(
                plugin -> ((LoggingEvent) event).addKeyValuePair(new KeyValuePair(Author.FIELD, plugin)));
        Thresholds.shown(event, loggers).ifPresent(shown -> {
            write(shown);
            memory.add(shown, bundle(shown, author));
        });
    }

    /** The one that a line is about, if it says so; else the one whose code logs. */
    private static OptionalLong bundle(ILoggingEvent event, Optional<Author> author) {
        if (event.getKeyValuePairs() != null) {
            for (KeyValuePair pair : event.getKeyValuePairs()) {
                if (pair.value instanceof BundleName name) {
                    return OptionalLong.of(name.id());
                }
            }
        }
        return author.map(each -> OptionalLong.of(each.bundle())).orElse(OptionalLong.empty());
    }

    private void write(ILoggingEvent event) {
        boolean written = false;
        while (!written) {
            // Outside of the lock, as it calls toString() of foreign objects, which may wait for threads that log.
            Sink current = sink;
            byte[] line = current.format(event);
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

    /** A format and a file that belong together. All but {@link #format} is called with the lock held. */
    private final class Sink {
        private final LineFormat format;
        private final RotatingFile file;
        private boolean failing;

        Sink(LineFormat format, RotatingFile file) {
            this.format = format;
            this.file = file;
        }

        byte[] format(ILoggingEvent event) {
            return format.format(event).getBytes(StandardCharsets.UTF_8);
        }

        void open() {
            attempt(RotatingFile::open);
        }

        void write(byte[] line) {
            toStderr(line);
            attempt(f -> f.write(line));
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
                    warn("log file " + file.path() + ": " + e.getMessage() + "; stderr has every line");
                }
            }
        }

        private void warn(String message) {
            toStderr(format(new LoggingEvent(null, loggers.getLogger(WARNINGS), Level.WARN, message, null, null)));
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
