package vpo.launcher.cli;

import java.util.ListResourceBundle;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import vpo.config.KnownKey;

/**
 * The help of each option that stands for a key, under the option's name: what the schema says, so that it stays true.
 */
final class KeyHelp extends ListResourceBundle {

    @Override
    protected Object[][] getContents() {
        return KnownKey.all().stream().filter(key -> !key.flag().isEmpty())
                .map(key -> new Object[]{key.flag().substring("--".length()), description(key)})
                .toArray(Object[][]::new);
    }

    private static String description(KnownKey key) {
        String what = key.description().substring(0, 1).toUpperCase(Locale.ROOT) + key.description().substring(1);
        String fallback = key.fallback().replace("\"", "").replaceFirst("^DATA/(.*)", "$1 in the data directory");
        // To picocli, a dollar sign may begin a name that it would replace.
        return Stream.of("$$" + key.variable(), key.key() + " in the file", fallback)
                .collect(Collectors.joining(", else ",
                        what + (key.rule().isEmpty() ? "" : ": " + key.rule()) + ". Default: ", "."));
    }
}
