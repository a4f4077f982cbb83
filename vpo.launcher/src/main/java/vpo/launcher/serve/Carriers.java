package vpo.launcher.serve;

/**
 * The threads that carry virtual ones. The JDK has as many as there are processors, and what computes, or waits in a file,
 * never leaves its own: as many such requests to plugins would keep all others waiting, health included, until the watchdog
 * ends the daemon. With more of them the kernel shares the processors out. They are made when they are needed.
 */
final class Carriers {
    /** The JDK's own, which it reads with the first virtual thread. */
    private static final String PROPERTY = "jdk.virtualThreadScheduler.parallelism";
    private static final int LEAST = 8;

    private Carriers() {}

    /** For as long as there has been no virtual thread; what an operator has set stays. */
    static void provide() {
        if (System.getProperty(PROPERTY) == null) {
            System.setProperty(PROPERTY,
                    Integer.toString(Math.max(LEAST, 2 * Runtime.getRuntime().availableProcessors())));
        }
    }
}
