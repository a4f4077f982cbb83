package vpo.plugins.internal.host;

import java.io.IOException;
import java.io.StringReader;
import java.util.Properties;
import java.util.Set;

/**
 * What an operator asks for, in the form in which it travels: Java properties, so that names may have any characters.
 * {@code action} is what is to be done; the others depend on it.
 */
final class OperatorRequest {
    /** Name of a plugin, or symbolic name of a bundle. */
    static final String NAME = "name";
    /** The file that an operator has named, as they will read it again. */
    static final String FILE = "file";
    /** Where that file, or a copy of it, can be read. */
    static final String JAR = "jar";
    /** A version, or the beginning of a SHA-256. */
    static final String VERSION = "version";
    /** Whether to say only what would be done. */
    static final String DRY_RUN = "dry-run";
    /** Whether what is installed is acknowledged, too. */
    static final String ACKNOWLEDGE = "acknowledge";
    /** Whether the answer is for a script. */
    static final String JSON = "json";
    private static final String ACTION = "action";
    private static final Set<String> QUESTIONS = Set.of("list", "show", "check");

    private final Properties values = new Properties();

    /**
     * Reads a request.
     *
     * @throws IllegalArgumentException if it is none
     */
    static OperatorRequest parse(String text) {
        OperatorRequest request = new OperatorRequest();
        try {
            request.values.load(new StringReader(text));
        } catch (IOException e) {
            throw new IllegalArgumentException(e);
        }
        return request;
    }

    /** Makes one, of keys and values in turn. */
    static OperatorRequest of(String action, String... keysAndValues) {
        OperatorRequest request = new OperatorRequest();
        request.values.setProperty(ACTION, action);
        for (int i = 0; i < keysAndValues.length; i += 2) {
            request.values.setProperty(keysAndValues[i], keysAndValues[i + 1]);
        }
        return request;
    }

    void put(String key, String value) {
        values.setProperty(key, value);
    }

    String action() {
        return get(ACTION);
    }

    /** A value; blank if there is none. */
    String get(String key) {
        return values.getProperty(key, "");
    }

    boolean is(String key) {
        return Boolean.parseBoolean(get(key));
    }

    /** Whether something may be different when it has been carried out. */
    boolean changes() {
        return !is(DRY_RUN) && !QUESTIONS.contains(action());
    }

    /** For the log, on one line. */
    @Override
    public String toString() {
        String subject = get(NAME).isEmpty() ? get(FILE) : get(NAME);
        return (action() + " " + subject + " " + get(VERSION)).strip().replaceAll("\\p{Cntrl}", "?");
    }
}
