package vpo.config.internal.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

import vpo.config.internal.toml.Node;
import vpo.config.internal.toml.Text;

/** The types of keys: what they take from a file, and what they take as text from a variable or a flag. */
public enum Type implements ValueType {
    /** Text, kept as it is. */
    STRING("a string") {
        @Override
        Object ofToml(Object value, Folders folders) {
            return value instanceof String ? value : null;
        }

        @Override
        Object ofText(String text, Folders folders) {
            return text;
        }
    },
    /** A whole number of 32 bits. */
    INTEGER("an integer") {
        @Override
        Object ofToml(Object value, Folders folders) throws InvalidValueException {
            return value instanceof Long l ? narrow(l) : null;
        }

        @Override
        Object ofText(String text, Folders folders) throws InvalidValueException {
            Object number = LONG.ofText(text, folders);
            return number == null ? null : narrow((Long) number);
        }

        private Object narrow(long number) throws InvalidValueException {
            if (number != (int) number) {
                throw InvalidValueException.tooLong(
                        "an integer from " + Integer.MIN_VALUE + " to " + Integer.MAX_VALUE, Long.toString(number));
            }
            return (int) number;
        }
    },
    /** A whole number of 64 bits. */
    LONG("an integer") {
        @Override
        Object ofToml(Object value, Folders folders) {
            return value instanceof Long ? value : null;
        }

        @Override
        Object ofText(String text, Folders folders) throws InvalidValueException {
            if (!WHOLE.matcher(text).matches()) {
                return null;
            }
            try {
                return Long.valueOf(text);
            } catch (NumberFormatException e) {
                throw InvalidValueException.tooLong("an integer of 64 bits", text);
            }
        }
    },
    /** A finite number; an integer will do. */
    FLOAT("a number") {
        @Override
        Object ofToml(Object value, Folders folders) {
            return switch (value) {
                case Long l -> (double) l;
                case Double d -> d;
                default -> null;
            };
        }

        @Override
        Object ofText(String text, Folders folders) {
            return switch (text.toLowerCase(Locale.ROOT)) {
                case "nan", "+nan", "-nan" -> Double.NaN;
                case "inf", "+inf", "infinity" -> Double.POSITIVE_INFINITY;
                case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
                default -> DECIMAL.matcher(text).matches() ? Double.valueOf(text) : null;
            };
        }
    },
    /** Yes or no. */
    BOOLEAN("true or false") {
        @Override
        Object ofToml(Object value, Folders folders) {
            return value instanceof Boolean ? value : null;
        }

        @Override
        Object ofText(String text, Folders folders) {
            String lower = text.toLowerCase(Locale.ROOT);
            return TRUE.contains(lower) ? Boolean.TRUE : FALSE.contains(lower) ? Boolean.FALSE : null;
        }
    },
    /** A path, made absolute. */
    PATH("a path") {
        @Override
        Object ofToml(Object value, Folders folders) throws InvalidValueException {
            return value instanceof String s ? ofText(s, folders) : null;
        }

        @Override
        Object ofText(String text, Folders folders) throws InvalidValueException {
            return folders.resolve(text).toString();
        }
    },
    /** The path of a log file: a relative one starts from the service manager's folder for logs, if there is one. */
    LOG_PATH("a path") {
        @Override
        Object ofToml(Object value, Folders folders) throws InvalidValueException {
            return value instanceof String s ? ofText(s, folders) : null;
        }

        @Override
        Object ofText(String text, Folders folders) throws InvalidValueException {
            return folders.from(folders.given().logs()).resolve(text).toString();
        }
    },
    /** The path of a file that holds a secret, or the name of one of the service manager's credentials. */
    SECRET_PATH("a path") {
        @Override
        Object ofToml(Object value, Folders folders) throws InvalidValueException {
            return value instanceof String s ? ofText(s, folders) : null;
        }

        @Override
        Object ofText(String text, Folders folders) throws InvalidValueException {
            return folders.resolveSecret(text).toString();
        }
    },
    /** A list of paths, made absolute, blanks dropped; as text with {@code :} between them. */
    PATHS("an array of paths") {
        @Override
        Object ofToml(Object value, Folders folders) throws InvalidValueException {
            if (!(value instanceof List<?> elements)) {
                return null;
            }
            List<String> paths = new ArrayList<>();
            for (Object element : elements) {
                if (!(element instanceof Node.Value(String path, var _))) {
                    throw InvalidValueException.wrongType("an array of paths",
                            ((Node) element).describe() + " in it");
                }
                if (!path.isBlank()) {
                    paths.add(folders.resolve(path).toString());
                }
            }
            return List.copyOf(paths);
        }

        @Override
        Object ofText(String text, Folders folders) throws InvalidValueException {
            List<String> paths = new ArrayList<>();
            for (String part : text.split(":")) {
                if (!part.isBlank()) {
                    paths.add(folders.resolve(part.trim()).toString());
                }
            }
            return List.copyOf(paths);
        }
    };

    private static final Pattern WHOLE = Pattern.compile("[+-]?[0-9]+");
    private static final Pattern DECIMAL = Pattern.compile("[+-]?[0-9]+(\\.[0-9]+)?([eE][+-]?[0-9]+)?");
    private static final Set<String> TRUE = Set.of("true", "1", "yes", "on");
    private static final Set<String> FALSE = Set.of("false", "0", "no", "off");

    private final String expected;

    Type(String expected) {
        this.expected = expected;
    }

    @Override
    public String expected() {
        return expected;
    }

    @Override
    public boolean isPath() {
        return this == PATH || this == LOG_PATH || this == SECRET_PATH;
    }

    @Override
    public Object read(Node node, Folders folders) throws InvalidValueException {
        Object value = switch (node) {
            case Node.Value v -> ofToml(v.value(), folders);
            case Node.Array a when !a.ofTables() -> ofToml(a.elements(), folders);
            default -> null;
        };
        if (value == null) {
            throw InvalidValueException.wrongType(expected, node.describe());
        }
        return value;
    }

    @Override
    public Object read(String text, Folders folders) throws InvalidValueException {
        Object value = ofText(text, folders);
        if (value == null) {
            String forms = this == BOOLEAN ? "true or false (or 1, yes, on, 0, no, off)" : expected;
            throw InvalidValueException.wrongType(forms, Text.quoted(text));
        }
        return value;
    }

    /** Null if the value is of another type. */
    abstract Object ofToml(Object value, Folders folders) throws InvalidValueException;

    /** Null if the text does not stand for such a value. */
    abstract Object ofText(String text, Folders folders) throws InvalidValueException;
}
