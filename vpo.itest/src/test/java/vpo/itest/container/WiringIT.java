package vpo.itest.container;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;

import org.junit.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.BundleWiring;

import vpo.config.ConfigurationSource;
import vpo.config.ServerConfig;

/** Who gets which package from whom. */
public class WiringIT extends InContainer {

    @Test
    public void everyBundleIsActive() {
        assertThat(context.getBundles()).allSatisfy(bundle -> assertThat(bundle.getState()).isEqualTo(Bundle.ACTIVE));
    }

    @Test
    public void theConfigurationsTypesAreTheLaunchersOwn() throws Exception {
        assertThat(Arrays.stream(context.getBundles())
                .filter(bundle -> bundle.adapt(BundleWiring.class).getRequiredWires(BundleRevision.PACKAGE_NAMESPACE)
                        .stream().anyMatch(wire -> "vpo.config".equals(
                                wire.getCapability().getAttributes().get(BundleRevision.PACKAGE_NAMESPACE))))
                .map(Bundle::getSymbolicName)).contains("vpo.config", "vpo.database", "vpo.lifecycle", "vpo.http");
        for (String user : new String[]{"vpo.config", "vpo.database", "vpo.lifecycle", "vpo.http"}) {
            assertThat(providerOf("vpo.config", bundle(user)).getBundleId()).as(user)
                    .isEqualTo(Constants.SYSTEM_BUNDLE_ID);
        }
        assertThat(bundle("vpo.config").loadClass(ServerConfig.class.getName())).isSameAs(ServerConfig.class);
        assertThat(ConfigurationSource.class.getClassLoader()).isSameAs(ClassLoader.getSystemClassLoader());
    }

    private static Bundle providerOf(String packageName, Bundle user) {
        return user.adapt(BundleWiring.class).getRequiredWires(BundleRevision.PACKAGE_NAMESPACE).stream()
                .filter(wire -> packageName
                        .equals(wire.getCapability().getAttributes().get(BundleRevision.PACKAGE_NAMESPACE)))
                .findFirst().orElseThrow().getProvider().getBundle();
    }
}
