package vpo.launcher.log;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.osgi.framework.BundleContext;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;
import org.slf4j.event.Level;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.jul.LevelChangePropagator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import vpo.systemd.Journal;

/**
 * The log of the process: whoever logs, through SLF4J, {@code java.util.logging} or the OSGi log service, ends here, in
 * one format, on stderr or in the journal, and in the configured file. Nothing is buffered: a line that was logged is written. All methods
 * may be called by any thread, and none throws because of a destination that cannot be written.
 */
public final class Logging implements AutoCloseable {
    /** A system property with the address of the journal's socket, for tests: nothing else has it anywhere else. */
    static final String JOURNAL_SOCKET = "vpo.journal.socket";

    private final LoggerContext loggers;
    private final LogOutput output;
    private final LogMemory memory;
    private final LogLevels levels;
    private volatile List<LineLogger> streams = List.of();

    private Logging(LoggerContext loggers, LogOutput output, LogMemory memory, LogLevels levels) {
        this.loggers = loggers;
        this.output = output;
        this.memory = memory;
        this.levels = levels;
    }

    /**
     * Starts to log as the settings say. Lines logged before, if any, went to stderr by the default settings.
     *
     * @return what changes or ends it
     */
    public static Logging start(LogSettings settings) {
        return start(settings, realStderr(), ZoneId.systemDefault());
    }

    static Logging start(LogSettings settings, OutputStream stderr, ZoneId zone) {
        LoggerContext loggers = (LoggerContext) LoggerFactory.getILoggerFactory();
        Logging logging = install(loggers, settings, stderr, zone);
        bridgeJavaUtilLogging(loggers);
        return logging;
    }

    static Logging install(LoggerContext loggers, LogSettings settings) {
        return install(loggers, settings, realStderr(), ZoneId.systemDefault());
    }

    static Logging install(LoggerContext loggers, LogSettings settings, OutputStream stderr, ZoneId zone) {
        LogMemory memory = new LogMemory();
        LogOutput output = new LogOutput(loggers, stderr, zone, memory, Logging::journal, settings);
        output.start();
        Logger root = loggers.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        List<Appender<ILoggingEvent>> former = new ArrayList<>();
        root.iteratorForAppenders().forEachRemaining(former::add);
        root.addAppender(output);
        for (Appender<ILoggingEvent> appender : former) {
            root.detachAppender(appender);
            appender.stop();
        }
        return new Logging(loggers, output, memory, new LogLevels(loggers, settings.level()));
    }

    /**
     * Registers the OSGi services of the log, which last as long as the framework: to write to it, to read its last
     * lines, and to change its levels. To be called before any bundle starts.
     */
    public void register(BundleContext system) {
        OsgiLogService.register(system);
        OsgiLogReader.register(system, memory);
        OsgiLoggerAdmin.register(system, levels);
    }

    /**
     * Changes level, format and file, for all loggers there are and will be. A level that was asked for at run time
     * lasts if the settings' level is what it was. No line is lost or written twice. A file
     * that cannot be written is told by one WARNING on stderr, and tried again with each later line.
     */
    public void apply(LogSettings settings) {
        output.apply(settings);
        levels.configure(settings.level());
    }

    /**
     * From now on lines printed to {@code System.out} are logged as INFO by {@code stdout}, those printed to
     * {@code System.err} as WARNING by {@code stderr}, and an exception that ends a thread as ERROR: so a daemon's
     * stderr holds nothing but log lines, whatever its bundles do. To be called before the framework is made; not for
     * a command with an output of its own.
     */
    public void takeStandardStreams() {
        UnsafeWarning.suppress();
        LineLogger stdout = new LineLogger("stdout", Level.INFO);
        LineLogger stderr = new LineLogger("stderr", Level.WARN);
        streams = List.of(stdout, stderr);
        System.setOut(stdout.printing());
        System.setErr(stderr.printing());
        Thread.setDefaultUncaughtExceptionHandler((thread, exception) -> LoggerFactory.getLogger(Logging.class)
                .error("thread {} ended by an exception", thread.getName(), exception));
    }

    /**
     * From now on only errors of the launcher itself, unless the level is DEBUG: a start has failed, and the line that
     * says why is to be the last one, whatever others make of the end.
     */
    public void hush() {
        if (!loggers.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).isDebugEnabled()) {
            Thresholds.applyLauncherOnly(loggers);
        }
    }

    /** Logs what was printed last without an end of line, and closes the file. Later lines still go to stderr. */
    @Override
    public void close() {
        streams.forEach(LineLogger::close);
        output.stop();
    }

    /** Nothing of it is loaded where there is no journal. */
    private static Optional<Journal> journal(LogSettings.Format format) {
        return switch (format) {
            case TEXT, JSON -> Optional.empty();
            case JOURNAL -> Optional.of(new Journal(System.getProperty(JOURNAL_SOCKET, Journal.SOCKET)));
            case AUTO -> Journal.isStderr(System.getenv()) ? journal(LogSettings.Format.JOURNAL) : Optional.empty();
        };
    }

    /** Not {@code System.err}, which anybody may replace, and whose buffer and lock are of no use here. */
    private static OutputStream realStderr() {
        return new FileOutputStream(FileDescriptor.err);
    }

    private static void bridgeJavaUtilLogging(LoggerContext loggers) {
        // Levels are told to java.util.logging too, so that it drops at once what nobody wants.
        if (loggers.getCopyOfListenerList().stream().noneMatch(LevelChangePropagator.class::isInstance)) {
            LevelChangePropagator levels = new LevelChangePropagator();
            levels.setContext(loggers);
            levels.setResetJUL(true);
            levels.start();
            loggers.addListener(levels);
        }
        if (!SLF4JBridgeHandler.isInstalled()) {
            SLF4JBridgeHandler.removeHandlersForRootLogger();
            SLF4JBridgeHandler.install();
        }
    }
}
