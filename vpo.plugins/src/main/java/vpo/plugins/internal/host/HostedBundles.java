package vpo.plugins.internal.host;

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
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.hooks.bundle.CollisionHook;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.wiring.FrameworkWiring;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The framework's side of the host: installs, starts and uninstalls bundles of the store, and touches no other bundle.
 * It never refreshes: whoever is wired to a bundle that goes is uninstalled first, so that nothing stays behind to
 * refresh.
 */
final class HostedBundles implements Bundles, AutoCloseable {
    /** After everything of the daemon, and stopped before it. */
    static final int START_LEVEL = 30;
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
        return (framework.getState() & (Bundle.STARTING | Bundle.ACTIVE)) == 0;
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
        String name = bundle.getSymbolicName();
        try {
            bundle.adapt(BundleStartLevel.class).setStartLevel(START_LEVEL);
            Optional<String> complaint = Bounded.run("vpo-plugin-start " + name, limit.get(), () -> {
                bundle.start(Bundle.START_TRANSIENT);
                return probe.complaint(bundle);
            }, () -> uninstall(bundle));
            if (complaint.isPresent()) {
                throw new StartFailedException(complaint.get(), null);
            }
        } catch (Bounded.HangsException e) {
            throw new StartFailedException("hangs in its start: it " + e.getMessage(), e);
        } catch (ExecutionException e) {
            throw new StartFailedException(describe(e.getCause()), e);
        }
    }

    @Override
    public void retireUnlessHung(Bundle bundle, StartFailedException why) throws InterruptedException {
        if (!(why.getCause() instanceof Bounded.HangsException)) {
            retire(bundle);
        }
    }

    private static String describe(Throwable e) {
        if (e instanceof BundleException failure && failure.getType() == BundleException.RESOLVE_ERROR) {
            return "does not resolve: " + failure.getMessage();
        }
        return "throws in its start: " + (e instanceof BundleException && e.getCause() != null ? e.getCause() : e);
    }

    @Override
    public boolean retire(Bundle bundle) throws InterruptedException {
        String name = bundle.getSymbolicName();
        try {
            Bounded.run("vpo-plugin-stop " + name, limit.get(), () -> {
                uninstall(bundle);
                return null;
            }, () -> log.info("{} has come to its end after all", name));
            return true;
        } catch (Bounded.HangsException e) {
            log.warn("{} does not stop: it {}; it is left behind", name, e.getMessage());
            return false;
        } catch (ExecutionException e) {
            log.warn("{} cannot be uninstalled: {}", name, e.getCause().toString());
            return false;
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
