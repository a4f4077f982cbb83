package vpo.launcher.cli;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import vpo.config.ConfigInputs;

/**
 * The daemon's command line, read without picocli, whose making takes a tenth of a start: {@code serve}, and options
 * each with its value. Whatever is not as plain as that, wrong or only unusual, is left to picocli, which understands
 * this the same way.
 */
final class PlainServe {
    private static final String CONFIG = "--config";
    private static final Map<String, String> KEYS = Map.of("--bind", "server.bind", "--port", "server.port",
            "--database", "database_path", "--log-level", "logging.level", "--log-format", "logging.format");
    private static final Map<String, String> SHORT = Map.of("-p", "--port", "-c", CONFIG);

    private PlainServe() {}

    /** What the configuration is made from; empty if these arguments are for picocli. */
    static Optional<ConfigInputs> read(String... args) {
        if (args.length % 2 == 0 || !args[0].equals("serve")) {
            return Optional.empty();
        }
        Map<String, String> values = new HashMap<>();
        for (int i = 1; i < args.length; i += 2) {
            String option = SHORT.getOrDefault(args[i], args[i]);
            String value = args[i + 1];
            boolean isPlain = (option.equals(CONFIG) || KEYS.containsKey(option)) && !value.isEmpty()
                    && "-@\"'".indexOf(value.charAt(0)) < 0;
            if (!isPlain || values.put(option, value) != null) {
                return Optional.empty();
            }
        }
        Optional<String> file = Optional.ofNullable(values.remove(CONFIG));
        Map<String, String> flags = new HashMap<>();
        values.forEach((option, value) -> flags.put(KEYS.get(option), value));
        return Optional.of(ConfigOptions.inputs(file, flags));
    }
}
