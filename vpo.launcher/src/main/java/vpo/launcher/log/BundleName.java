package vpo.launcher.log;

import org.osgi.framework.Bundle;

/** How the log names a bundle in the context field {@code bundle}. */
final class BundleName {
    private BundleName() {}

    /** {@code NAME:VERSION}, which means the same in every run, as a bundle's number does not. */
    static String of(Bundle bundle) {
        return symbolicName(bundle) + ":" + bundle.getVersion();
    }

    /** The symbolic name; the location of a bundle that has none. */
    static String symbolicName(Bundle bundle) {
        return bundle.getSymbolicName() == null ? bundle.getLocation() : bundle.getSymbolicName();
    }
}
