package vpo.launcher.log;

import java.util.Arrays;
import java.util.IllegalFormatException;

import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceReference;
import org.osgi.service.log.FormatterLogger;
import org.osgi.service.log.LogLevel;
import org.osgi.service.log.Logger;
import org.osgi.service.log.LoggerConsumer;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.helpers.MessageFormatter;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * A logger of the OSGi log service that is one of SLF4J: of its name or, where that is the root's, of its bundle's
 * name, so that a line always says where it comes from. Bundle and service are context fields.
 */
final class OsgiLogger implements FormatterLogger {
    private final Bundle bundle;
    private final String name;
    private final boolean printf;
    private final boolean onBehalf;
    private final org.slf4j.Logger target;

    /**
     * @param bundle that the lines are about
     * @param name null for the root's
     * @param printf whether messages are formatted as by {@link String#format}
     * @param onBehalf whether another bundle logs for this one, as Declarative Services does for components
     */
    OsgiLogger(Bundle bundle, String name, boolean printf, boolean onBehalf) {
        this.onBehalf = onBehalf;
        this.bundle = bundle;
        this.name = name == null ? Logger.ROOT_LOGGER_NAME : name;
        this.printf = printf;
        this.target = LoggerFactory.getLogger(
                Logger.ROOT_LOGGER_NAME.equals(this.name) ? BundleName.symbolicName(bundle) : this.name);
    }

    @Override
    public String getName() {
        return name;
    }

    void write(LogLevel level, String message, ServiceReference<?> service, Throwable exception) {
        LoggingEventBuilder event = target.atLevel(level(level)).addKeyValue(BundleName.FIELD, BundleName.of(bundle));
        if (onBehalf) {
            String plugin = Author.plugin(bundle).orElse(null);
            event = plugin == null ? event : event.addKeyValue(Author.FIELD, plugin);
        }
        if (service != null) {
            event = event.addKeyValue("service", service.toString());
        }
        // An exception of a component comes with fifty frames of Declarative Services and two of its own.
        if (exception != null && onBehalf && !target.isDebugEnabled()) {
            event.log(message + ": " + Summary.of(exception));
        } else {
            event.setCause(exception).log(message);
        }
    }

    /** As the specification has it, an exception and a service at the end are not arguments of the message. */
    private void log(LogLevel level, String format, Object... arguments) {
        if (!target.isEnabledForLevel(level(level))) {
            return;
        }
        ServiceReference<?> service = null;
        Throwable exception = null;
        int count = arguments.length;
        while (count > 0) {
            if (exception == null && arguments[count - 1] instanceof Throwable last) {
                exception = last;
            } else if (service == null && arguments[count - 1] instanceof ServiceReference<?> last) {
                service = last;
            } else {
                break;
            }
            count--;
        }
        write(level, message(format, Arrays.copyOf(arguments, count)), service, exception);
    }

    private String message(String format, Object[] arguments) {
        if (arguments.length == 0) {
            return format;
        }
        if (!printf) {
            return MessageFormatter.basicArrayFormat(format, arguments);
        }
        try {
            return String.format(format, arguments);
        } catch (IllegalFormatException e) {
            // The line matters more than its form.
            return format + " " + Arrays.toString(arguments);
        }
    }

    private static Level level(LogLevel level) {
        return switch (level) {
            case ERROR -> Level.ERROR;
            // Meant to be seen whatever the threshold; the log knows no such level, and an audit is no error.
            case AUDIT, WARN -> Level.WARN;
            case INFO -> Level.INFO;
            case DEBUG -> Level.DEBUG;
            case TRACE -> Level.TRACE;
        };
    }

    @Override
    public boolean isTraceEnabled() {
        return target.isTraceEnabled();
    }

    @Override
    public void trace(String message) {
        log(LogLevel.TRACE, message);
    }

    @Override
    public void trace(String format, Object arg) {
        log(LogLevel.TRACE, format, new Object[]{arg});
    }

    @Override
    public void trace(String format, Object arg1, Object arg2) {
        log(LogLevel.TRACE, format, arg1, arg2);
    }

    @Override
    public void trace(String format, Object... arguments) {
        log(LogLevel.TRACE, format, arguments);
    }

    @Override
    public <E extends Exception> void trace(LoggerConsumer<E> consumer) throws E {
        if (isTraceEnabled()) {
            consumer.accept(this);
        }
    }

    @Override
    public boolean isDebugEnabled() {
        return target.isDebugEnabled();
    }

    @Override
    public void debug(String message) {
        log(LogLevel.DEBUG, message);
    }

    @Override
    public void debug(String format, Object arg) {
        log(LogLevel.DEBUG, format, new Object[]{arg});
    }

    @Override
    public void debug(String format, Object arg1, Object arg2) {
        log(LogLevel.DEBUG, format, arg1, arg2);
    }

    @Override
    public void debug(String format, Object... arguments) {
        log(LogLevel.DEBUG, format, arguments);
    }

    @Override
    public <E extends Exception> void debug(LoggerConsumer<E> consumer) throws E {
        if (isDebugEnabled()) {
            consumer.accept(this);
        }
    }

    @Override
    public boolean isInfoEnabled() {
        return target.isInfoEnabled();
    }

    @Override
    public void info(String message) {
        log(LogLevel.INFO, message);
    }

    @Override
    public void info(String format, Object arg) {
        log(LogLevel.INFO, format, new Object[]{arg});
    }

    @Override
    public void info(String format, Object arg1, Object arg2) {
        log(LogLevel.INFO, format, arg1, arg2);
    }

    @Override
    public void info(String format, Object... arguments) {
        log(LogLevel.INFO, format, arguments);
    }

    @Override
    public <E extends Exception> void info(LoggerConsumer<E> consumer) throws E {
        if (isInfoEnabled()) {
            consumer.accept(this);
        }
    }

    @Override
    public boolean isWarnEnabled() {
        return target.isWarnEnabled();
    }

    @Override
    public void warn(String message) {
        log(LogLevel.WARN, message);
    }

    @Override
    public void warn(String format, Object arg) {
        log(LogLevel.WARN, format, new Object[]{arg});
    }

    @Override
    public void warn(String format, Object arg1, Object arg2) {
        log(LogLevel.WARN, format, arg1, arg2);
    }

    @Override
    public void warn(String format, Object... arguments) {
        log(LogLevel.WARN, format, arguments);
    }

    @Override
    public <E extends Exception> void warn(LoggerConsumer<E> consumer) throws E {
        if (isWarnEnabled()) {
            consumer.accept(this);
        }
    }

    @Override
    public boolean isErrorEnabled() {
        return target.isErrorEnabled();
    }

    @Override
    public void error(String message) {
        log(LogLevel.ERROR, message);
    }

    @Override
    public void error(String format, Object arg) {
        log(LogLevel.ERROR, format, new Object[]{arg});
    }

    @Override
    public void error(String format, Object arg1, Object arg2) {
        log(LogLevel.ERROR, format, arg1, arg2);
    }

    @Override
    public void error(String format, Object... arguments) {
        log(LogLevel.ERROR, format, arguments);
    }

    @Override
    public <E extends Exception> void error(LoggerConsumer<E> consumer) throws E {
        if (isErrorEnabled()) {
            consumer.accept(this);
        }
    }

    @Override
    public void audit(String message) {
        log(LogLevel.AUDIT, message);
    }

    @Override
    public void audit(String format, Object arg) {
        log(LogLevel.AUDIT, format, new Object[]{arg});
    }

    @Override
    public void audit(String format, Object arg1, Object arg2) {
        log(LogLevel.AUDIT, format, arg1, arg2);
    }

    @Override
    public void audit(String format, Object... arguments) {
        log(LogLevel.AUDIT, format, arguments);
    }
}
