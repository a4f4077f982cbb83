package vpo.config.internal.schema;

import java.util.ArrayList;
import java.util.List;

import vpo.config.internal.toml.Node;
import vpo.config.internal.toml.Text;

/**
 * A list of values of one type.
 *
 * @param element the type of each
 * @param rule that each has to keep
 * @param plural what they are called together, such as {@code strings}
 * @param most how many there may be
 */
public record ListType(Type element, Rule rule, String plural, int most) implements ValueType {

    @Override
    public String expected() {
        return "an array of " + plural;
    }

    @Override
    public Object read(Node node, Folders folders) throws InvalidValueException {
        if (!(node instanceof Node.Array array)) {
            throw InvalidValueException.wrongType(expected(), node.describe());
        }
        if (array.elements().size() > most) {
            throw InvalidValueException.wrongType("at most " + most + " " + plural,
                    Integer.toString(array.elements().size()));
        }
        List<Object> values = new ArrayList<>();
        for (Node each : array.elements()) {
            values.add(element(each, folders));
        }
        return List.copyOf(values);
    }

    private Object element(Node node, Folders folders) throws InvalidValueException {
        Object value;
        try {
            value = element.read(node, folders);
        } catch (InvalidValueException e) {
            throw InvalidValueException.wrongType(expected(), node.describe() + " in it");
        }
        try {
            return rule.check().apply(value);
        } catch (InvalidValueException e) {
            throw e.tellsValue() ? e : e.inPart(Text.shown(((Node.Value) node).value()));
        }
    }

    /** There is no such variable and no such flag. */
    @Override
    public Object read(String text, Folders folders) {
        throw new UnsupportedOperationException(text);
    }
}
