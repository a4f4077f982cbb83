package vpo.launcher.cli;

import java.util.ListResourceBundle;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import vpo.config.KnownKey;

/**
 * The help of each option that stands for a key: what the schema says, so that it stays true. Under the option's name it
 * is for whoever sets the key, and under that with a prefix for whoever must know what it is to the daemon.
 */
final class KeyHelp extends ListResourceBundle {
    /** Before the name of an option. */
    static final String OF_THE_DAEMON = "daemon.";

    @Override
    protected Object[][] getContents() {
        return KnownKey.all().stream().filter(key -> !key.flag().isEmpty()).flatMap(KeyHelp::texts)
                .toArray(Object[][]::new);
    }

    private static Stream<Object[]> texts(KnownKey key) {
        String option = key.flag().substring("--".length());
        String meaning = key.description().replace(" to listen on", " that the daemon listens on");
        // Who may listen on it is no matter of who asks.
        String rule = key.rule().replaceFirst(";.*", "");
        return Stream.of(new Object[]{option, description(key, key.description(), key.rule())},
                new Object[]{OF_THE_DAEMON + option, description(key, meaning, rule)});
    }

    private static String description(KnownKey key, String meaning, String rule) {
        String what = meaning.substring(0, 1).toUpperCase(Locale.ROOT) + meaning.substring(1);
        String fallback = key.fallback().isEmpty()
                ? "none"
                : key.fallback().replace("\"", "").replaceFirst("^DATA/(.*)", "$1 in the data directory");
        // To picocli, a dollar sign may begin a name that it would replace.
        return Stream.of("$$" + key.variable(), key.key() + " in the file", fallback)
                .collect(Collectors.joining(", else ",
                        what + (rule.isEmpty() ? "" : ": " + rule) + ". Default: ", "."));
    }
}
