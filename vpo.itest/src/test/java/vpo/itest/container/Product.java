package vpo.itest.container;

import static org.ops4j.pax.exam.CoreOptions.composite;
import static org.ops4j.pax.exam.CoreOptions.frameworkProperty;
import static org.ops4j.pax.exam.CoreOptions.systemPackages;
import static org.ops4j.pax.exam.CoreOptions.url;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Hashtable;
import java.util.Map;
import java.util.Properties;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipFile;

import org.ops4j.pax.exam.Option;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.service.condition.Condition;

import vpo.api.start.StartConditions;
import vpo.config.ConfigurationSource;

/**
 * What the exported jar runs, as options for a container: its bundles, their start levels, and its framework
 * properties. The bundles themselves are those of the class path, which are the same files.
 */
final class Product {
    private static final String FRAMEWORK = "framework.";
    private static final String BUNDLE = "bundle.";

    private Product() {}

    /** Everything that {@code launch.properties} says. */
    static Option options() {
        Properties index = index();
        TreeSet<Integer> levels = values(index, BUNDLE).map(file -> level(index, file))
                .collect(Collectors.toCollection(TreeSet::new));
        // In the same order, but close together: Pax Exam goes up to level 5 only, where its probe is.
        Stream<Option> bundles = values(index, BUNDLE).map(file -> url("reference:" + onClassPath(file).toUri())
                .startLevel(1 + levels.headSet(level(index, file)).size()));
        Stream<Option> properties = values(index, FRAMEWORK)
                .map(key -> option(key, index.getProperty(FRAMEWORK + key)));
        return composite(Stream.concat(bundles, properties).toArray(Option[]::new));
    }

    /** Does for the bundles, once they are started, what the launcher does. */
    static void start(BundleContext context, ConfigurationSource source) {
        context.registerService(ConfigurationSource.class, source, null);
        context.registerService(Condition.class, Condition.INSTANCE,
                new Hashtable<>(Map.of(Condition.CONDITION_ID, StartConditions.BUNDLES_STARTED)));
    }

    private static int level(Properties index, String file) {
        return Integer.parseInt(index.getProperty(BUNDLE + file).split(" ")[0]);
    }

    private static Stream<String> values(Properties index, String prefix) {
        return index.stringPropertyNames().stream()
                .filter(name -> name.startsWith(prefix)).sorted()
                .map(name -> name.substring(prefix.length()));
    }

    /** Pax Exam adds packages of its own to those of the class path. */
    private static Option option(String key, String value) {
        return key.equals(Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA)
                ? systemPackages(value)
                : frameworkProperty(key).value(value);
    }

    private static Path onClassPath(String file) {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator)).map(Path::of)
                .filter(entry -> entry.getFileName().toString().equals(file)).findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "vpo.jar runs the bundle " + file + ", which is not on the class path of the tests"));
    }

    private static Properties index() {
        Properties properties = new Properties();
        try (ZipFile jar = new ZipFile(System.getProperty("vpo.jar"));
                InputStream in = jar.getInputStream(jar.getEntry("launch.properties"))) {
            properties.load(in);
            return properties;
        } catch (IOException e) {
            throw new UncheckedIOException("vpo.jar, which the build of vpo.launcher exports, cannot be read", e);
        }
    }
}
