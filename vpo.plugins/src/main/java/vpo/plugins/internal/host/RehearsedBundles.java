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
    private final Set<Bundle> present;
    private final Set<Bundle> made = new HashSet<>();
    private final Set<String> retired = new LinkedHashSet<>();

    /**
     * @param running what runs when it begins
     */
    RehearsedBundles(HostedBundles real, Collection<Bundle> running) {
        this.real = real;
        this.present = new HashSet<>(running);
    }

    /** The symbolic names of what would have been stopped, be it to start again. */
    Set<String> retired() {
        return Set.copyOf(retired);
    }

    /** What would run now. */
    Set<Bundle> present() {
        return Set.copyOf(present);
    }

    @Override
    public Set<String> daemonNames() {
        return real.daemonNames();
    }

    @Override
    public Bundle install(Path jar) throws StartFailedException {
        // One that runs, and would have been stopped by now, stands for itself: it has the same manifest.
        Optional<Bundle> there = real.installed(jar);
        if (there.isPresent()) {
            return there.get();
        }
        Bundle bundle = real.install(jar);
        made.add(bundle);
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
        absent.removeAll(present);
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
        if (present.remove(bundle)) {
            retired.add(bundle.getSymbolicName());
        }
        return true;
    }

    /** Leaves the framework as it was. */
    @Override
    public void close() throws InterruptedException {
        for (Bundle each : made) {
            real.retire(each);
        }
    }
}
