package vpo.launcher.serve;

import java.net.URI;
import java.net.URL;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where on the class path a class is from. Its code source does not always tell: that of a class out of the JVM's cache is
 * the jar as it was called when the cache was made, or nothing if there is no such file.
 */
final class Origin {
    private Origin() {}

    /**
     * @param type of the class path's loader; may be a lambda's
     * @return the jar, or the folder of classes; empty of a class that has no file, such as a proxy's
     */
    static Optional<Path> of(Class<?> type) {
        String file = type.getNestHost().getName().replace('.', '/') + ".class";
        return Optional.ofNullable(Origin.class.getClassLoader().getResource(file)).map(url -> root(url, file));
    }

    private static Path root(URL url, String file) {
        String place = url.toString();
        String root = place.substring(0, place.length() - file.length());
        return Path.of(URI.create(url.getProtocol().equals("jar")
                ? root.substring("jar:".length(), root.length() - "!/".length())
                : root));
    }
}
