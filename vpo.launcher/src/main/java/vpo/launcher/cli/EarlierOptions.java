package vpo.launcher.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import picocli.CommandLine.Option;

/**
 * The options that the existing VPO takes before its commands, as in units that start it. Those of the log count for
 * commands that have them, too, unless they say otherwise there; the other commands have no log of their own. {@link
 * KeyHelp} describes those that stand for a key.
 */
final class EarlierOptions {
    @Option(names = "--log-level", paramLabel = "LEVEL")
    private String logLevel;

    @Option(names = "--log-file", paramLabel = "FILE")
    private String logFile;

    @Option(names = "--log-json", description = "The same as --log-format json behind the command.")
    private boolean logJson;

    @Option(names = "--force-load-plugins",
            description = "Without effect: no plugin runs that does not fit, or is not trusted.")
    private boolean forceLoadPlugins;

    /** Key to value. */
    Map<String, String> flags() {
        Map<String, String> flags = new LinkedHashMap<>();
        ConfigOptions.put(flags, "logging.level", logLevel);
        ConfigOptions.put(flags, "logging.file", logFile);
        ConfigOptions.put(flags, "logging.format", logJson ? "json" : null);
        return flags;
    }

    /** What a daemon warns of. */
    List<String> warnings() {
        return forceLoadPlugins
                ? List.of("--force-load-plugins has no effect: a plugin must fit this version, and plugins.trust says"
                        + " what lets it run")
                : List.of();
    }
}
