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
            # The configuration of VPO, in TOML. All of it is optional: what stands here behind a # is the default.
            # To change a key, take its # away; its table, in brackets, stands above it already.
            #
            #   vpo config check    says what is wrong with this file
            #   vpo config show     prints every key with its value, and where that comes from
            #
            # The daemon reads the file again when it has changed. If anything is wrong, it goes on with what it had.
            """;

    private static final String END = """

            # The folders of your videos; the daemon's user must be able to read them. "vpo scan" looks through them.
            #[plugins.scan]
            #roots = ["/srv/video"]
            #schedule = "6h"
            """;

    private DefaultConfig() {}

    /** Of the archive: whoever runs it has the data in the home folder. */
    static String ofUser() {
        return text("~/.vpo", "~/.vpo/cache");
    }

    /** Of the system's daemon, whose folders systemd makes. */
    static String ofSystem() {
        return text("/var/lib/vpo", "/var/cache/vpo");
    }

    private static String text(String data, String cache) {
        Map<String, List<KnownKey>> tables = new LinkedHashMap<>();
        for (KnownKey key : KnownKey.all()) {
            tables.computeIfAbsent(table(key), _ -> new ArrayList<>()).add(key);
        }
        return BEGIN + tables.entrySet().stream().map(table -> table(table.getKey(), table.getValue(), data, cache))
                .collect(Collectors.joining()) + END;
    }

    private static String table(String name, List<KnownKey> keys, String data, String cache) {
        return (name.isEmpty() ? "" : "\n[" + name + "]\n")
                + keys.stream().map(key -> entry(key, data, cache)).collect(Collectors.joining());
    }

    private static String entry(KnownKey key, String data, String cache) {
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
