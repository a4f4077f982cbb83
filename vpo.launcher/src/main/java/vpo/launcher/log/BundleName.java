package vpo.launcher.log;

import org.osgi.framework.Bundle;

/**
 * How the log names a bundle in the context field {@value #FIELD}.
 *
 * @param id its number, by which it can be found in this run
 * @param text {@code NAME:VERSION}, which means the same in every run
 */
record BundleName(long id, String text) {
    /** The context field. */
    static final String FIELD = "bundle";

    static BundleName of(Bundle bundle) {
        return new BundleName(bundle.getBundleId(), symbolicName(bundle) + ":" + bundle.getVersion());
    }

    @Override
    public String toString() {
        return text;
    }

    /** The symbolic name; the location of a bundle that has none. */
    static String symbolicName(Bundle bundle) {
        return bundle.getSymbolicName() == null ? bundle.getLocation() : bundle.getSymbolicName();
    }
}
