package vpo.launcher.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;

/** Real bundles in the storage of a real framework; what Felix SCR would write there is made by hand. */
class ComponentMetadataTest {
    private static final String STORE = "componentMetadataStore";
    private static final String SCR = "org.apache.felix.scr";
    private static final int COMPONENTS = 3;
    @TempDir
    Path folder;
    private Framework framework;

    private Map<String, Bundle> install(String storage, String... names) throws Exception {
        framework = new ImageBundles(folder, index("b")).newFramework(
                new HashMap<>(Map.of(Constants.FRAMEWORK_STORAGE, folder.resolve(storage).toString())));
        framework.start();
        Map<String, Bundle> bundles = new HashMap<>();
        for (String name : names) {
            Path jar = folder.resolve(name + ".jar");
            Manifest manifest = new Manifest();
            manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
            manifest.getMainAttributes().put(new Attributes.Name(Constants.BUNDLE_MANIFESTVERSION), "2");
            manifest.getMainAttributes().put(new Attributes.Name(Constants.BUNDLE_SYMBOLICNAME), name);
            try (OutputStream file = Files.newOutputStream(jar)) {
                new JarOutputStream(file, manifest).close();
            }
            bundles.put(jar.getFileName().toString(),
                    framework.getBundleContext().installBundle(jar.toUri().toString()));
        }
        return bundles;
    }

    @AfterEach
    void stop() throws Exception {
        framework.stop();
        framework.waitForStop(30_000);
    }

    private static LaunchIndex index(String build) {
        return new LaunchIndex(build, true, List.of(bundle(SCR), bundle("one"), bundle("two")), List.of(), Map.of());
    }

    private static LaunchIndex.BundleEntry bundle(String name) {
        return new LaunchIndex.BundleEntry(new LaunchIndex.Embedded(LaunchIndex.BUNDLES, name + ".jar", 1, 1), 1);
    }

    /** As SCR writes it: a head, then the bundles with their components. */
    private static byte[] store(Bundle... bundles) {
        ByteBuffer store = ByteBuffer.allocate(1000);
        store.put("a version and some names".getBytes());
        for (Bundle each : bundles) {
            store.putLong(each.getBundleId()).putInt(COMPONENTS).putLong(each.getLastModified()).put("more".getBytes());
        }
        return store.array();
    }

    private ComponentMetadata learn(boolean twice) throws Exception {
        Map<String, Bundle> bundles = install("training", SCR, "one", "two", "plugin");
        Bundle one = bundles.get("one.jar");
        Path data = bundles.get(SCR + ".jar").getDataFile(STORE).toPath();
        Files.write(data, twice ? store(one, one) : store(bundles.get("plugin.jar"), one));
        stop();
        return ComponentMetadata.of(index("b"), folder.resolve("training"));
    }

    @Test
    void findsTheBundlesOfTheDaemonThatHaveComponents() throws Exception {
        assertThat(learn(false).jars()).containsExactly("one.jar");
    }

    @Test
    void givesThemWithTheIdsAndTimesOfThisStart() throws Exception {
        learn(false).write(folder.resolve("file"));
        Map<String, Bundle> bundles = install("start", "two", "one", SCR);
        Bundle one = bundles.get("one.jar");

        ComponentMetadata.read(folder.resolve("file")).give(index("b"), bundles);

        byte[] given = Files.readAllBytes(bundles.get(SCR + ".jar").getDataFile(STORE).toPath());
        ByteBuffer expected = ByteBuffer.allocate(Long.BYTES + Integer.BYTES + Long.BYTES)
                .putLong(one.getBundleId()).putInt(COMPONENTS).putLong(one.getLastModified());
        assertThat(new String(given, "ISO-8859-1")).contains(new String(expected.array(), "ISO-8859-1"));
    }

    @Test
    void givesNothingToOtherBundlesThanItWasMadeOf() throws Exception {
        ComponentMetadata known = learn(false);
        Map<String, Bundle> bundles = install("start", SCR, "one", "two");
        Path given = bundles.get(SCR + ".jar").getDataFile(STORE).toPath();

        known.give(index("another build"), bundles);
        assertThat(given).doesNotExist();

        bundles.remove("one.jar");
        known.give(index("b"), bundles);
        assertThat(given).doesNotExist();
    }

    @Test
    void refusesWhatItDoesNotUnderstand() throws Exception {
        assertThatThrownBy(() -> learn(true)).isInstanceOf(IOException.class).hasMessageContaining("one.jar");
        framework.start();
        Path data = framework.getBundleContext().getBundle(folder.resolve(SCR + ".jar").toUri().toString())
                .getDataFile(STORE).toPath();
        Files.writeString(data, "of another kind");
        assertThatThrownBy(() -> ComponentMetadata.of(index("b"), folder.resolve("training")))
                .isInstanceOf(IOException.class).hasMessageContaining("none of the daemon's bundles");
        assertThatThrownBy(() -> ComponentMetadata.of(index("b"), Files.createDirectories(folder.resolve("empty"))))
                .isInstanceOf(IOException.class).hasMessageContaining(STORE);
        Files.writeString(folder.resolve("file"), "cut");
        assertThatThrownBy(() -> ComponentMetadata.read(folder.resolve("file"))).isInstanceOf(IOException.class);
    }
}
