package vpo.launcher.serve;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

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
 * The bundles of an image, whose jars lie beside its {@code vpo.jar}: their content is connected to the framework, their
 * classes are in that one, on the class path, and hence Java's own class loader's and the JVM's cache's. Plugins are
 * bundles like any other.
 */
public final class ImageBundles implements BundleSource, ModuleConnector {
    /** The file with {@link ComponentMetadata}, beside the jars; an image works without it. */
    public static final String COMPONENTS = "vpo.components";

    private static final Logger log = LoggerFactory.getLogger(ImageBundles.class);

    private final Path folder;
    /** Of the folder, with a slash at its end. */
    private final String uri;
    private final LaunchIndex index;
    private final JarsAhead jars = new JarsAhead();
    /** By the names of their jars: the framework itself asks with each event of a service. */
    private final Map<String, Bundle> known = new ConcurrentHashMap<>();
    /** In the order of their installation, which is that in which their classes were put together. */
    private final List<JarContent> contents = new CopyOnWriteArrayList<>();
    /** Of whose jar a class is; of none, too, until another one is installed. */
    private final Map<Class<?>, Optional<String>> origins = new ConcurrentHashMap<>();
    /** While the framework is active. */
    private volatile BundleContext context;

    /**
     * @param folder with the jars
     * @param index of the image
     */
    ImageBundles(Path folder, LaunchIndex index) {
        this.folder = folder;
        this.uri = folder.toUri().toString();
        this.index = index;
    }

    /**
     * Whether it is a class or a native library: for these an image has one place, its {@code vpo.jar}, and the bundles
     * their names.
     *
     * @param name of an entry in a bundle's jar
     */
    public static boolean isCode(String name) {
        return name.endsWith(".class") || name.endsWith(".so");
    }

    @Override
    public void prepare() {
        // All is there; nothing is copied.
        jars.begin(index.bundles().stream().map(entry -> file(entry.jar())).toList());
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

    /** The names of bundles' jars have no characters that a URI would escape. */
    private String location(String jar) {
        return uri + jar;
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
        // Who asked meanwhile may have been told of none.
        origins.clear();
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
        return folder.equals(file.getParent()) ? Optional.of(() -> content(file)) : Optional.empty();
    }

    private JarContent content(Path file) {
        JarContent content = new JarContent(file, jars, () -> bundle(file.getFileName().toString()).orElseThrow());
        contents.add(content);
        origins.clear();
        return content;
    }

    /**
     * The bundle that a class is of; empty if it is none's, or the framework is not active.
     *
     * @param type of the class path's loader; may be a lambda's
     */
    Optional<Bundle> bundleOf(Class<?> type) {
        Optional<String> jar = origins.get(type);
        if (jar == null) {
            String file = type.getNestHost().getName().replace('.', '/') + ".class";
            jar = contents.stream().filter(each -> each.has(file)).findFirst()
                    .map(each -> each.file().getFileName().toString());
            origins.put(type, jar);
        }
        return jar.flatMap(this::bundle);
    }

    /** The bundle that a jar of the folder is; empty if it is none, or the framework is not active. */
    private Optional<Bundle> bundle(String jar) {
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
                origins.clear();
                contents.clear();
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
