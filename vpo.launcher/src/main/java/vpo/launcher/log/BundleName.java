package vpo.launcher.log;

import org.osgi.framework.Bundle;

/**
 * How the log names a bundle in the context field {@value #FIELD}.
 *
 * @param id its number, by which it can be found in this run
 * @param name its symbolic name
 * @param version with the name, it means the same in every run
 */
record BundleName(long id, String name, String version) {
    /** The context field. */
    static final String FIELD = "bundle";

    static BundleName of(Bundle bundle) {
        return new BundleName(bundle.getBundleId(), symbolicName(bundle), bundle.getVersion().toString());
    }

    @Override
    public String toString() {
        return name + ":" + version;
    }

    /** The symbolic name; the location of a bundle that has none. */
    static String symbolicName(Bundle bundle) {
        return bundle.getSymbolicName() == null ? bundle.getLocation() : bundle.getSymbolicName();
    }
}
