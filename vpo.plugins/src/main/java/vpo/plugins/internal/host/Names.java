package vpo.plugins.internal.host;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

import vpo.plugins.internal.jar.PluginJar;
import vpo.plugins.internal.store.PluginState;

/**
 * Which names a jar may have: none of the daemon's, the framework's, or another plugin's. A first-party plugin's name
 * is no secret: a newer version of it is deployed like anybody's plugin, and trusted like one.
 */
final class Names {
    private static final Pattern RESERVED = Pattern
            .compile("(vpo|org\\.apache\\.felix|org\\.osgi|system\\.bundle)(\\..*)?", Pattern.CASE_INSENSITIVE);
    private static final Pattern OUR_PACKAGE = Pattern.compile("(vpo|java)(\\..*)?");
    /** Tables and keys of the configuration's own in [plugins]. */
    private static final Set<String> TAKEN = Set.of("metadata", "trust");

    private final Set<String> daemonNames;

    /**
     * @param daemonNames symbolic names of the bundles that the daemon consists of
     */
    Names(Set<String> daemonNames) {
        this.daemonNames = Set.copyOf(daemonNames);
    }

    /**
     * Looks at a jar's names.
     *
     * @param others what is installed
     * @param replaceable symbolic names of first-party plugins
     * @return a sentence without its subject; empty if the names are free
     */
    Optional<String> objection(PluginJar jar, Collection<PluginState> others, Set<String> replaceable) {
        String symbolicName = jar.symbolicName();
        if (daemonNames.contains(symbolicName)
                || RESERVED.matcher(symbolicName).matches() && !replaceable.contains(symbolicName)) {
            return Optional.of("has the symbolic name " + symbolicName
                    + ", which is reserved for the daemon: give it a Bundle-SymbolicName of its own");
        }
        if (jar.isPlugin() && TAKEN.contains(jar.name())) {
            return Optional.of("has the plugin name " + jar.name() + ", which means something else in [plugins]");
        }
        Optional<String> taken = jar.exports().stream().filter(each -> OUR_PACKAGE.matcher(each).matches()).sorted()
                .findFirst();
        if (taken.isPresent()) {
            return Optional
                    .of("exports the package " + taken.get() + ", which is the daemon's: leave it out of the jar");
        }
        return owner(jar, others).map(owner -> "has the name " + jar.name() + ", which the bundle "
                + owner.symbolicName() + " in " + owner.source() + " has already; commands know it as " + symbolicName);
    }

    /** Another bundle that has the plugin's name. What has run with it does not lose it to one that never did. */
    private static Optional<PluginState> owner(PluginJar jar, Collection<PluginState> others) {
        List<PluginState> all = others.stream().filter(each -> each.name().equals(jar.name())).toList();
        boolean isOwner = all.stream()
                .anyMatch(each -> each.symbolicName().equals(jar.symbolicName()) && each.active().isPresent());
        return all.stream().filter(each -> !each.symbolicName().equals(jar.symbolicName()))
                .filter(each -> !isOwner || each.active().isPresent()).findFirst();
    }
}
