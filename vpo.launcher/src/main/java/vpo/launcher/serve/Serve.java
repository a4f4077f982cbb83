package vpo.launcher.serve;

import java.util.List;

import vpo.config.ConfigInputs;

/**
 * {@code vpo serve}. It stands apart from {@link Daemon}, whose class wants a logger: the head start has begun by the time
 * there is one.
 */
public final class Serve {
    private Serve() {}

    /**
     * Runs a daemon until it is stopped.
     *
     * @param version of this program
     * @param inputs of its configuration
     * @param warnings of the command line, for the log
     * @return the exit status: 0 when it was stopped, 1 when it did not start
     */
    public static int run(String version, ConfigInputs inputs, List<String> warnings) {
        long started = System.nanoTime();
        Carriers.provide();
        HeadStart ahead = HeadStart.begin();
        return Daemon.run(started, version, inputs, warnings, ahead);
    }
}
