package vpo.launcher.serve;

import java.io.IOException;
import java.io.InputStream;

/** The plugin API among the bundles of {@code vpo.jar}: what plugins compile against. */
public final class ApiJar {
    private static final String NAME = "vpo.api-";

    private ApiJar() {}

    /**
     * Its bytes.
     *
     * @throws IOException if it cannot be read
     */
    public static byte[] read() throws IOException {
        LaunchIndex.BundleEntry api = LaunchIndex.read().bundles().stream()
                .filter(each -> each.file().startsWith(NAME))
                .findFirst().orElseThrow(() -> new IOException("vpo.jar is not whole: it has no " + NAME));
        try (InputStream in = ApiJar.class.getResourceAsStream(api.resource())) {
            if (in == null) {
                throw new IOException("vpo.jar is not whole: it has no " + api.resource());
            }
            return in.readAllBytes();
        }
    }
}
