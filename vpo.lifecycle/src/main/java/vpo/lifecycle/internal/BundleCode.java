package vpo.lifecycle.internal;

import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleWiring;

/**
 * The classes in a bundle, by which it is seen whether a thread is at the bundle's work or, as those of a pool, at that
 * of others by now. They are known by their names, which a stack tells, and which can be asked for without loading one.
 *
 * @param classes their names
 */
record BundleCode(Set<String> classes) {
    private static final String SUFFIX = ".class";

    /** Of a bundle that is resolved still. */
    static BundleCode of(Bundle bundle) {
        Collection<String> files = bundle.adapt(BundleWiring.class).listResources("/", "*" + SUFFIX,
                BundleWiring.LISTRESOURCES_LOCAL | BundleWiring.LISTRESOURCES_RECURSE);
        return new BundleCode(files.stream()
                .map(file -> file.substring(0, file.length() - SUFFIX.length()).replace('/', '.'))
                .collect(Collectors.toUnmodifiableSet()));
    }

    /** Whether the thread is in one of them, or in what one of them has called. */
    boolean isRunBy(Thread thread) {
        return Stream.of(thread.getStackTrace()).anyMatch(frame -> classes.contains(frame.getClassName()));
    }
}
