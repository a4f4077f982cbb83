package vpo.plugins.internal.host;

import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.hooks.bundle.CollisionHook;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.wiring.FrameworkWiring;
import org.osgi.service.condition.Condition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import vpo.api.start.StartConditions;

/**
 * The framework's side of the host: installs, starts and uninstalls bundles of the store, and touches no other bundle.
 * It never refreshes: whoever is wired to a bundle that goes is uninstalled first, so that nothing stays behind to
 * refresh.
 */
final class HostedBundles implements Bundles, AutoCloseable {
    /** After everything of the daemon, and stopped before it. */
    static final int START_LEVEL = 30;
    /** For a stop that has been interrupted, to come to its end: who cancels it does so because it does not. */
    private static final Duration LAST_WAIT = Duration.ofSeconds(2);
    private static final Logger log = LoggerFactory.getLogger(HostedBundles.class);

    private final BundleContext context;
    private final Bundle framework;
    private final FrameworkWiring wiring;
    private final String prefix;
    private final Supplier<Duration> limit;
    private final Requirements requirements;
    private final Probe probe;
    private final ServiceRegistration<CollisionHook> collisions;

    /**
     * @param context of this bundle
     * @param versions the folder that the bundles' files are in
     * @param limit for a start, and for a stop
     */
    HostedBundles(BundleContext context, Path versions, Supplier<Duration> limit) {
        this.context = context;
        this.framework = context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION);
        this.wiring = framework.adapt(FrameworkWiring.class);
        this.prefix = location(versions);
        this.limit = limit;
        this.requirements = new Requirements(wiring);
        this.probe = new Probe(context);
        // An update has the version that runs and the one that is looked at side by side, often with the same number.
        this.collisions = context.registerService(CollisionHook.class, this::filterCollisions, null);
    }

    private void filterCollisions(int operation, Bundle target, Collection<Bundle> others) {
        if (operation == CollisionHook.INSTALLING && target.getBundleId() == context.getBundle().getBundleId()) {
            others.removeIf(this::isHosted);
        }
    }

    @Override
    public boolean isStopping() {
        return (framework.getState() & (Bundle.STARTING | Bundle.ACTIVE)) == 0 || isAboutToStop();
    }

    /** Felix stops on a thread of its own, which may not have come to set the state yet. */
    private static boolean isAboutToStop() {
        ThreadGroup group = Thread.currentThread().getThreadGroup();
        Thread[] threads = new Thread[2 * group.activeCount() + 10];
        int count = group.enumerate(threads);
        return Stream.of(threads).limit(count).anyMatch(each -> each.getName().equals("FelixShutdown"));
    }

    @Override
    public boolean isStopAsked() {
        try {
            return !context.getServiceReferences(Condition.class,
                    "(" + Condition.CONDITION_ID + "=" + StartConditions.STOP_ASKED + ")").isEmpty();
        } catch (InvalidSyntaxException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** Whether the bundle was installed from the store. */
    boolean isHosted(Bundle bundle) {
        return bundle.getLocation().startsWith(prefix);
    }

    @Override
    public Set<String> daemonNames() {
        return Stream.of(context.getBundles()).filter(each -> !isHosted(each)).map(Bundle::getSymbolicName)
                .collect(Collectors.toSet());
    }

    /** The hosted bundles that this one may get something of that it requires, or does. */
    Set<Bundle> suppliers(Bundle bundle) {
        return requirements.suppliers(bundle).stream().filter(this::isHosted).filter(each -> !each.equals(bundle))
                .collect(Collectors.toSet());
    }

    /** The hosted bundles, also those that were left behind. */
    List<Bundle> all() {
        return Stream.of(context.getBundles()).filter(this::isHosted).toList();
    }

    @Override
    public Bundle install(Path jar) throws StartFailedException {
        try {
            Bundle bundle = context.installBundle(location(jar));
            if (bundle.getState() != Bundle.INSTALLED) {
                throw new StartFailedException("still hangs in an earlier start or stop: restart the daemon", null);
            }
            return bundle;
        } catch (BundleException e) {
            throw new StartFailedException("cannot be installed: " + innermost(e).getMessage(), e);
        }
    }

    /** The bundle of a version, if it is installed. */
    Optional<Bundle> installed(Path jar) {
        return Optional.ofNullable(context.getBundle(location(jar)));
    }

    private static Throwable innermost(Throwable e) {
        return e.getCause() == null ? e : innermost(e.getCause());
    }

    @Override
    public Optional<String> missing(Bundle bundle, Set<Bundle> leaving) {
        return requirements.missing(bundle, leaving).stream().findFirst().map(Requirements.Lack::sentence);
    }

    /** Everything that is missing; see {@link Requirements#missing}. */
    List<Requirements.Lack> allMissing(Bundle bundle, Set<Bundle> leaving) {
        return requirements.missing(bundle, leaving);
    }

    @Override
    public Set<Bundle> dependents(Bundle bundle) {
        Set<Bundle> closure = wiring.getDependencyClosure(Set.of(bundle)).stream()
                .filter(each -> !each.equals(bundle)).collect(Collectors.toSet());
        closure.stream().filter(each -> !isHosted(each)).forEach(
                each -> log.warn("{} of the daemon itself uses {} and goes on with the version it has until the daemon"
                        + " restarts", each.getSymbolicName(), bundle.getSymbolicName()));
        return closure.stream().filter(this::isHosted).collect(Collectors.toSet());
    }

    @Override
    public void start(Bundle bundle) throws StartFailedException, InterruptedException {
        List<Bundle> daemon = Stream.of(context.getBundles())
                .filter(each -> !isHosted(each) && each.getState() == Bundle.ACTIVE).toList();
        Optional<StartFailedException> failure = startAndProbe(bundle);
        List<Bundle> stopped = daemon.stream().filter(each -> each.getState() != Bundle.ACTIVE).toList();
        if (!stopped.isEmpty() && !isStopping()) {
            throw new StartFailedException("has stopped bundles of the daemon, which are started again: "
                    + stopped.stream().map(Bundle::getSymbolicName).collect(Collectors.joining(", "))
                    + startAgain(stopped), failure.map(Throwable::getCause).orElse(null));
        }
        if (failure.isPresent()) {
            throw failure.get();
        }
    }

    private Optional<StartFailedException> startAndProbe(Bundle bundle) throws InterruptedException {
        try {
            bundle.adapt(BundleStartLevel.class).setStartLevel(START_LEVEL);
            return Bounded.run("vpo-plugin-start " + bundle.getSymbolicName(), limit.get(), () -> {
                bundle.start(Bundle.START_TRANSIENT);
                return probe.complaint(bundle);
            }, () -> uninstall(bundle)).map(complaint -> new StartFailedException(complaint, null));
        } catch (Bounded.HangsException e) {
            return Optional.of(new StartFailedException("hangs in its start: it " + e.getMessage(), e));
        } catch (Bounded.ExitsException e) {
            return Optional.of(new StartFailedException("ends the process in its start" + e.getMessage(), e));
        } catch (ExecutionException e) {
            return Optional.of(new StartFailedException(describe(e.getCause()), e));
        }
    }

    private String startAgain(List<Bundle> stopped) {
        StringBuilder failures = new StringBuilder();
        for (Bundle each : stopped) {
            try {
                each.start(Bundle.START_ACTIVATION_POLICY);
            } catch (BundleException | IllegalStateException e) {
                failures.append("; ").append(each.getSymbolicName()).append(" cannot be, restart the daemon: ")
                        .append(innermost(e).getMessage());
            }
        }
        return failures.toString();
    }

    @Override
    public void retireUnlessHung(Bundle bundle, StartFailedException why) throws InterruptedException {
        if (!(why.getCause() instanceof Bounded.HangsException) && !why.endsTheProcess()) {
            retire(bundle);
        }
    }

    private static String describe(Throwable e) {
        if (e instanceof BundleException failure && failure.getType() == BundleException.RESOLVE_ERROR) {
            return "does not resolve: " + failure.getMessage();
        }
        Throwable thrown = e instanceof BundleException && e.getCause() != null ? e.getCause() : e;
        // Of what was called by reflection, the message is in the cause.
        return "throws in its start: "
                + (thrown instanceof InvocationTargetException && thrown.getCause() != null
                        ? thrown.getCause()
                        : thrown);
    }

    @Override
    public boolean retire(Bundle bundle) throws InterruptedException {
        try {
            return uninstallInTime(bundle, limit.get());
        } catch (InterruptedException e) {
            // The plugin's code was interrupted with this thread. What is to run next must not meet what goes.
            Duration most = limit.get();
            uninstallInTime(bundle, most.compareTo(LAST_WAIT) < 0 ? most : LAST_WAIT);
            throw e;
        }
    }

    private boolean uninstallInTime(Bundle bundle, Duration time) throws InterruptedException {
        String name = bundle.getSymbolicName();
        try {
            Bounded.run("vpo-plugin-stop " + name, time, () -> {
                uninstall(bundle);
                return null;
            }, () -> tellOfLateEnd(bundle, name));
            return true;
        } catch (Bounded.HangsException e) {
            log.warn("{} does not stop: it {}; it is left behind", name, e.getMessage());
            return false;
        } catch (Bounded.ExitsException e) {
            log.warn("{} ends the process in its stop{}", name, e.getMessage());
            return false;
        } catch (ExecutionException e) {
            log.warn("{} cannot be uninstalled: {}", name, e.getCause().toString());
            return false;
        }
    }

    /** One of two who wait for the same stop gives up without that. */
    private static void tellOfLateEnd(Bundle bundle, String name) {
        if (bundle.getState() == Bundle.UNINSTALLED) {
            log.info("{} has come to its end after all", name);
        }
    }

    /** What a bundle throws from its stop is told by the framework, and does not keep it from going. */
    private static void uninstall(Bundle bundle) {
        try {
            bundle.uninstall();
        } catch (BundleException | IllegalStateException e) {
            log.debug("{} could not be uninstalled", bundle, e);
        }
    }

    private static String location(Path path) {
        return "reference:" + path.toUri();
    }

    @Override
    public void close() {
        collisions.unregister();
    }
}
