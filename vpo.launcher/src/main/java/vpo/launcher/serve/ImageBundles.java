package vpo.launcher.serve;

import java.io.File;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.connect.ConnectModule;
import org.osgi.framework.connect.ModuleConnector;
import org.osgi.framework.launch.Framework;

/**
 * The bundles of an image, which lie beside its {@code vpo.jar} and are on the class path: their content is connected
 * to the framework, their classes are Java's own class loader's, and hence those of the JVM's cache. Plugins are
 * bundles like any other.
 */
final class ImageBundles implements BundleSource, ModuleConnector {
    private final Path folder;
    /** While the framework is active. */
    private volatile BundleContext context;

    /**
     * @param folder with the jars
     */
    ImageBundles(Path folder) {
        this.folder = folder;
    }

    @Override
    public void prepare() {
        // All is there; nothing is copied.
    }

    @Override
    public Path file(LaunchIndex.Embedded jar) {
        return jar.folder().equals(LaunchIndex.BUNDLES)
                ? folder.resolve(jar.name())
                : folder.resolve(jar.folder()).resolve(jar.name());
    }

    @Override
    public String location(LaunchIndex.Embedded jar) {
        return location(jar.name());
    }

    private String location(String jar) {
        return folder.resolve(jar).toUri().toString();
    }

    /** As in {@link BundleCache}, the factory's type is narrower than what it takes. */
    @Override
    @SuppressWarnings({"unchecked", "rawtypes"})
    public Framework newFramework(Map<String, Object> configuration) {
        return new FrameworkFactory().newFramework((Map) configuration, this);
    }

    @Override
    public void initialize(File storage, Map<String, String> configuration) {
        // The jars are all there is to know.
    }

    @Override
    public Optional<ConnectModule> connect(String location) {
        if (!location.startsWith("file:")) {
            return Optional.empty();
        }
        Path file = Path.of(URI.create(location));
        return folder.equals(file.getParent())
                ? Optional.of(() -> new JarContent(file, () -> bundle(file.getFileName().toString()).orElseThrow()))
                : Optional.empty();
    }

    /** The bundle that a jar of the folder is; empty if it is none, or the framework is not active. */
    Optional<Bundle> bundle(String jar) {
        return Optional.ofNullable(context).map(now -> now.getBundle(location(jar)));
    }

    /** Part of the system bundle's, which is there before all others and goes after them. */
    @Override
    public Optional<BundleActivator> newBundleActivator() {
        return Optional.of(new BundleActivator() {
            @Override
            public void start(BundleContext system) {
                context = system;
                ClassesOfBundles.are(ImageBundles.this);
            }

            @Override
            public void stop(BundleContext system) {
                context = null;
            }
        });
    }
}
