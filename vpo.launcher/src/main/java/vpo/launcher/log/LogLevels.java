package vpo.launcher.log;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.osgi.service.log.LogLevel;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;

/**
 * The levels in force: what the configuration says, and what an operator has asked for since, which lasts until the
 * configuration says something else. Any thread.
 */
final class LogLevels {
    private static final String ROOT = org.slf4j.Logger.ROOT_LOGGER_NAME;

    private final LoggerContext loggers;
    private final Map<String, LogLevel> asked = new TreeMap<>();
    /** Loggers that had a level of their own at some time. Parents come before their children. */
    private final Set<String> touched = new TreeSet<>();
    private LogSettings.Level configured;

    LogLevels(LoggerContext loggers, LogSettings.Level configured) {
        this.loggers = loggers;
        this.configured = configured;
        apply();
    }

    /**
     * The level of the configuration. If it is another one than before, it counts, and nothing else does: whoever has asked
     * for something else finds a line of that in the log.
     */
    synchronized void configure(LogSettings.Level level) {
        Logger log = loggers.getLogger(LogLevels.class);
        String ended = level == configured ? "" : names();
        // Either the level that goes or the one that comes may be too high for this line.
        boolean before = log.isWarnEnabled();
        if (before) {
            tell(log, ended);
        }
        if (level != configured) {
            asked.clear();
        }
        configured = level;
        apply();
        if (!before) {
            tell(log, ended);
        }
    }

    private static void tell(Logger log, String ended) {
        if (!ended.isEmpty()) {
            log.warn("logging.level has changed, which ends the levels that were asked for at run time: {}", ended);
        }
    }

    /**
     * In place of all that was asked for before.
     *
     * @param levels by the names of loggers; that of the root stands for {@code logging.level}, which holds libraries
     *            to WARNING unless it is DEBUG, in capitals or not, as for logback. Null is as good as absent
     */
    synchronized void ask(Map<String, LogLevel> levels) {
        Map<String, LogLevel> wanted = new TreeMap<>();
        levels.forEach((name, level) -> {
            String logger = name.equalsIgnoreCase(ROOT) ? ROOT : name;
            // Whoever changes one hands back that of the root, too, which nobody may have asked for.
            if (level != null && !(logger.equals(ROOT) && level == inConfiguration())) {
                wanted.put(logger, level);
            }
        });
        asked.clear();
        asked.putAll(wanted);
        apply();
    }

    private String names() {
        return asked.keySet().stream().map(name -> name.equals(ROOT) ? "that of all" : name)
                .collect(Collectors.joining(", "));
    }

    /** That of the root, whoever asked for it, and what was asked for others. */
    synchronized Map<String, LogLevel> levels() {
        Map<String, LogLevel> all = new TreeMap<>(asked);
        all.putIfAbsent(ROOT, inConfiguration());
        return all;
    }

    private LogLevel inConfiguration() {
        return switch (configured) {
            case DEBUG -> LogLevel.DEBUG;
            case INFO -> LogLevel.INFO;
            case WARNING -> LogLevel.WARN;
            case ERROR -> LogLevel.ERROR;
        };
    }

    /** What counts for a logger. */
    LogLevel effective(String logger) {
        return switch (loggers.getLogger(logger).getEffectiveLevel().toInt()) {
            case Level.TRACE_INT, Level.ALL_INT -> LogLevel.TRACE;
            case Level.DEBUG_INT -> LogLevel.DEBUG;
            case Level.INFO_INT -> LogLevel.INFO;
            case Level.WARN_INT -> LogLevel.WARN;
            case Level.OFF_INT -> LogLevel.AUDIT;
            default -> LogLevel.ERROR;
        };
    }

    private void apply() {
        touched.addAll(asked.keySet());
        touched.remove(ROOT);
        touched.forEach(name -> loggers.getLogger(name).setLevel(null));
        Thresholds.apply(loggers, asked.containsKey(ROOT) ? threshold(asked.get(ROOT)) : configured);
        asked.forEach((name, level) -> {
            if (!name.equals(ROOT)) {
                loggers.getLogger(name).setLevel(Thresholds.allowed(name, level(level)));
            }
        });
        Thresholds.keepSecrets(loggers);
        for (String name : touched) {
            Logger logger = loggers.getLogger(name);
            if (logger.getLevel() == null) {
                // Never null: java.util.logging keeps the last level that it was told.
                logger.setLevel(logger.getEffectiveLevel());
            }
        }
    }

    private static LogSettings.Level threshold(LogLevel level) {
        return switch (level) {
            case TRACE, DEBUG -> LogSettings.Level.DEBUG;
            case INFO -> LogSettings.Level.INFO;
            case WARN -> LogSettings.Level.WARNING;
            case ERROR, AUDIT -> LogSettings.Level.ERROR;
        };
    }

    private static Level level(LogLevel level) {
        return switch (level) {
            case TRACE -> Level.TRACE;
            case DEBUG -> Level.DEBUG;
            case INFO -> Level.INFO;
            case WARN -> Level.WARN;
            case ERROR, AUDIT -> Level.ERROR;
        };
    }
}
