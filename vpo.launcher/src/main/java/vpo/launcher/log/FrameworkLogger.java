package vpo.launcher.log;

import org.apache.felix.framework.Logger;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.ServiceReference;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * What the framework logs to, given to Felix as its property {@code felix.log.logger}. The threshold is that of the
 * logger {@code org.apache.felix.framework} at all times; only the resolver's own debug lines, which are costly to
 * make, need that logger to be at DEBUG when this object is made.
 */
public final class FrameworkLogger extends Logger {
    private static final org.slf4j.Logger LOG = LoggerFactory.getLogger("org.apache.felix.framework");

    /** One for one framework. */
    public FrameworkLogger() {
        setLogLevel(LOG.isDebugEnabled() ? LOG_DEBUG : LOG_WARNING);
    }

    /** Not {@code doLog}, before which Felix applies a threshold of its own. */
    @Override
    @SuppressWarnings("rawtypes") // as Felix declares it
    protected void _log(Bundle bundle, ServiceReference service, int level, String message, Throwable exception) {
        // A bundle that fails is told as an event of the framework, too: to the launcher, which logs it in one line.
        LoggingEventBuilder event = LOG.atLevel(exception instanceof BundleException ? Level.DEBUG : level(level));
        if (bundle != null) {
            event = event.addKeyValue(BundleName.FIELD, BundleName.of(bundle));
        }
        if (service != null) {
            event = event.addKeyValue("service", service.toString());
        }
        event.setCause(exception).log(message);
    }

    /** Where the resolver's lines come. */
    @Override
    protected void doLog(int level, String message, Throwable exception) {
        _log(null, null, level, message, exception);
    }

    private static Level level(int felix) {
        return switch (felix) {
            case LOG_ERROR -> Level.ERROR;
            case LOG_WARNING -> Level.WARN;
            case LOG_INFO -> Level.INFO;
            default -> Level.DEBUG;
        };
    }
}
