package vpo.launcher.serve;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleWiring;

/**
 * The packages of Java and of the framework itself that bundles may import. The framework finds them out at each start,
 * in text that it puts together package by package; an image has them written down, for the Java that it was made with.
 */
public final class SystemPackages {

    private SystemPackages() {}

    /**
     * The key of {@link LaunchIndex} under which they are written for the Java that runs: of its version, and its modules.
     */
    public static String key() {
        int modules = 0;
        for (Module module : ModuleLayer.boot().modules()) {
            // A sum, for they come in any order.
            modules += module.getName().hashCode();
        }
        return "packages." + Runtime.version() + "." + Integer.toHexString(modules);
    }

    /**
     * Asks the framework, which it takes to be made and initialized.
     *
     * @param storage an empty folder for it
     * @return the value of {@link Constants#FRAMEWORK_SYSTEMPACKAGES} that says what it found, the same for the same Java
     * @throws IOException if the framework does not come
     */
    public static String find(Path storage) throws IOException {
        Framework framework = new FrameworkFactory()
                .newFramework(Map.of(Constants.FRAMEWORK_STORAGE, storage.toString()));
        try {
            framework.init();
            List<BundleCapability> packages = framework.adapt(BundleWiring.class)
                    .getCapabilities(PackageNamespace.PACKAGE_NAMESPACE);
            framework.stop();
            framework.waitForStop(0);
            return packages.stream().map(SystemPackages::clause).sorted().collect(Collectors.joining(","));
        } catch (BundleException e) {
            throw new IOException("the framework does not say which packages it exports: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts the making of an image", e);
        }
    }

    private static String clause(BundleCapability each) {
        String uses = each.getDirectives().get(Constants.USES_DIRECTIVE);
        return each.getAttributes().get(PackageNamespace.PACKAGE_NAMESPACE) + ";version=\""
                + each.getAttributes().get(PackageNamespace.CAPABILITY_VERSION_ATTRIBUTE) + "\""
                + (uses == null ? "" : ";uses:=\"" + uses + "\"");
    }
}
