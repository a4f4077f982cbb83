package vpo.plugins.internal.host;

import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.osgi.framework.Bundle;

/**
 * Bundles in thought: what would be started and stopped is noted, and nothing is. Versions that are not there yet are
 * installed, for their manifests to be read as the framework reads them, and uninstalled again at the end; none of
 * their code runs.
 */
final class RehearsedBundles implements Bundles, AutoCloseable {
    private final HostedBundles real;
    /** What would run. */
    private final Set<Bundle> present;
    /** What would be there, to be wired to: that, and what is about to run. */
    private final Set<Bundle> there;
    private final Set<Bundle> made = new HashSet<>();
    private final Set<String> retired = new LinkedHashSet<>();

    /**
     * @param running what runs when it begins
     */
    RehearsedBundles(HostedBundles real, Collection<Bundle> running) {
        this.real = real;
        this.present = new HashSet<>(running);
        this.there = new HashSet<>(running);
    }

    /** The symbolic names of what would have been stopped, be it to start again. */
    Set<String> retired() {
        return Set.copyOf(retired);
    }

    @Override
    public Set<String> daemonNames() {
        return real.daemonNames();
    }

    @Override
    public Bundle install(Path jar) throws StartFailedException {
        // One that runs, and would have been stopped by now, stands for itself: it has the same manifest.
        Optional<Bundle> installed = real.installed(jar);
        Bundle bundle = installed.isPresent() ? installed.get() : real.install(jar);
        if (installed.isEmpty()) {
            made.add(bundle);
        }
        there.add(bundle);
        return bundle;
    }

    @Override
    public Optional<String> missing(Bundle bundle, Set<Bundle> leaving) {
        return real.missing(bundle, absent(bundle, leaving));
    }

    /** Everything that would be missing. */
    List<Requirements.Lack> allMissing(Bundle bundle) {
        return real.allMissing(bundle, absent(bundle, Set.of()));
    }

    private Set<Bundle> absent(Bundle bundle, Set<Bundle> leaving) {
        Set<Bundle> absent = new HashSet<>(real.all());
        absent.removeAll(there);
        absent.addAll(leaving);
        absent.remove(bundle);
        return absent;
    }

    @Override
    public Set<Bundle> dependents(Bundle bundle) {
        Set<Bundle> dependents = new HashSet<>(real.dependents(bundle));
        dependents.retainAll(present);
        return dependents;
    }

    @Override
    public void start(Bundle bundle) {
        present.add(bundle);
    }

    @Override
    public void retireUnlessHung(Bundle bundle, StartFailedException why) throws InterruptedException {
        retire(bundle);
    }

    @Override
    public boolean retire(Bundle bundle) throws InterruptedException {
        there.remove(bundle);
        if (present.remove(bundle)) {
            retired.add(bundle.getSymbolicName());
        }
        return true;
    }

    @Override
    public boolean isStopping() {
        return false;
    }

    @Override
    public boolean isStopAsked() {
        return false;
    }

    /** Leaves the framework as it was. */
    @Override
    public void close() {
        try {
            for (Bundle each : made) {
                real.retire(each);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
