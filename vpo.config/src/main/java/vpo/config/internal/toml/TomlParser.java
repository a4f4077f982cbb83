package vpo.config.internal.toml;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseOptions;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;
import org.tomlj.TomlVersion;

/** The border to the TOML library: text in, our own tree out. */
public final class TomlParser {
    private static final int MAX_DEPTH = 64;
    private static final int MAX_FAULTS = 20;
    private static final TomlParseOptions OPTIONS = TomlParseOptions.sourceless().withVersion(TomlVersion.V1_0_0)
            .withMaxNestingDepth(MAX_DEPTH);
    /** Before it a message quotes the file, after it there are the parser's own words. */
    private static final String EXPECTED = ", expected ";
    /** More than a single character, be it written as an escape. */
    private static final Pattern QUOTED_TEXT = Pattern.compile("'(?!(?:\\\\?.|\\\\u\\p{XDigit}{4})').{2,}'",
            Pattern.DOTALL);
    private static final Pattern OTHER_PLACE = Pattern.compile(" at line (\\d{1,9}), column \\d+[) a-z]*$");

    private final ShortRuns runs;

    private TomlParser(ShortRuns runs) {
        this.runs = runs;
    }

    /**
     * Parses TOML 1.0.
     *
     * @throws TomlException with every fault, up to a sensible number of them
     */
    public static Node.Table parse(String text) throws TomlException {
        return parse(ShortRuns.of(text));
    }

    /** The same; visible for tests. */
    static Node.Table parse(ShortRuns runs) throws TomlException {
        TomlParseResult result;
        try {
            result = Toml.parse(runs.text(), OPTIONS);
        } catch (StackOverflowError e) {
            throw new TomlException("is nested too deeply");
        }
        TomlParser parser = new TomlParser(runs);
        if (result.hasErrors()) {
            throw new TomlException(parser.faults(result.errors()));
        }
        return parser.table(result, new Position(1, 1));
    }

    private List<TomlException.Fault> faults(List<TomlParseError> errors) {
        List<TomlException.Fault> faults = new ArrayList<>();
        errors.stream().limit(MAX_FAULTS)
                .forEach(e -> faults.add(new TomlException.Fault(Optional.of(position(e.position())),
                        withPlace(withoutText(e.getMessage())))));
        if (errors.size() > MAX_FAULTS) {
            faults.add(new TomlException.Fault(Optional.empty(), "and " + (errors.size() - MAX_FAULTS) + " more"));
        }
        return faults;
    }

    /** A secret whose quotes were forgotten must not get into a log: the place tells where to look. */
    private static String withoutText(String message) {
        int own = message.lastIndexOf(EXPECTED);
        int end = own < 0 ? message.length() : own;
        return QUOTED_TEXT.matcher(message.substring(0, end)).replaceAll("text") + message.substring(end);
    }

    /** Some messages tell another place in the file towards their end. */
    private String withPlace(String message) {
        Matcher place = OTHER_PLACE.matcher(message);
        return place.find()
                ? message.substring(0, place.start(1)) + runs.line(Integer.parseInt(place.group(1)))
                        + message.substring(place.end(1))
                : message;
    }

    private Node.Table table(TomlTable table, Position position) {
        Map<String, Node> entries = new LinkedHashMap<>();
        for (String key : table.keySet()) {
            List<String> path = List.of(key);
            entries.put(key, node(table.get(path), position(table.inputPositionOf(path))));
        }
        return new Node.Table(entries, position);
    }

    private Node node(Object value, Position position) {
        return switch (value) {
            case TomlTable table -> table(table, position);
            case TomlArray array -> array(array, position);
            default -> new Node.Value(value, position);
        };
    }

    private Node.Array array(TomlArray array, Position position) {
        List<Node> elements = new ArrayList<>();
        for (int i = 0; i < array.size(); i++) {
            elements.add(node(array.get(i), position(array.inputPositionOf(i))));
        }
        return new Node.Array(elements, position);
    }

    private Position position(TomlPosition position) {
        return new Position(runs.line(position.line()), position.column());
    }
}
