package vpo.config;

import java.io.IOException;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

import vpo.config.internal.metatype.JarMetatype;
import vpo.config.internal.metatype.TableSchemas;

/**
 * What a plugin says of its settings, in the words of the Metatype specification: the keys of {@code [plugins.NAME]} and
 * of the tables within it, with their types, limits, options and defaults. Immutable; none of the plugin's code is run to
 * get one.
 *
 * <p>
 * A service of this type is the schema of a plugin that runs. As long as it is registered, its plugin's table is published
 * with the types and the defaults that it says, and a reload that does not fit it is refused. Of several of one plugin
 * the one that came last counts.
 */
public final class PluginSchema {
    private final String plugin;
    private final TableSchemas tables;

    private PluginSchema(String plugin, TableSchemas tables) {
        this.plugin = Objects.requireNonNull(plugin);
        this.tables = tables;
    }

    /**
     * Reads the metatype of a plugin's jar.
     *
     * @return empty if the jar is no plugin
     * @throws IOException if the jar or its metatype cannot be read, or is larger than anybody needs; the message says
     *             why, without the name of the jar
     */
    public static Optional<PluginSchema> read(Path jar) throws IOException {
        return JarMetatype.read(jar).map(read -> new PluginSchema(read.plugin(), read.tables()));
    }

    /**
     * Reads the metatype of a plugin that is installed.
     *
     * @param plugin its name
     * @param documents what is in its folder {@code OSGI-INF/metatype}
     * @throws IOException if one of the documents cannot be read, is larger than anybody needs, or is no metatype
     */
    public static PluginSchema read(String plugin, Collection<URL> documents) throws IOException {
        List<byte[]> contents = new ArrayList<>();
        for (URL document : documents) {
            contents.add(JarMetatype.document(document.openStream(), contents.size()));
        }
        return new PluginSchema(plugin, TableSchemas.of(plugin, contents));
    }

    /** The plugin's name. */
    public String plugin() {
        return plugin;
    }

    TableSchemas tables() {
        return tables;
    }

    @Override
    public String toString() {
        return "schema of plugins." + plugin;
    }
}
