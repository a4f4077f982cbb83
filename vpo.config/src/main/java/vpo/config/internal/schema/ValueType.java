package vpo.config.internal.schema;

import vpo.config.internal.toml.Node;

/** What a key's values are: what it takes from a file, and what it takes as text from a variable or a flag. */
public sealed interface ValueType permits Type, ListType {
    /** What an operator is told that the key takes. */
    String expected();

    /** Whether a value is one path: a blank text can be none. */
    default boolean isPath() {
        return false;
    }

    /**
     * The value of a node of a file.
     *
     * @throws InvalidValueException if the node is of another type
     */
    Object read(Node node, Folders folders) throws InvalidValueException;

    /**
     * The value of a variable or a flag.
     *
     * @throws InvalidValueException if the text does not stand for such a value
     */
    Object read(String text, Folders folders) throws InvalidValueException;
}
