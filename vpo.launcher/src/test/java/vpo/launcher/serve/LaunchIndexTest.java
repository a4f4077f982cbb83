package vpo.launcher.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Properties;

import org.junit.jupiter.api.Test;
import vpo.launcher.serve.LaunchIndex.BundleEntry;

class LaunchIndexTest {

    @Test
    void readsWhatTheExporterWrites() {
        Properties properties = new Properties();
        properties.putAll(Map.of(
                "build", "0123456789abcdef",
                "bundle.vpo.health-0.1.0.jar", "10 300 ff",
                "bundle.scr-2.jar", "1 200 e433109b",
                "bundle.vpo.api-0.1.0.jar", "10 100 1",
                "framework.felix.cm.pm", "memory"));

        LaunchIndex index = LaunchIndex.of(properties);

        assertThat(index.build()).isEqualTo("0123456789abcdef");
        assertThat(index.bundles()).as("by start level, then by name").containsExactly(
                new BundleEntry("scr-2.jar", 1, 200, 0xe433109bL),
                new BundleEntry("vpo.api-0.1.0.jar", 10, 100, 1),
                new BundleEntry("vpo.health-0.1.0.jar", 10, 300, 255));
        assertThat(index.frameworkProperties()).containsExactly(Map.entry("felix.cm.pm", "memory"));
    }
}
