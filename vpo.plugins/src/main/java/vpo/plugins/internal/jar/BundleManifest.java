package vpo.plugins.internal.jar;

import java.util.List;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.osgi.framework.Constants;
import org.osgi.framework.Version;
import org.osgi.framework.namespace.ExecutionEnvironmentNamespace;

import vpo.api.plugin.Plugin;

/** What a manifest must say for its jar to be taken. */
final class BundleManifest {
    private static final Pattern SYMBOLIC_NAME = Pattern.compile("[A-Za-z0-9_.-]{1,200}");
    private static final Pattern NAME = Pattern.compile(Plugin.NAME_PATTERN);

    private BundleManifest() {}

    static PluginJar read(Manifest manifest) throws RefusedException {
        Attributes headers = manifest.getMainAttributes();
        String symbolicName = symbolicName(headers);
        if (headers.getValue(Constants.FRAGMENT_HOST) != null) {
            throw new RefusedException("is a fragment, which would become part of another bundle: only whole bundles"
                    + " are taken");
        }
        Set<String> exports = Header.parse(headers.getValue(Constants.EXPORT_PACKAGE)).stream()
                .flatMap(clause -> clause.paths().stream()).collect(Collectors.toSet());
        List<Header.Clause> capabilities = Header.parse(headers.getValue(Constants.PROVIDE_CAPABILITY));
        for (String namespace : List.of(Plugin.API_NAMESPACE,
                ExecutionEnvironmentNamespace.EXECUTION_ENVIRONMENT_NAMESPACE)) {
            if (capabilities.stream().anyMatch(each -> each.paths().contains(namespace))) {
                throw new RefusedException("provides the capability " + namespace + ", which is the daemon's own");
            }
        }
        List<Header.Clause> plugins = capabilities.stream().filter(each -> each.paths().contains(Plugin.NAMESPACE))
                .toList();
        if (plugins.size() > 1) {
            throw new RefusedException("has " + plugins.size() + " classes with @Plugin: one bundle is one plugin");
        }
        Version version = version(headers);
        String name = symbolicName;
        if (!plugins.isEmpty()) {
            name = name(plugins.getFirst());
            checkVersion(plugins.getFirst(), version);
        }
        String description = headers.getValue(Constants.BUNDLE_DESCRIPTION);
        return new PluginJar(symbolicName, version, name, !plugins.isEmpty(), exports, events(plugins),
                description == null ? "" : description);
    }

    private static List<String> events(List<Header.Clause> plugins) {
        return plugins.stream().map(each -> each.attributes().getOrDefault("events", ""))
                .flatMap(each -> Stream.of(each.split(","))).map(String::strip).filter(each -> !each.isEmpty())
                .sorted().toList();
    }

    private static String symbolicName(Attributes headers) throws RefusedException {
        List<Header.Clause> names = Header.parse(headers.getValue(Constants.BUNDLE_SYMBOLICNAME));
        if (names.isEmpty() || names.getFirst().paths().isEmpty()
                || !"2".equals(headers.getValue(Constants.BUNDLE_MANIFESTVERSION))) {
            throw new RefusedException("is a jar but no OSGi bundle: its manifest has no Bundle-SymbolicName with"
                    + " Bundle-ManifestVersion 2; build it with bnd-maven-plugin, or make a bundle of the finished jar"
                    + " with 'bnd wrap'");
        }
        String name = names.getFirst().paths().getFirst();
        if (!SYMBOLIC_NAME.matcher(name).matches() || name.startsWith(".")) {
            throw new RefusedException("has a symbolic name that is none: " + name);
        }
        return name;
    }

    private static Version version(Attributes headers) throws RefusedException {
        try {
            return Version.parseVersion(headers.getValue(Constants.BUNDLE_VERSION));
        } catch (IllegalArgumentException e) {
            throw new RefusedException("has a version that is none: " + headers.getValue(Constants.BUNDLE_VERSION)
                    + "; it is MAJOR.MINOR.MICRO.QUALIFIER, numbers but for the last");
        }
    }

    /** The bundle's version is the plugin's: a manifest that repeats it must not say something else. */
    private static void checkVersion(Header.Clause plugin, Version bundle) throws RefusedException {
        String version = plugin.attributes().get("version");
        if (version != null && !isSame(version, bundle)) {
            throw new RefusedException("has the plugin version " + version + " and the bundle version " + bundle
                    + ": leave out the one of the capability " + Plugin.NAMESPACE);
        }
    }

    private static boolean isSame(String version, Version bundle) {
        try {
            return Version.parseVersion(version).equals(bundle);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static String name(Header.Clause plugin) throws RefusedException {
        String name = plugin.attributes().getOrDefault("name", "");
        if (!NAME.matcher(name).matches()) {
            throw new RefusedException("has the plugin name '" + name + "': it must be 2 to 64 of a-z, 0-9 and -, start"
                    + " with a letter and not end with -");
        }
        return name;
    }
}
