package vpo.plugins.internal.host;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.osgi.framework.Bundle;
import org.osgi.framework.namespace.ExecutionEnvironmentNamespace;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.framework.wiring.FrameworkWiring;
import org.osgi.resource.Namespace;

import vpo.api.plugin.Plugin;

/** Looks whether everything that a bundle requires is there, without resolving anything. */
final class Requirements {
    private static final Set<String> LASTING = Set.of(Plugin.API_NAMESPACE,
            ExecutionEnvironmentNamespace.EXECUTION_ENVIRONMENT_NAMESPACE);
    private static final Pattern LEAST = Pattern.compile("\\(version>=([^)]+)\\)");
    private static final Pattern BELOW = Pattern.compile("\\(!\\(version>=([^)]+)\\)\\)");

    private final FrameworkWiring wiring;

    /**
     * Something that a bundle requires and that nothing here provides.
     *
     * @param sentence for people, without its subject
     * @param lasting whether no other bundle could provide it, either
     */
    record Lack(String sentence, boolean lasting) {}

    Requirements(FrameworkWiring wiring) {
        this.wiring = wiring;
    }

    /**
     * The requirements that nothing here meets.
     *
     * @param bundle to look at, not resolved
     * @param leaving bundles that will not be there, and cannot meet any
     * @return what is missing; empty if nothing is
     */
    List<Lack> missing(Bundle bundle, Set<Bundle> leaving) {
        return bundle.adapt(BundleRevision.class).getDeclaredRequirements(null).stream()
                .filter(Requirements::isMandatory)
                .filter(requirement -> providers(requirement).stream()
                        .allMatch(each -> leaving.contains(each.getRevision().getBundle())))
                .map(each -> new Lack(sentence(each), LASTING.contains(each.getNamespace()))).toList();
    }

    /** The bundles that a bundle gets something of that it requires; before it is resolved, all that it may get it of. */
    Set<Bundle> suppliers(Bundle bundle) {
        BundleWiring wired = bundle.adapt(BundleWiring.class);
        if (wired != null) {
            return wired.getRequiredWires(null).stream().map(each -> each.getProvider().getBundle())
                    .collect(Collectors.toSet());
        }
        return bundle.adapt(BundleRevision.class).getDeclaredRequirements(null).stream().map(this::providers)
                .flatMap(Collection::stream).map(each -> each.getRevision().getBundle()).collect(Collectors.toSet());
    }

    private Collection<BundleCapability> providers(BundleRequirement requirement) {
        return wiring.findProviders(requirement);
    }

    private static boolean isMandatory(BundleRequirement requirement) {
        String resolution = requirement.getDirectives().get(Namespace.REQUIREMENT_RESOLUTION_DIRECTIVE);
        String effective = requirement.getDirectives().get(Namespace.REQUIREMENT_EFFECTIVE_DIRECTIVE);
        return (resolution == null || resolution.equals(Namespace.RESOLUTION_MANDATORY))
                && (effective == null || effective.equals(Namespace.EFFECTIVE_RESOLVE));
    }

    private String sentence(BundleRequirement requirement) {
        String filter = requirement.getDirectives().getOrDefault(Namespace.REQUIREMENT_FILTER_DIRECTIVE, "");
        return switch (requirement.getNamespace()) {
            case Plugin.API_NAMESPACE ->
                "is made for the plugin API" + range(filter) + ", and this daemon has " + apiVersion()
                        + ": get a version of it that is made for this daemon";
            case ExecutionEnvironmentNamespace.EXECUTION_ENVIRONMENT_NAMESPACE ->
                "needs another Java than this one, which is " + Runtime.version().feature() + ": " + filter;
            case PackageNamespace.PACKAGE_NAMESPACE ->
                "needs the package " + value(filter, PackageNamespace.PACKAGE_NAMESPACE) + range(filter)
                        + ", which no bundle here exports: put the bundle that does into the plugin folder, too";
            default -> "needs " + requirement.getNamespace() + " " + filter + ", which no bundle here provides";
        };
    }

    private String apiVersion() {
        BundleRequirement any = new AnyOf(Plugin.API_NAMESPACE);
        return providers(any).stream().map(each -> String.valueOf(each.getAttributes().get("version")))
                .collect(Collectors.joining(", "));
    }

    private static String value(String filter, String attribute) {
        Matcher matcher = Pattern.compile("\\(" + Pattern.quote(attribute) + "=([^)]+)\\)").matcher(filter);
        return matcher.find() ? matcher.group(1) : filter;
    }

    /** As people write it, with a blank before it; empty if any version will do. */
    static String range(String filter) {
        Matcher below = BELOW.matcher(filter);
        String most = below.find() ? below.group(1) : "";
        Matcher least = LEAST.matcher(below.replaceAll(""));
        if (!least.find()) {
            return most.isEmpty() ? "" : " below " + most;
        }
        return most.isEmpty() ? " from " + least.group(1) : " [" + least.group(1) + "," + most + ")";
    }
}
