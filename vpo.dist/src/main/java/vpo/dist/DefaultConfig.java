package vpo.dist;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import vpo.config.KnownKey;

/**
 * The configuration file that a package brings: every known key with its default and what it is, as a comment. So a file
 * that nobody has touched is the same as none.
 */
final class DefaultConfig {
    private static final String BEGIN = """
            # The configuration of VPO, in TOML. All of it is optional: but for the example at the end, what stands here
            # behind a # is the default. To change a key, take its # away; its table, in brackets, stands above it already.
            #
            #   vpo config check    says what is wrong with this file
            #   vpo config show     prints every key with its value, and where that comes from
            #
            # The daemon reads the file again when it has changed. If anything is wrong, it goes on with what it had.
            """;

    private static final String END = """

            [plugins.scan]

            # An example, and no default: the folders of your videos, which the daemon's user must be able to read.
            # "vpo scan" looks through them, and only through them.
            #roots = ["/srv/video"]

            # An example, too: how often that is done by itself; without it, never.
            #schedule = "6h"
            """;

    private static final String DATA = "data_directory";
    private static final String DATA_OF_SYSTEM = """

            # The data directory is %s. It cannot be set here: vpo.service and the command vpo say it themselves, in the
            # variable VPO_DATA_DIR, which comes before this file.
            """;

    private final String data;
    private final String cache;
    private final boolean system;

    private DefaultConfig(String data, String cache, boolean system) {
        this.data = data;
        this.cache = cache;
        this.system = system;
    }

    /** Of the archive: whoever runs it has the data in the home folder. */
    static String ofUser() {
        return new DefaultConfig("~/.vpo", "~/.vpo/cache", false).text();
    }

    /** Of the system's daemon, whose folders systemd makes. */
    static String ofSystem() {
        return new DefaultConfig("/var/lib/vpo", "/var/cache/vpo", true).text();
    }

    private String text() {
        Map<String, List<KnownKey>> tables = new LinkedHashMap<>();
        for (KnownKey key : KnownKey.all()) {
            tables.computeIfAbsent(table(key), _ -> new ArrayList<>()).add(key);
        }
        return BEGIN + tables.entrySet().stream().map(table -> table(table.getKey(), table.getValue()))
                .collect(Collectors.joining()) + END;
    }

    private String table(String name, List<KnownKey> keys) {
        return (name.isEmpty() ? "" : "\n[" + name + "]\n")
                + keys.stream().map(this::entry).collect(Collectors.joining());
    }

    private String entry(KnownKey key) {
        if (system && key.key().equals(DATA)) {
            return DATA_OF_SYSTEM.formatted(data);
        }
        String fallback = key.fallback().replace("\"DATA/cache\"", "\"" + cache + "\"")
                .replace("\"DATA/", "\"" + data + "/").replace("\"~/.vpo\"", "\"" + data + "\"");
        String comment = Stream.of(key.description(), key.rule().isEmpty() ? key.type() : key.rule(),
                fallback.isEmpty() ? "no default" : "", key.restart() ? "needs a restart" : "",
                key.used() ? "" : "not used yet").filter(part -> !part.isEmpty()).collect(Collectors.joining("; "));
        return "\n# " + comment + "\n#" + key.key().substring(key.key().lastIndexOf('.') + 1)
                + (" = " + fallback).stripTrailing() + "\n";
    }

    private static String table(KnownKey key) {
        return key.key().substring(0, Math.max(0, key.key().lastIndexOf('.')));
    }
}
