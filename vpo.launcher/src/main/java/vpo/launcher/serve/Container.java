package vpo.launcher.serve;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.apache.felix.framework.util.FelixConstants;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.startlevel.FrameworkStartLevel;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.FrameworkWiring;
import org.osgi.service.condition.Condition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vpo.api.start.StartConditions;
import vpo.api.start.StartFailure;
import vpo.config.ConfigurationSource;
import vpo.launcher.log.FrameworkLogger;
import vpo.launcher.log.Logging;
import vpo.systemd.ServiceManager;

/**
 * The OSGi framework with the daemon's bundles: made, started, watched until the daemon is RUNNING or the start has
 * failed, and stopped.
 */
final class Container {
    private static final Logger log = LoggerFactory.getLogger(Container.class);

    /**
     * What the framework's own start includes: the bundles of Felix, and nobody else's. A start that hangs there could
     * not be stopped, because the framework is locked until its start has returned.
     */
    private static final String FIRST_LEVEL = "1";

    /** The framework property that says how far a command goes. */
    private static final String COMMAND_LEVEL = "vpo.command.startlevel";
    /** Framework property: a line {@code ENABLED SHA256 PATH} for each first-party plugin; read by vpo.plugins. */
    private static final String BUILT_IN_PLUGINS = "vpo.plugins.builtin";

    /** After which a start's own work has calmed down. */
    private static final Duration CALM = Duration.ofSeconds(3);

    private final LaunchIndex index;
    private final Path cache;
    private final BundleSource jars;
    private final Logging logging;
    private final Framework framework;
    private final Set<Bundle> ours = ConcurrentHashMap.newKeySet();
    private final CompletableFuture<Void> running = new CompletableFuture<>();

    /**
     * Makes the framework; nothing of it runs yet.
     *
     * @param index of the running program
     * @param cache the folder for what can be made anew
     * @param properties of the daemon, for the bundles; on top of the index's
     * @param logging of the process, for the bundles
     */
    Container(LaunchIndex index, Path cache, Map<String, String> properties, Logging logging)
            throws StartException {
        this.logging = logging;
        this.index = index;
        this.cache = cache;
        this.jars = BundleSource.of(index, cache);
        try {
            jars.prepare();
            Map<String, Object> configuration = new HashMap<>(index.frameworkProperties());
            configuration.putAll(properties);
            configuration.put(BUILT_IN_PLUGINS, builtInPlugins());
            configuration.put(Constants.FRAMEWORK_BEGINNING_STARTLEVEL, FIRST_LEVEL);
            configuration.put(Constants.FRAMEWORK_STORAGE, FrameworkStorage.empty(cache).toString());
            configuration.put(FelixConstants.LOG_LOGGER_PROP, new FrameworkLogger());
            this.framework = jars.newFramework(configuration);
        } catch (IOException e) {
            throw new StartException("STARTUP_FAILED", e.getMessage(), e);
        }
    }

    /**
     * Installs and starts everything, and returns before it is RUNNING.
     *
     * @param source of the configuration, for the bridge
     * @param stopper watches the stop
     * @param ahead is waited for before anything starts
     * @param manager is a service of the container, so that all speak with one voice
     */
    void start(ConfigurationSource source, Stopper stopper, HeadStart ahead, Optional<ServiceManager> manager)
            throws StartException {
        try {
            framework.init();
            BundleContext context = framework.getBundleContext();
            stopper.watch(context);
            watch(context, stopper);
            manager.ifPresent(it -> context.registerService(ServiceManager.class, it, null));
            install(context, source);
            ahead.await();
            framework.start();
            if (!stopper.unlessAsked(this::startBundles)) {
                // The signal came before there was something to stop.
                framework.stop();
            }
        } catch (BundleException | IllegalStateException e) {
            throw new StartException("STARTUP_FAILED", "the container did not start: " + oneLine(e), e);
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts the thread of the start", e);
        }
    }

    /**
     * Installs everything, starts what a command needs, and returns when that is done: nothing listens, and no plugin
     * runs. A command without a daemon goes this way.
     *
     * @param source of the configuration, for the bridge
     */
    void startForCommand(ConfigurationSource source) throws StartException, InterruptedException {
        try {
            framework.init();
            BundleContext context = framework.getBundleContext();
            context.registerService(Condition.class, Condition.INSTANCE,
                    new Hashtable<>(Map.of(Condition.CONDITION_ID, StartConditions.COMMAND)));
            install(context, source);
            framework.start();
            CountDownLatch there = new CountDownLatch(1);
            framework.adapt(FrameworkStartLevel.class).setStartLevel(
                    Integer.parseInt(index.frameworkProperties().get(COMMAND_LEVEL)), _ -> there.countDown());
            there.await();
            FrameworkStorage.forgetOld(cache);
        } catch (BundleException e) {
            throw new StartException("STARTUP_FAILED", "the container did not start: " + oneLine(e), e);
        }
    }

    private void install(BundleContext context, ConfigurationSource source) throws BundleException {
        logging.register(context);
        context.registerService(ConfigurationSource.class, source, null);
        FrameworkStartLevel levels = framework.adapt(FrameworkStartLevel.class);
        int usual = levels.getInitialBundleStartLevel();
        Map<String, Bundle> bundles = new HashMap<>();
        for (LaunchIndex.BundleEntry entry : index.bundles()) {
            // Rather than afterwards: a bundle's start level is written down each time it is set.
            levels.setInitialBundleStartLevel(entry.startLevel());
            bundles.put(entry.jar().name(), install(context, entry));
        }
        levels.setInitialBundleStartLevel(usual);
        jars.installed(bundles);
        // One question to the resolver instead of one per bundle. One that cannot be resolved is told of by its start.
        framework.adapt(FrameworkWiring.class).resolveBundles(bundles.values());
    }

    private String builtInPlugins() {
        return index.plugins().stream()
                .map(each -> each.enabled() + " " + each.sha256() + " " + jars.file(each.jar()).toAbsolutePath())
                .collect(Collectors.joining("\n"));
    }

    private Bundle install(BundleContext context, LaunchIndex.BundleEntry entry) throws BundleException {
        Bundle bundle = context.installBundle(jars.location(entry.jar()));
        ours.add(bundle);
        if (!isFragment(bundle)) {
            // The framework is at start level 0: this marks it, and the start level starts it.
            bundle.start(Bundle.START_ACTIVATION_POLICY);
        }
        return bundle;
    }

    /** Returns at once. The daemon is not RUNNING before all of them are started. */
    private void startBundles() {
        int last = Integer.parseInt(index.frameworkProperties().get(Constants.FRAMEWORK_BEGINNING_STARTLEVEL));
        framework.adapt(FrameworkStartLevel.class).setStartLevel(last, _ -> {
            BundleContext context = framework.getBundleContext();
            if (context != null && Stream.of(context.getBundles()).allMatch(Container::isStarted)) {
                context.registerService(Condition.class, Condition.INSTANCE, new Hashtable<>(
                        Map.of(Condition.CONDITION_ID, StartConditions.BUNDLES_STARTED)));
            }
        });
    }

    private static boolean isStarted(Bundle bundle) {
        // Those that start with their first class stay STARTING until somebody needs it.
        return (bundle.getState() & (Bundle.STARTING | Bundle.ACTIVE)) != 0 || isFragment(bundle);
    }

    private static boolean isFragment(Bundle bundle) {
        return (bundle.adapt(BundleRevision.class).getTypes() & BundleRevision.TYPE_FRAGMENT) != 0;
    }

    private void watch(BundleContext context, Stopper stopper) {
        context.addFrameworkListener(event -> {
            if (event.getType() == FrameworkEvent.ERROR) {
                bundleFailed(event.getBundle(), event.getThrowable());
            }
        });
        context.addBundleListener((SynchronousBundleListener) event -> {
            if (event.getBundle().getBundleId() == 0 && event.getType() == BundleEvent.STOPPING) {
                running.completeExceptionally(new StartException("STARTUP_FAILED", "stopped while starting", null));
            }
        });
        try {
            context.addServiceListener(event -> {
                if (event.getType() == ServiceEvent.REGISTERED && isOurs(event.getServiceReference().getBundle())) {
                    conditionMet(event.getServiceReference(), stopper);
                }
            }, "(&(objectClass=" + Condition.class.getName() + ")(" + Condition.CONDITION_ID + "=vpo.*))");
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private void bundleFailed(Bundle bundle, Throwable cause) {
        if (!running.isDone()) {
            running.completeExceptionally(new StartException("STARTUP_FAILED",
                    "bundle " + bundle.getSymbolicName() + " did not start: " + oneLine(cause), cause));
        } else if (running.isCompletedExceptionally()) {
            log.debug("bundle {}, after the start had failed", bundle.getSymbolicName(), cause);
        } else {
            log.warn("bundle {}: {}", bundle.getSymbolicName(), oneLine(cause));
            log.debug("bundle {}", bundle.getSymbolicName(), cause);
        }
    }

    /** The start and the stop are no affair of plugins. */
    private boolean isOurs(Bundle bundle) {
        return bundle != null && (bundle.getBundleId() == 0 || ours.contains(bundle));
    }

    private void conditionMet(ServiceReference<?> reference, Stopper stopper) {
        switch ((String) reference.getProperty(Condition.CONDITION_ID)) {
            case StartConditions.RUNNING -> {
                stopper.running();
                running.complete(null);
                forgetOldStorage();
            }
            case StartConditions.FAILED -> failed((String) reference.getProperty(StartFailure.PROPERTY_STATE),
                    (String) reference.getProperty(StartFailure.PROPERTY_MESSAGE));
            case StartConditions.DRAINED -> stopper.drained();
            default -> log.debug("{}", reference.getProperty(Condition.CONDITION_ID));
        }
    }

    /** When the first requests have their answers, and the plugins their start: there is no hurry. */
    private void forgetOldStorage() {
        Thread.ofPlatform().name("vpo-framework-storage").daemon().start(() -> {
            LockSupport.parkNanos(CALM.toNanos());
            FrameworkStorage.forgetOld(cache);
        });
    }

    private void failed(String state, String message) {
        if (!running.completeExceptionally(new StartException(state, message, null))) {
            // A bundle that was started again later; the daemon goes on without it.
            log.error("{}: {}", state, message);
        }
    }

    /** Completed when the daemon is RUNNING; exceptionally, with a {@link StartException}, when the start failed. */
    CompletableFuture<Void> running() {
        return running;
    }

    /** The framework, for whoever stops it or waits for its end. */
    Framework framework() {
        return framework;
    }

    /** Bundles that are not where they should be, for the message of a start that takes too long. */
    List<String> unfinishedBundles() {
        BundleContext context = framework.getBundleContext();
        return context == null
                ? List.of()
                : Stream.of(context.getBundles())
                        .filter(bundle -> bundle.getState() == Bundle.STARTING || bundle.getState() == Bundle.INSTALLED)
                        .filter(bundle -> bundle.getBundleId() != 0)
                        .map(Bundle::getSymbolicName)
                        .toList();
    }

    /** The cause at the root, for what is around it says only that something failed. */
    private static String oneLine(Throwable e) {
        Throwable cause = e;
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        // The message of such an error is a mere name.
        String message = cause.getMessage() == null || cause instanceof LinkageError
                || cause instanceof ClassNotFoundException ? cause.toString() : cause.getMessage();
        return message.replaceAll("\\s*\\R\\s*", " ");
    }
}
