package vpo.config.internal.schema;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** The rules that the schema uses. */
final class Rules {
    private static final Pattern TIME_OF_DAY = Pattern.compile("([01][0-9]|2[0-3]):[0-5][0-9]");
    private static final Pattern COMMIT = Pattern.compile("[0-9a-fA-F]{7,64}");
    private static final int SHORTEST_TOKEN = 16;
    private static final int SESSION_SECRET_BYTES = 32;

    private Rules() {}

    static Rule bindAddress() {
        return new Rule("IP address or host name", value -> {
            String text = (String) value;
            String bare = text.startsWith("[") && text.endsWith("]") && text.indexOf(':') > 0
                    ? text.substring(1, text.length() - 1)
                    : text;
            return require(bare, HostNames::valid, "Invalid bind address");
        });
    }

    static Rule hostName() {
        return new Rule("host name", value -> require((String) value, HostNames::valid, "Invalid host name"));
    }

    static Rule port() {
        return new Rule("1 to 65535; below 1024 only root can",
                value -> require((Integer) value, n -> n >= 1 && n <= 65535, "Port must be 1-65535"));
    }

    static Rule positive(String message) {
        return new Rule("finite, above 0", value -> require((Double) value, n -> Double.isFinite(n) && n > 0, message));
    }

    static Rule floats(double least, double most) {
        String range = Double.isInfinite(most) ? "at least " + least : "from " + least + " to " + most;
        return new Rule("finite, " + range, value -> require((Double) value,
                n -> Double.isFinite(n) && n >= least && n <= most, "Must be a finite number " + range));
    }

    static Rule atLeast(long least) {
        return new Rule("at least " + least,
                value -> require((Number) value, n -> n.longValue() >= least, "Must be at least " + least));
    }

    static Rule range(int least, int most) {
        return new Rule(least + " to " + most, value -> require((Integer) value, n -> n >= least && n <= most,
                "Must be " + least + " to " + most));
    }

    /** Zero is how an existing file writes "no limit". */
    static Rule limit() {
        return new Rule("at least 0; 0 means none", value -> {
            Integer limit = require((Integer) value, n -> n >= 0, "Must be at least 0, where 0 means none");
            return limit == 0 ? null : limit;
        });
    }

    static Rule oneOf(String... choices) {
        List<String> all = List.of(choices);
        String text = String.join(", ", all);
        return new Rule("one of " + text, value -> {
            if (!all.contains(value)) {
                throw InvalidValueException.noChoice("Must be one of " + text);
            }
            return value;
        });
    }

    static Rule oneOfAnyCase(String... choices) {
        Rule exact = oneOf(choices);
        return new Rule(exact.text() + ", in any case",
                value -> exact.check().apply(((String) value).toLowerCase(Locale.ROOT)));
    }

    /** A folder that is there, or may be made. */
    static Rule directory() {
        return new Rule("not a file", value -> {
            try {
                boolean isFolder = Files.readAttributes(Path.of((String) value), BasicFileAttributes.class)
                        .isDirectory();
                return require((String) value, _ -> isFolder, "Not a directory");
            } catch (NoSuchFileException e) {
                return value;
            } catch (AccessDeniedException e) {
                throw InvalidValueException.broken("Permission denied");
            } catch (FileSystemException e) {
                throw InvalidValueException.broken("Cannot be looked at: " + e.getReason());
            } catch (IOException e) {
                throw InvalidValueException.broken("Cannot be looked at: " + e.getMessage());
            }
        });
    }

    static Rule timeOfDay() {
        return orBlank("HH:MM, 00:00 to 23:59", t -> TIME_OF_DAY.matcher(t).matches(),
                "Must be a time of day HH:MM from 00:00 to 23:59");
    }

    static Rule blankIsNone() {
        return new Rule("blank means none", value -> ((String) value).isBlank() ? null : value);
    }

    static Rule notBlank() {
        return new Rule("not blank", value -> require((String) value, s -> !s.isBlank(), "Must not be blank"));
    }

    static Rule token() {
        String rule = "at least " + SHORTEST_TOKEN + " characters";
        return orBlank(rule, t -> t.length() >= SHORTEST_TOKEN, "Must be " + rule);
    }

    static Rule apiKey() {
        return orBlank("no white space", s -> s.chars().noneMatch(Character::isWhitespace),
                "Must not hold white space");
    }

    static Rule webAddress() {
        return orBlank("http or https address", Rules::isWebAddress,
                "Must be an address that starts with http:// or https://");
    }

    /** A blank text is how an existing file writes "not set". */
    private static Rule orBlank(String text, Predicate<String> holds, String message) {
        return new Rule(text + "; blank means none",
                value -> ((String) value).isBlank() ? null : require((String) value, holds, message));
    }

    static Rule sessionSecret() {
        return new Rule("base64 of 32 bytes", value -> require((String) value, Rules::isSessionSecret,
                "Must be base64 of " + SESSION_SECRET_BYTES + " bytes"));
    }

    static Rule commit() {
        return new Rule("7 to 64 hexadecimal digits", value -> require((String) value,
                s -> COMMIT.matcher(s).matches(), "Must be 7 to 64 hexadecimal digits"));
    }

    private static boolean isWebAddress(String text) {
        try {
            URI uri = new URI(text);
            // Not its host: that is null for names with an underscore, as Compose gives them.
            String authority = uri.getRawAuthority();
            if (authority == null) {
                return false;
            }
            String host = authority.substring(authority.lastIndexOf('@') + 1);
            return ("http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme()))
                    && !host.isEmpty() && !host.startsWith(":");
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static boolean isSessionSecret(String text) {
        try {
            // Python's token functions write the URL-safe alphabet, openssl the plain one.
            byte[] secret = Base64.getDecoder().decode(text.replace('-', '+').replace('_', '/'));
            return secret.length == SESSION_SECRET_BYTES;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static <T> T require(T value, Predicate<T> holds, String message) throws InvalidValueException {
        if (!holds.test(value)) {
            throw InvalidValueException.broken(message);
        }
        return value;
    }
}
