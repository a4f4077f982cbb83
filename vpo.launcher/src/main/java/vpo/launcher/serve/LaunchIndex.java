package vpo.launcher.serve;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/**
 * What {@code vpo.jar} says of itself in {@code launch.properties}, which the build wrote, or whoever made an image.
 *
 * @param build identifies the set of bundles, by their content
 * @param isImage whether the bundles lie beside {@code vpo.jar}, with their classes in it, and not in it themselves
 * @param bundles the bundles to install, in the order of their start levels
 * @param plugins the first-party plugins, for the plugin host
 * @param frameworkProperties what the framework is configured with
 */
public record LaunchIndex(String build, boolean isImage, List<BundleEntry> bundles, List<PluginEntry> plugins,
        Map<String, String> frameworkProperties) {
    /** Where it is in {@code vpo.jar}. */
    public static final String RESOURCE = "launch.properties";
    /** The folder of the bundles in {@code vpo.jar}. */
    public static final String BUNDLES = "bundles";
    /** The folder of the first-party plugins, in {@code vpo.jar} and in an image. */
    public static final String PLUGINS = "plugins";
    /** The key of {@link #isImage()}. */
    public static final String IMAGE = "image";

    /**
     * A jar in {@code vpo.jar}.
     *
     * @param folder in which it is there
     * @param name of the file
     * @param size in bytes
     * @param crc CRC-32C of its content
     */
    public record Embedded(String folder, String name, long size, long crc) {
        /** As the build wrote it: {@code SIZE CRC}, the latter in hexadecimal. */
        private static Embedded parse(String folder, String name, String size, String crc) {
            return new Embedded(folder, name, Long.parseLong(size), Long.parseLong(crc, 16));
        }

        /** Where it is in {@code vpo.jar}. */
        public String resource() {
            return "/" + folder + "/" + name;
        }
    }

    /**
     * A bundle of the daemon.
     *
     * @param jar its file
     * @param startLevel from 1
     */
    public record BundleEntry(Embedded jar, int startLevel) {
        /** As the build wrote it: {@code LEVEL SIZE CRC}. */
        private static BundleEntry parse(String name, String text) {
            String[] parts = text.split(" ");
            return new BundleEntry(Embedded.parse(BUNDLES, name, parts[1], parts[2]), Integer.parseInt(parts[0]));
        }
    }

    /**
     * A first-party plugin.
     *
     * @param jar its file
     * @param sha256 of the file, in hexadecimal: what it is trusted by
     * @param enabled whether it runs before anybody says so
     */
    public record PluginEntry(Embedded jar, String sha256, boolean enabled) {
        /** As the build wrote it: {@code ENABLED SHA256 SIZE CRC}. */
        private static PluginEntry parse(String name, String text) {
            String[] parts = text.split(" ");
            return new PluginEntry(Embedded.parse(PLUGINS, name, parts[2], parts[3]), parts[1],
                    Boolean.parseBoolean(parts[0]));
        }
    }

    /**
     * Reads the index of the jar that this class is in.
     *
     * @throws IOException if it cannot be read
     */
    public static LaunchIndex read() throws IOException {
        Properties properties = new Properties();
        try (InputStream in = LaunchIndex.class.getResourceAsStream("/" + RESOURCE)) {
            if (in == null) {
                throw new IOException("vpo.jar is not whole: it has no " + RESOURCE + "; build or download it again");
            }
            properties.load(in);
        }
        return of(properties);
    }

    /** The {@code vpo.jar} that this class is in; a folder if it comes from the classes of a build. */
    public static Path home() {
        // The code source of a class out of the JVM's cache is the jar as it was called when the cache was made.
        String file = "/" + LaunchIndex.class.getName().replace('.', '/') + ".class";
        String place = LaunchIndex.class.getResource(file).toString();
        String home = place.substring(0, place.length() - file.length());
        return Path.of(URI.create(home.startsWith("jar:")
                ? home.substring("jar:".length(), home.length() - "!".length())
                : home));
    }

    static LaunchIndex of(Properties properties) {
        Map<String, String> framework = new HashMap<>();
        startingWith(properties, "framework.", framework::put);
        List<BundleEntry> bundles = new ArrayList<>();
        startingWith(properties, "bundle.", (name, text) -> bundles.add(BundleEntry.parse(name, text)));
        bundles.sort((one, other) -> one.startLevel() == other.startLevel()
                ? one.jar().name().compareTo(other.jar().name())
                : Integer.compare(one.startLevel(), other.startLevel()));
        List<PluginEntry> plugins = new ArrayList<>();
        startingWith(properties, "plugin.", (name, text) -> plugins.add(PluginEntry.parse(name, text)));
        plugins.sort((one, other) -> one.jar().name().compareTo(other.jar().name()));
        return new LaunchIndex(properties.getProperty("build"), Boolean.parseBoolean(properties.getProperty(IMAGE)),
                List.copyOf(bundles), List.copyOf(plugins),
                Map.copyOf(framework));
    }

    private static void startingWith(Properties properties, String prefix, BiConsumer<String, String> each) {
        properties.stringPropertyNames().stream().filter(name -> name.startsWith(prefix))
                .forEach(name -> each.accept(name.substring(prefix.length()), properties.getProperty(name)));
    }

    /** Every jar in {@code vpo.jar}. */
    public List<Embedded> jars() {
        return Stream.concat(bundles.stream().map(BundleEntry::jar), plugins.stream().map(PluginEntry::jar)).toList();
    }
}
