package vpo.plugins.internal.host;

import java.util.Map;

import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;

/**
 * The requirement that every capability of a namespace meets.
 *
 * @param namespace of the capabilities
 */
record AnyOf(String namespace) implements BundleRequirement {
    @Override
    public BundleRevision getRevision() {
        return null;
    }

    @Override
    public BundleRevision getResource() {
        return null;
    }

    @Override
    public boolean matches(BundleCapability capability) {
        return capability.getNamespace().equals(namespace);
    }

    @Override
    public String getNamespace() {
        return namespace;
    }

    @Override
    public Map<String, String> getDirectives() {
        return Map.of();
    }

    @Override
    public Map<String, Object> getAttributes() {
        return Map.of();
    }
}
