package vpo.launcher.log;

import java.util.HashMap;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;

import org.osgi.framework.BundleContext;
import org.osgi.service.log.LogLevel;
import org.osgi.service.log.LogService;
import org.osgi.service.log.Logger;
import org.osgi.service.log.admin.LoggerAdmin;
import org.osgi.service.log.admin.LoggerContext;

/**
 * The OSGi service for levels at run time. Its root context is the log's; there are no levels of single bundles, because
 * one logger is the same for all who use it.
 */
final class OsgiLoggerAdmin implements LoggerAdmin {
    private final LogLevels levels;

    private OsgiLoggerAdmin(LogLevels levels) {
        this.levels = levels;
    }

    /** Registers the service, which lasts as long as the framework. */
    static void register(BundleContext system, LogLevels levels) {
        var log = system.getServiceReference(LogService.class);
        Map<String, Object> properties = log == null
                ? Map.of()
                : Map.of(LOG_SERVICE_ID, List.of(log.getProperty("service.id")));
        system.registerService(LoggerAdmin.class, new OsgiLoggerAdmin(levels), new Hashtable<>(properties));
    }

    @Override
    public LoggerContext getLoggerContext(String name) {
        return name == null ? new Root(levels) : new OfABundle(name, levels);
    }

    /** The levels of the log. */
    private record Root(LogLevels levels) implements LoggerContext {
        @Override
        public String getName() {
            return null;
        }

        @Override
        public LogLevel getEffectiveLogLevel(String name) {
            return levels.effective(name);
        }

        @Override
        public Map<String, LogLevel> getLogLevels() {
            return levels.levels();
        }

        @Override
        public void setLogLevels(Map<String, LogLevel> wanted) {
            levels.ask(wanted);
        }

        /** Back to the configuration. */
        @Override
        public void clear() {
            levels.ask(Map.of());
        }

        /** Never: the root has a level at all times. */
        @Override
        public boolean isEmpty() {
            return false;
        }
    }

    /** Empty, and stays so. */
    private record OfABundle(String name, LogLevels levels) implements LoggerContext {
        @Override
        public String getName() {
            return name;
        }

        @Override
        public LogLevel getEffectiveLogLevel(String logger) {
            return levels.effective(Logger.ROOT_LOGGER_NAME.equals(logger) ? name : logger);
        }

        @Override
        public Map<String, LogLevel> getLogLevels() {
            return new HashMap<>();
        }

        @Override
        public void setLogLevels(Map<String, LogLevel> wanted) {
            if (!wanted.isEmpty()) {
                throw new UnsupportedOperationException(
                        "levels are those of loggers, for all bundles: use the context without a name");
            }
        }

        @Override
        public void clear() {
            // Nothing is there.
        }

        @Override
        public boolean isEmpty() {
            return true;
        }
    }
}
