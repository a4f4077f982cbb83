package vpo.launcher.serve;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What {@code vpo.jar} has for those who write plugins: the API to compile against, and names that are taken. */
public final class ShippedPlugins {
    private static final String API = "vpo.api-";
    private static final Pattern FIRST_PARTY = Pattern.compile("vpo\\.plugin\\.(.+?)-\\d.*");

    private ShippedPlugins() {}

    /** Whether it is the jar of the plugin API, which people compile against. */
    public static boolean isApi(LaunchIndex.Embedded jar) {
        return jar.name().startsWith(API);
    }

    /**
     * The jar of the plugin API.
     *
     * @throws IOException if it cannot be read
     */
    public static byte[] api() throws IOException {
        LaunchIndex index = LaunchIndex.read();
        LaunchIndex.Embedded api = index.bundles().stream().map(LaunchIndex.BundleEntry::jar)
                .filter(ShippedPlugins::isApi).findFirst()
                .orElseThrow(() -> new IOException("vpo.jar is not whole: it has no " + API + "*.jar"));
        if (index.isImage()) {
            return Files.readAllBytes(new ImageBundles(LaunchIndex.home().getParent(), index).file(api));
        }
        try (InputStream in = ShippedPlugins.class.getResourceAsStream(api.resource())) {
            if (in == null) {
                throw new IOException("vpo.jar is not whole: it has no " + api.resource());
            }
            return in.readAllBytes();
        }
    }

    /**
     * The names of the plugins that come with the daemon.
     *
     * @throws IOException if they cannot be read
     */
    public static Set<String> names() throws IOException {
        return LaunchIndex.read().plugins().stream().map(each -> each.jar().name())
                .flatMap(each -> FIRST_PARTY.matcher(each).results()).map((MatchResult each) -> each.group(1))
                .collect(Collectors.toSet());
    }
}
