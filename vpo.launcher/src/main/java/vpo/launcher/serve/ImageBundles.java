package vpo.launcher.serve;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.connect.ConnectModule;
import org.osgi.framework.connect.ModuleConnector;
import org.osgi.framework.launch.Framework;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vpo.config.DerivedConfiguration;

/**
 * The bundles of an image, which lie beside its {@code vpo.jar} and are on the class path: their content is connected
 * to the framework, their classes are Java's own class loader's, and hence those of the JVM's cache. Plugins are
 * bundles like any other.
 */
public final class ImageBundles implements BundleSource, ModuleConnector {
    /** The file with {@link ComponentMetadata}, beside the jars; an image works without it. */
    public static final String COMPONENTS = "vpo.components";

    private static final Logger log = LoggerFactory.getLogger(ImageBundles.class);

    private final Path folder;
    private final LaunchIndex index;
    /** By the names of their jars: the framework itself asks with each event of a service. */
    private final Map<String, Bundle> known = new ConcurrentHashMap<>();
    /** While the framework is active. */
    private volatile BundleContext context;

    /**
     * @param folder with the jars
     * @param index of the image
     */
    ImageBundles(Path folder, LaunchIndex index) {
        this.folder = folder;
        this.index = index;
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
        if (Files.exists(folder.resolve(COMPONENTS))) {
            configuration.put(ComponentMetadata.PROPERTY, "true");
        }
        return new FrameworkFactory().newFramework((Map) configuration, this);
    }

    @Override
    public void installed(Map<String, Bundle> bundles) {
        Path file = folder.resolve(COMPONENTS);
        if (Files.exists(file)) {
            try {
                ComponentMetadata.read(file).give(index, bundles);
                context.registerService(DerivedConfiguration.class, new ComponentsAreKnown(), null);
            } catch (IOException e) {
                log.warn("{} cannot be read, the start takes longer: {}", file, e.toString());
            }
        }
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
        BundleContext now = context;
        if (now == null) {
            return Optional.empty();
        }
        Bundle bundle = known.get(jar);
        if (bundle == null) {
            bundle = now.getBundle(location(jar));
            if (bundle != null) {
                known.put(jar, bundle);
            }
        }
        return Optional.ofNullable(bundle);
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
                known.clear();
            }
        });
    }

    /** Once it has read what is known, Declarative Services need not write it at the stop, for nobody will read that. */
    private static final class ComponentsAreKnown implements DerivedConfiguration {
        @Override
        public String pid() {
            return "org.apache.felix.scr.ScrService";
        }

        @Override
        public Map<String, Object> properties() {
            return Map.of(ComponentMetadata.PROPERTY, false);
        }
    }
}
