package vpo.launcher.serve;

import java.util.Optional;

import org.osgi.framework.Bundle;
import org.osgi.framework.connect.FrameworkUtilHelper;

/**
 * Which bundle a class on the class path is of: that whose jar has it. {@code FrameworkUtil} asks, for in an image the class
 * loader does not tell. It finds this class by {@code META-INF/services}, so what it knows is static; there is one
 * container in a process. It is made before there is a log, and on any thread: nothing here may ask for a logger when it
 * is initialized.
 */
public final class ClassesOfBundles implements FrameworkUtilHelper {
    private static volatile ImageBundles image;

    static void are(ImageBundles bundles) {
        image = bundles;
    }

    @Override
    public Optional<Bundle> getBundle(Class<?> type) {
        ImageBundles now = image;
        return now == null || type.getClassLoader() != ClassesOfBundles.class.getClassLoader()
                ? Optional.empty()
                : now.bundleOf(type);
    }
}
