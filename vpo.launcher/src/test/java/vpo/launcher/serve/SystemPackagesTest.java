package vpo.launcher.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;

import org.apache.felix.framework.FrameworkFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleWiring;

class SystemPackagesTest {

    @TempDir
    Path folder;

    @Test
    void aFrameworkThatIsToldExportsWhatOneThatHasLookedDoes() throws Exception {
        String found = SystemPackages.find(folder.resolve("one"));
        assertThat(found).startsWith("com.sun.").contains("java.sql;version=", "org.osgi.framework;version=");
        assertThat(SystemPackages.find(folder.resolve("two"))).as("in whatever order it looks").isEqualTo(found);

        assertThat(exports(Map.of(Constants.FRAMEWORK_SYSTEMPACKAGES, found))).isEqualTo(exports(Map.of()));
    }

    private Set<List<Map<String, ?>>> exports(Map<String, String> configuration) throws Exception {
        Map<String, String> all = new HashMap<>(configuration);
        all.put(Constants.FRAMEWORK_STORAGE, folder.resolve("framework" + configuration.size()).toString());
        Framework framework = new FrameworkFactory().newFramework(all);
        framework.init();
        try {
            return framework.adapt(BundleWiring.class).getCapabilities(PackageNamespace.PACKAGE_NAMESPACE).stream()
                    .map(each -> List.<Map<String, ?>>of(each.getAttributes(), each.getDirectives()))
                    .collect(Collectors.toSet());
        } finally {
            framework.stop();
            framework.waitForStop(0);
        }
    }

    @Test
    void theyHoldForTheJavaThatTheyWereFoundIn() {
        Properties image = new Properties();
        image.put("build", "0123456789abcdef");
        image.put(SystemPackages.key(), "java.lang");
        image.put("packages.24.0.1+9.0", "java.applet");
        assertThat(LaunchIndex.of(image).frameworkProperties())
                .containsExactly(Map.entry(Constants.FRAMEWORK_SYSTEMPACKAGES, "java.lang"));

        image.remove(SystemPackages.key());
        assertThat(LaunchIndex.of(image).frameworkProperties()).isEmpty();
    }
}
