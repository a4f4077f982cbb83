package vpo.launcher.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vpo.launcher.serve.LaunchIndex.BundleEntry;
import vpo.launcher.serve.LaunchIndex.Embedded;
import vpo.launcher.serve.LaunchIndex.PluginEntry;

class LaunchIndexTest {

    @Test
    void readsWhatTheExporterWrites() {
        Properties properties = new Properties();
        properties.putAll(Map.of(
                "build", "0123456789abcdef",
                "bundle.vpo.health-0.1.0.jar", "10 300 ff",
                "bundle.scr-2.jar", "1 200 e433109b",
                "bundle.vpo.api-0.1.0.jar", "10 100 1",
                "plugin.vpo.plugin.scan-0.1.0.jar", "true abcd 400 fe",
                "plugin.vpo.plugin.hello-0.1.0.jar", "false ef01 500 fd",
                "framework.felix.cm.pm", "memory"));

        LaunchIndex index = LaunchIndex.of(properties);

        assertThat(index.build()).isEqualTo("0123456789abcdef");
        assertThat(index.bundles()).as("by start level, then by name").containsExactly(
                new BundleEntry(new Embedded("bundles", "scr-2.jar", 200, 0xe433109bL), 1),
                new BundleEntry(new Embedded("bundles", "vpo.api-0.1.0.jar", 100, 1), 10),
                new BundleEntry(new Embedded("bundles", "vpo.health-0.1.0.jar", 300, 255), 10));
        assertThat(index.plugins()).as("by name").containsExactly(
                new PluginEntry(new Embedded("plugins", "vpo.plugin.hello-0.1.0.jar", 500, 0xfd), "ef01", false),
                new PluginEntry(new Embedded("plugins", "vpo.plugin.scan-0.1.0.jar", 400, 0xfe), "abcd", true));
        assertThat(index.jars()).hasSize(5);
        assertThat(index.frameworkProperties()).containsExactly(Map.entry("felix.cm.pm", "memory"));
    }

    @Test
    void isAtHomeWhereItsClassIs(@TempDir Path folder) throws Exception {
        Path classes = LaunchIndex.home();
        assertThat(classes.resolve("vpo/launcher/serve/LaunchIndex.class")).isRegularFile();

        Path jar = folder.resolve("with space.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(new ZipEntry("vpo/launcher/serve/LaunchIndex.class"));
            Files.copy(classes.resolve("vpo/launcher/serve/LaunchIndex.class"), out);
        }
        try (URLClassLoader loader = new URLClassLoader(new URL[]{jar.toUri().toURL()}, null)) {
            assertThat(loader.loadClass(LaunchIndex.class.getName()).getMethod("home").invoke(null)).isEqualTo(jar);
        }
    }
}
