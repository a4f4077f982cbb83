package vpo.plugins.internal;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRevision;

import vpo.api.plugin.Plugin;

/**
 * Which plugin a bundle is, as the framework has read its manifest.
 *
 * @param name of the plugin
 * @param events that it asked for
 */
public record PluginIdentity(String name, Set<String> events) {

    /** The plugin that a bundle is; empty if it is none, or is not there any more. */
    public static Optional<PluginIdentity> of(Bundle bundle) {
        BundleRevision revision = bundle == null ? null : bundle.adapt(BundleRevision.class);
        List<BundleCapability> capabilities = revision == null
                ? List.of()
                : revision.getDeclaredCapabilities(Plugin.NAMESPACE);
        return capabilities.stream().findFirst().map(each -> new PluginIdentity(
                String.valueOf(each.getAttributes().get("name")), events(each.getAttributes().get("events"))));
    }

    private static Set<String> events(Object attribute) {
        return switch (attribute) {
            case Collection<?> many -> Set.copyOf(many.stream().map(String::valueOf).toList());
            case String one -> Set.of(one);
            case null, default -> Set.of();
        };
    }
}
