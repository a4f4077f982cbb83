package vpo.console.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What the pages are made of; a part is read from this bundle when it is first asked for. Any thread. */
final class Resources {
    private static final Map<String, String> TYPES = Map.of("js", "text/javascript; charset=utf-8", "css",
            "text/css; charset=utf-8", "svg", "image/svg+xml");
    private static final Set<String> FILES = Set.of("console.css", "logo.svg", "api.js", "dialog.js", "dom.js",
            "format.js", "live.js", "overview.js", "plugins.js", "scans.js", "configuration.js",
            "felix-configuration.js");

    private final Map<String, Resource> files = new ConcurrentHashMap<>();
    private final Map<String, String> pages = new ConcurrentHashMap<>();

    /**
     * A file that browsers may have.
     *
     * @param name without a folder
     */
    Optional<Resource> find(String name) {
        return FILES.contains(name) ? Optional.of(files.computeIfAbsent(name, Resources::file)) : Optional.empty();
    }

    /** The HTML of a page, without a frame. */
    String html(String page) {
        return pages.computeIfAbsent(page,
                name -> new String(read("/pages/" + name + ".html"), StandardCharsets.UTF_8));
    }

    private static Resource file(String name) {
        return new Resource(read("/res/" + name), TYPES.get(name.substring(name.lastIndexOf('.') + 1)));
    }

    private static byte[] read(String path) {
        try (InputStream in = Resources.class.getResourceAsStream(path)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("this bundle has no readable " + path, e);
        }
    }
}
