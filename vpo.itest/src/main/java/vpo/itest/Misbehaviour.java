package vpo.itest;

import java.util.concurrent.CountDownLatch;

import org.osgi.annotation.bundle.Header;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;

/**
 * A bundle whose start or stop goes wrong, as the system property {@code vpo.itest.misbehave} says:
 * {@code start-throws}, {@code start-hangs}, {@code stop-hangs}, {@code hook-hangs}, {@code exit}. Without it, it does
 * nothing.
 */
@Header(name = Constants.BUNDLE_ACTIVATOR, value = "${@class}")
public final class Misbehaviour implements BundleActivator {
    private final String how = System.getProperty("vpo.itest.misbehave", "");

    @Override
    public void start(BundleContext context) throws Exception {
        switch (how) {
            case "start-throws" -> throw new IllegalStateException("start-throws was asked for");
            case "start-hangs" -> hang();
            case "hook-hangs" -> Runtime.getRuntime().addShutdownHook(new Thread(Misbehaviour::hangUninterrupted));
            case "exit" -> Thread.ofPlatform().start(() -> System.exit(7));
            default -> {
                // Well-behaved.
            }
        }
    }

    @Override
    public void stop(BundleContext context) throws Exception {
        if (how.equals("stop-hangs")) {
            hang();
        }
    }

    private static void hangUninterrupted() {
        try {
            hang();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void hang() throws InterruptedException {
        new CountDownLatch(1).await();
    }
}
