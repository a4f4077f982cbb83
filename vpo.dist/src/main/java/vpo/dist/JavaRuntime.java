package vpo.dist;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/** The Java that a package brings: the modules that are needed of the one that runs this. */
final class JavaRuntime {

    /** What the class path and the bundles need: a bundle without one of its packages does not start. */
    private static final List<String> NEEDED = List.of("java.base", "java.logging", "java.management",
            // Imported by Felix's Jetty, for a connector that nobody opens.
            "java.management.rmi",
            "java.naming",
            // The same, for a way to log in that is not offered.
            "java.security.jgss",
            "java.sql", "java.xml", "jdk.management", "jdk.unsupported");

    /** What plugins may well ask for. */
    private static final List<String> FOR_PLUGINS = List.of("java.net.http", "jdk.charsets", "jdk.net", "jdk.zipfs");

    /** What an operator looks into a running daemon with: {@code jcmd}, and the flight recorder. */
    private static final List<String> FOR_OPERATORS = List.of("jdk.jcmd", "jdk.jfr", "jdk.management.agent");

    private JavaRuntime() {}

    /** The names of the modules that are asked for; those that they need come with them. */
    static List<String> modules() {
        return Stream.of(NEEDED, FOR_PLUGINS, FOR_OPERATORS).flatMap(List::stream).sorted().toList();
    }

    /**
     * Makes it. Its classes are not compressed: the packages are, and better, and the start need not unpack them.
     *
     * @param folder must not exist
     */
    static void make(Path folder) {
        ToolProvider jlink = ToolProvider.findFirst("jlink")
                .orElseThrow(() -> new IllegalStateException("this Java has no jlink: a JDK is needed"));
        StringWriter said = new StringWriter();
        PrintWriter out = new PrintWriter(said);
        int status = jlink.run(out, out, "--add-modules", String.join(",", modules()), "--compress", "zip-0",
                "--strip-debug", "--no-header-files", "--no-man-pages", "--output", folder.toString());
        if (status != 0) {
            throw new IllegalStateException("jlink: " + said);
        }
        removeLinks(folder.resolve("legal"));
    }

    /** Each module's licence is a link to the one of {@code java.base}, which stays. */
    private static void removeLinks(Path legal) {
        try (Stream<Path> files = Files.walk(legal)) {
            for (Path link : files.filter(Files::isSymbolicLink).toList()) {
                Files.delete(link);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
