package vpo.launcher.serve;

import java.lang.reflect.Proxy;
import java.security.SecureRandom;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.logging.LogManager;

import vpo.launcher.log.UnsafeWarning;

/**
 * What the framework and the start of the bundles would have to wait for, done on a thread of its own while the
 * configuration is being read, the framework is being made and its bundles are being installed, which is work for one
 * thread only. Nothing depends on it: what is missing here is done when it is needed, and what is not there, as the
 * bundles' classes where they are not on the class path, is left out.
 */
final class HeadStart {
    /** Of the framework, whose initialization takes milliseconds each; in the order in which they are needed. */
    static final List<String> FRAMEWORK = List.of(
            "org.osgi.framework.FrameworkUtil",
            "org.apache.felix.framework.Felix",
            "org.apache.felix.framework.util.Util",
            "org.apache.felix.framework.VersionConverter");
    /** Of the bundles, likewise. Some of them ask for a logger. */
    private static final List<String> BUNDLES = List.of(
            "org.apache.felix.metatype.internal.Activator",
            "jakarta.servlet.http.HttpServlet",
            "javax.servlet.http.HttpServlet",
            "org.eclipse.jetty.http.MimeTypes",
            "org.eclipse.jetty.server.Server");
    /** Component property types, of which Declarative Services make a proxy each. */
    private static final List<String> PROXIES = List.of(
            "org.apache.felix.hc.core.impl.executor.HealthCheckExecutorThreadPoolConfiguration",
            "org.apache.felix.hc.core.impl.executor.HealthCheckExecutorImplConfiguration",
            "org.apache.felix.hc.core.impl.scheduling.cron.embedded.EmbeddedCronSchedulerProvider$Configuration",
            "vpo.config.VpoConfig",
            "vpo.config.PluginsConfig",
            "vpo.config.ServerConfig",
            "vpo.config.ConsoleConfig",
            "vpo.config.MetricsConfig",
            "vpo.config.RateLimitConfig");

    private final CountDownLatch log = new CountDownLatch(1);
    private final Thread thread;

    private HeadStart() {
        thread = Thread.ofPlatform().name("vpo-head-start").daemon().unstarted(this::run);
    }

    /** Returns at once. There need not be a log yet. */
    static HeadStart begin() {
        HeadStart ahead = new HeadStart();
        ahead.thread.start();
        return ahead;
    }

    /** There is a log from now on, and the standard streams belong to it. Without this call, part of the work waits. */
    void logIsThere() {
        log.countDown();
    }

    /**
     * Waits until it is done, after {@link #logIsThere}. No bundle may start before: two threads that initialize classes
     * which need each other wait for each other for ever.
     */
    void await() throws InterruptedException {
        thread.join();
    }

    private void run() {
        findTimeZone();
        // Reads the JDK's own configuration of it, which the log is going to overrule.
        LogManager.getLogManager();
        // Before the framework's first class, which touches what the JDK warns of past all streams.
        UnsafeWarning.suppress();
        FRAMEWORK.forEach(HeadStart::initialize);
        try {
            log.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts the head start", e);
        }
        BUNDLES.forEach(HeadStart::initialize);
        PROXIES.forEach(HeadStart::makeProxy);
        // The first one reads the JDK's list of providers.
        new SecureRandom();
        writeField();
        makeComparators();
    }

    /** What the log wants first of all. */
    private static void findTimeZone() {
        try {
            ZoneId.systemDefault();
        } catch (DateTimeException _) {
            // The log will tell.
        }
    }

    private static void initialize(String name) {
        try {
            Class.forName(name);
        } catch (ClassNotFoundException | LinkageError _) {
            // Whoever needs it will tell.
        }
    }

    /** Declarative Services write what they inject into fields; the first time, the JDK makes the code that writes. */
    private static void writeField() {
        try {
            Written written = new Written();
            Written.class.getDeclaredField("field").set(written, written);
        } catch (ReflectiveOperationException _) {
            // Then it is made when it is needed.
        }
    }

    private static final class Written {
        @SuppressWarnings("unused")
        private Object field;
    }

    /** These are serializable, which no cache has, and are made once for whoever asks first. */
    private static void makeComparators() {
        Comparator.comparing(Object::toString);
        Map.Entry.comparingByKey();
    }

    /** The class of the proxies of an interface is made with the first one of them, and kept. */
    private static void makeProxy(String name) {
        try {
            Class<?> type = Class.forName(name);
            Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[]{type}, (_, _, _) -> null);
        } catch (ClassNotFoundException | LinkageError _) {
            // As above.
        }
    }
}
