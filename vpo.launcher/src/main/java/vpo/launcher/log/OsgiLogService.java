package vpo.launcher.log;

import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceFactory;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.log.FormatterLogger;
import org.osgi.service.log.LogLevel;
import org.osgi.service.log.LogService;
import org.osgi.service.log.Logger;
import org.osgi.service.log.LoggerFactory;

/**
 * The OSGi log service of one bundle, straight on top of SLF4J. It is there before the first bundle starts, so that
 * none finds itself without one and prints; it writes each line before the call returns; and its levels are those of
 * the log, at all times.
 *
 * <p>
 * The log service of Felix does not do: it hands lines to a thread and drops what that has not taken when it stops,
 * has levels of its own, and makes an entry with a stack trace of every service event.
 */
final class OsgiLogService implements LogService {
    private final Bundle bundle;

    private OsgiLogService(Bundle bundle) {
        this.bundle = bundle;
    }

    /** Registers the service, which lasts as long as the framework. To be called before any bundle starts. */
    static void register(BundleContext system) {
        system.registerService(new String[]{LogService.class.getName(), LoggerFactory.class.getName()}, new PerBundle(),
                null);
    }

    @Override
    public Logger getLogger(String name) {
        return getLogger(name, Logger.class);
    }

    @Override
    public Logger getLogger(Class<?> type) {
        return getLogger(type.getName());
    }

    @Override
    public <L extends Logger> L getLogger(String name, Class<L> loggerType) {
        return getLogger(bundle, name, loggerType);
    }

    @Override
    public <L extends Logger> L getLogger(Class<?> type, Class<L> loggerType) {
        return getLogger(type.getName(), loggerType);
    }

    @Override
    public <L extends Logger> L getLogger(Bundle user, String name, Class<L> loggerType) {
        if (loggerType != Logger.class && loggerType != FormatterLogger.class) {
            throw new IllegalArgumentException("a logger is a Logger or a FormatterLogger, not a " + loggerType);
        }
        return loggerType.cast(new OsgiLogger(user, name, loggerType == FormatterLogger.class,
                !user.equals(bundle)));
    }

    @Override
    @Deprecated
    public void log(int level, String message) {
        log(null, level, message, null);
    }

    @Override
    @Deprecated
    public void log(int level, String message, Throwable exception) {
        log(null, level, message, exception);
    }

    @Override
    @Deprecated
    public void log(ServiceReference<?> service, int level, String message) {
        log(service, level, message, null);
    }

    @Override
    @Deprecated
    public void log(ServiceReference<?> service, int level, String message, Throwable exception) {
        LogLevel known = switch (level) {
            case LOG_ERROR -> LogLevel.ERROR;
            case LOG_WARNING -> LogLevel.WARN;
            case LOG_INFO -> LogLevel.INFO;
            default -> LogLevel.DEBUG;
        };
        new OsgiLogger(bundle, Logger.ROOT_LOGGER_NAME, false, false).write(known, message, service, exception);
    }

    /** Lets the service know who uses it. */
    private static final class PerBundle implements ServiceFactory<OsgiLogService> {
        @Override
        public OsgiLogService getService(Bundle user, ServiceRegistration<OsgiLogService> registration) {
            return new OsgiLogService(user);
        }

        @Override
        public void ungetService(Bundle user, ServiceRegistration<OsgiLogService> registration,
                OsgiLogService service) {
            // Nothing is held.
        }
    }
}
