package vpo.launcher.serve;

import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Optional;

import org.osgi.framework.Bundle;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.connect.FrameworkUtilHelper;

/**
 * Which bundle a class on the class path is of: that of its jar. {@code FrameworkUtil} asks, for in an image the class
 * loader does not tell. It finds this class by {@code META-INF/services}, so what it knows is static; there is one
 * container in a process.
 */
public final class ClassesOfBundles implements FrameworkUtilHelper {
    private static volatile Container container;

    /** The framework that runs, and the folder of its bundles. */
    private record Container(BundleContext context, Path folder) {
        private Optional<Bundle> bundle(CodeSource source) {
            String place = source.getLocation().getPath();
            String jar = place.substring(place.lastIndexOf('/') + 1);
            return Optional.ofNullable(context.getBundle(folder.resolve(jar).toUri().toString()));
        }
    }

    @Override
    public Optional<Bundle> getBundle(Class<?> type) {
        Container now = container;
        return now == null || type.getClassLoader() != ClassesOfBundles.class.getClassLoader()
                ? Optional.empty()
                : Optional.ofNullable(type.getProtectionDomain().getCodeSource()).flatMap(now::bundle);
    }

    /** Part of the system bundle's, which is there before all others and goes after them. */
    static final class Activator implements BundleActivator {
        private final Path folder;

        Activator(Path folder) {
            this.folder = folder;
        }

        @Override
        public void start(BundleContext context) {
            container = new Container(context, folder);
        }

        @Override
        public void stop(BundleContext context) {
            container = null;
        }
    }
}
