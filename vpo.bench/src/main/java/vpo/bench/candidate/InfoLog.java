package vpo.bench.candidate;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;

/** A log as a bare program has it: logback's own console output, from INFO on as in the daemon. */
final class InfoLog {
    private InfoLog() {}

    static void start() {
        ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).setLevel(Level.INFO);
    }
}
