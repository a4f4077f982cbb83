package vpo.config.internal.toml;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a TOML file holds, with the place of each part; free of the parser's own types. */
public sealed interface Node {
    /** Where this is: for a table its header, for a value its key. */
    Position position();

    /** What it is, in words that an operator knows from the file. */
    String describe();

    /** The same without its value, which may be a secret: for places where no value belongs. */
    default String kind() {
        return describe();
    }

    /** A table, in the order of the file. */
    record Table(Map<String, Node> entries, Position position) implements Node {
        /** Copies the map. */
        public Table {
            entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
        }

        @Override
        public String describe() {
            return "a table";
        }
    }

    /** An array, of tables or of anything else. */
    record Array(List<Node> elements, Position position) implements Node {
        /** Copies the list. */
        public Array {
            elements = List.copyOf(elements);
        }

        /** Whether this is an array of tables and nothing else. */
        public boolean ofTables() {
            return !elements.isEmpty() && elements.stream().allMatch(Table.class::isInstance);
        }

        @Override
        public String describe() {
            return ofTables() ? "an array of tables" : "an array";
        }
    }

    /** A String, Long, Double, Boolean, or one of java.time's four types that TOML has. */
    record Value(Object value, Position position) implements Node {
        @Override
        public String describe() {
            return switch (value) {
                case String s -> "the string " + Text.quoted(s);
                case Long l -> "the integer " + l;
                case Double d -> "the float " + Text.number(d);
                case Boolean b -> "the boolean " + b;
                default -> "the date or time " + value;
            };
        }

        @Override
        public String kind() {
            return switch (value) {
                case String _ -> "a string";
                case Long _ -> "an integer";
                case Double _ -> "a float";
                case Boolean _ -> "a boolean";
                default -> "a date or time";
            };
        }
    }
}
