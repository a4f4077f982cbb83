package vpo.launcher.log;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.core.spi.ContextAwareBase;

/**
 * What logback finds and asks first, as soon as anybody gets a logger: so the very first line has its form, no XML
 * parser is loaded, and logback has nothing to print about itself.
 */
public final class LogbackConfigurator extends ContextAwareBase implements Configurator {

    /** Logs with the default settings until {@link Logging#start} has better ones. */
    @Override
    public ExecutionStatus configure(LoggerContext loggers) {
        Logging.install(loggers, LogSettings.DEFAULT);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }
}
