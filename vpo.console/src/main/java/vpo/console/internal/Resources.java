package vpo.console.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the pages are made of, read once from this bundle. */
final class Resources {
    private static final Map<String, String> TYPES = Map.of("js", "text/javascript; charset=utf-8", "css",
            "text/css; charset=utf-8", "svg", "image/svg+xml");

    private final Map<String, Resource> files;
    private final Map<String, String> html;

    Resources() {
        files = Stream
                .of("console.css", "logo.svg", "api.js", "dialog.js", "dom.js", "format.js", "live.js", "overview.js",
                        "plugins.js", "scans.js", "configuration.js", "felix-configuration.js")
                .collect(Collectors.toUnmodifiableMap(Function.identity(), name -> new Resource(read("/res/" + name),
                        TYPES.get(name.substring(name.lastIndexOf('.') + 1)))));
        html = Stream.of("top", "overview", "plugins", "scans", "configuration")
                .collect(Collectors.toUnmodifiableMap(Function.identity(),
                        name -> new String(read("/pages/" + name + ".html"), StandardCharsets.UTF_8)));
    }

    private static byte[] read(String path) {
        try (InputStream in = Resources.class.getResourceAsStream(path)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("this bundle has no readable " + path, e);
        }
    }

    /**
     * A file that browsers may have.
     *
     * @param name without a folder
     */
    Optional<Resource> find(String name) {
        return Optional.ofNullable(files.get(name));
    }

    /** The HTML of a page, without a frame. */
    String html(String page) {
        return html.get(page);
    }
}
