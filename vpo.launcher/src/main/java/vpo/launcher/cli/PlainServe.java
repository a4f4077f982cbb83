package vpo.launcher.cli;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import vpo.config.ConfigInputs;

/**
 * The daemon's command line, read without picocli, whose making takes a tenth of a start: {@code serve}, and options
 * each with its value, of which those of the existing VPO's stand before it. Whatever is not as plain as that, wrong or
 * only unusual, is left to picocli, which understands this the same way.
 */
final class PlainServe {
    private static final String SERVE = "serve";
    private static final String CONFIG = "--config";
    private static final String FORMAT = "--log-format";
    private static final String FILE = "--log-file";
    private static final Map<String, String> KEYS = Map.of("--bind", "server.bind", "--port", "server.port",
            "--database", "database_path", "--log-level", "logging.level", FILE, "logging.file", FORMAT,
            "logging.format");
    private static final Map<String, String> SHORT = Map.of("-p", "--port", "-c", CONFIG);
    private static final String JSON = "--log-json";
    /** Of {@link EarlierOptions}, those with a value. */
    private static final Set<String> EARLIER = Set.of("--log-level", FILE);

    private PlainServe() {}

    /** Whether that is the command, whatever options stand before it. */
    static boolean isMeant(String... args) {
        int at = 0;
        while (at < args.length && args[at].startsWith("--")) {
            at += EARLIER.contains(args[at]) ? 2 : 1;
        }
        return at < args.length && args[at].equals(SERVE);
    }

    /** What the configuration is made from; empty if these arguments are for picocli. */
    static Optional<ConfigInputs> read(String... args) {
        Map<String, String> values = new HashMap<>();
        int at = 0;
        while (at < args.length && !args[at].equals(SERVE)) {
            boolean isJson = args[at].equals(JSON);
            String value = isJson ? "json" : at + 1 < args.length ? args[at + 1] : "";
            // A word alone might be a command's name, which picocli takes for no value.
            boolean isWord = args[at].equals(FILE) && value.indexOf('/') < 0;
            if (!isJson && !EARLIER.contains(args[at]) || isWord || !isPlain(value)
                    || values.put(isJson ? FORMAT : args[at], value) != null) {
                return Optional.empty();
            }
            at += isJson ? 1 : 2;
        }
        return behind(at, args).map(own -> {
            values.putAll(own);
            Optional<String> file = Optional.ofNullable(values.remove(CONFIG));
            Map<String, String> flags = new HashMap<>();
            values.forEach((option, value) -> flags.put(KEYS.get(option), value));
            return ConfigOptions.inputs(file, flags);
        });
    }

    /** Option to value, of those behind the command. */
    private static Optional<Map<String, String>> behind(int command, String... args) {
        if ((args.length - command) % 2 == 0) {
            return Optional.empty();
        }
        Map<String, String> values = new HashMap<>();
        for (int i = command + 1; i < args.length; i += 2) {
            String option = SHORT.getOrDefault(args[i], args[i]);
            boolean isKnown = option.equals(CONFIG) || KEYS.containsKey(option);
            if (!isKnown || !isPlain(args[i + 1]) || values.put(option, args[i + 1]) != null) {
                return Optional.empty();
            }
        }
        return Optional.of(values);
    }

    private static boolean isPlain(String value) {
        return !value.isEmpty() && "-@\"'".indexOf(value.charAt(0)) < 0;
    }
}
