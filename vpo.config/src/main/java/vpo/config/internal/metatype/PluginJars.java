package vpo.config.internal.metatype;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The plugins that lie somewhere, without a daemon that runs them. */
public final class PluginJars {
    private PluginJars() {}

    /** The jars that the plugin host would look at, in the order of their names; folders that are not there have none. */
    public static List<Path> in(Collection<Path> folders) {
        List<Path> jars = new ArrayList<>();
        for (Path folder : folders) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.jar")) {
                files.forEach(jars::add);
            } catch (IOException | DirectoryIteratorException e) {
                continue;
            }
        }
        jars.removeIf(jar -> jar.getFileName().toString().startsWith(".") || !Files.isRegularFile(jar));
        jars.sort(null);
        return jars;
    }

    /**
     * What the plugins among these jars say of their settings, by the plugin's name. Of several jars of one plugin the
     * highest version counts, of several of one version the last.
     *
     * @param notes told of each jar that cannot be read, in a line
     */
    public static Map<String, TableSchemas> schemas(Collection<Path> jars, Consumer<String> notes) {
        Map<String, JarMetatype> best = new HashMap<>();
        for (Path jar : jars) {
            try {
                Optional<JarMetatype> read = JarMetatype.read(jar);
                read.ifPresent(each -> best.merge(each.plugin(), each,
                        (one, other) -> one.version().compareTo(other.version()) <= 0 ? other : one));
            } catch (IOException e) {
                notes.accept(jar + ": its settings are not checked: " + e.getMessage());
            }
        }
        Map<String, TableSchemas> schemas = new HashMap<>();
        best.forEach((plugin, each) -> schemas.put(plugin, each.tables()));
        return schemas;
    }
}
