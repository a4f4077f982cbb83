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
        List<Object> values = new ArrayList<>();
        for (Node each : array.elements()) {
            values.add(element(each, folders));
        }
        return bounded(values);
    }

    private Object element(Node node, Folders folders) throws InvalidValueException {
        Object value;
        try {
            value = element.read(node, folders);
        } catch (InvalidValueException e) {
            throw InvalidValueException.wrongType(expected(), node.describe() + " in it");
        }
        return checked(value, Text.shown(((Node.Value) node).value()));
    }

    private Object checked(Object value, String shown) throws InvalidValueException {
        try {
            return rule.check().apply(value);
        } catch (InvalidValueException e) {
            throw e.tellsValue() ? e : e.inPart(shown);
        }
    }

    /** With commas between them; blanks are dropped. */
    @Override
    public Object read(String text, Folders folders) throws InvalidValueException {
        List<Object> values = new ArrayList<>();
        for (String part : text.split(",")) {
            if (!part.isBlank()) {
                values.add(checked(element.read(part.strip(), folders), Text.shown(part.strip())));
            }
        }
        return bounded(values);
    }

    private List<Object> bounded(List<Object> values) throws InvalidValueException {
        if (values.size() > most) {
            throw InvalidValueException.wrongType("at most " + most + " " + plural, Integer.toString(values.size()));
        }
        return List.copyOf(values);
    }
}
