package vpo.launcher.serve;

import java.io.IOException;
import java.io.InputStream;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * What {@code vpo.jar} says of itself in {@code launch.properties}, which the build wrote.
 *
 * @param build identifies the set of bundles, by their content
 * @param bundles the bundles to install, in the order of their start levels
 * @param frameworkProperties what the framework is configured with
 */
record LaunchIndex(String build, List<BundleEntry> bundles, Map<String, String> frameworkProperties) {
    private static final String RESOURCE = "/launch.properties";

    /**
     * A bundle in {@code vpo.jar}.
     *
     * @param file its name below {@code bundles/}
     * @param startLevel from 1
     * @param size in bytes
     * @param crc CRC-32C of its content
     */
    record BundleEntry(String file, int startLevel, long size, long crc) {
        /** As the build wrote it: {@code LEVEL SIZE CRC}, the last one in hexadecimal. */
        private static BundleEntry parse(String file, String text) {
            String[] parts = text.split(" ");
            return new BundleEntry(file, Integer.parseInt(parts[0]), Long.parseLong(parts[1]),
                    Long.parseLong(parts[2], 16));
        }

        /** Where it is on the class path. */
        String resource() {
            return "/bundles/" + file;
        }
    }

    /**
     * Reads the index of the jar that this class is in.
     *
     * @throws IOException if it cannot be read
     */
    static LaunchIndex read() throws IOException {
        Properties properties = new Properties();
        try (InputStream in = LaunchIndex.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IOException("vpo.jar is not whole: it has no " + RESOURCE + "; build or download it again");
            }
            properties.load(in);
        }
        return of(properties);
    }

    static LaunchIndex of(Properties properties) {
        Map<String, String> framework = new HashMap<>();
        properties.stringPropertyNames().stream().filter(name -> name.startsWith("framework."))
                .forEach(name -> framework.put(name.substring("framework.".length()), properties.getProperty(name)));
        List<BundleEntry> bundles = properties.stringPropertyNames().stream()
                .filter(name -> name.startsWith("bundle."))
                .map(name -> BundleEntry.parse(name.substring("bundle.".length()), properties.getProperty(name)))
                .sorted(Comparator.comparingInt(BundleEntry::startLevel).thenComparing(BundleEntry::file))
                .toList();
        return new LaunchIndex(properties.getProperty("build"), bundles, Map.copyOf(framework));
    }
}
