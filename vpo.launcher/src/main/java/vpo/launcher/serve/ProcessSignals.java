package vpo.launcher.serve;

import sun.misc.Signal;

/** The signals of an operating system's daemon. Each handler runs on a thread of its own. */
final class ProcessSignals {
    private ProcessSignals() {}

    /**
     * Calls the handler whenever the signal comes, in place of the JVM's own reaction.
     *
     * @param name without {@code SIG}
     */
    static void handle(String name, Runnable handler) {
        Signal.handle(new Signal(name), _ -> {
            try {
                Thread.ofPlatform().daemon().name("vpo-SIG" + name).start(handler);
            } catch (OutOfMemoryError _) {
                // At the limit of threads: the JVM's own for this signal, which has been made, will do.
                handler.run();
            }
        });
    }
}
