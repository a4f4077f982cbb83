package vpo.config.internal.metatype;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import vpo.config.internal.schema.Fallback;
import vpo.config.internal.schema.Folders;
import vpo.config.internal.schema.ServiceFolders;
import vpo.config.internal.schema.InvalidValueException;
import vpo.config.internal.schema.Key;
import vpo.config.internal.schema.ListType;
import vpo.config.internal.schema.Rule;
import vpo.config.internal.schema.Use;
import vpo.config.internal.schema.ValueType;
import vpo.config.internal.toml.Node;

/**
 * A key of a plugin's table.
 *
 * @param key as those of the daemon are, named within its table
 * @param type what Configuration Admin gets
 * @param required whether it must be set
 */
public record PluginKey(Key key, AttributeType type, boolean required) {
    /** Below the plugin's own name, which may be that of what it deals in; a table, too, may be called credentials. */
    private static final Pattern SECRET = Pattern.compile("plugins\\.[a-z0-9-]+[.\\[].*"
            + "(api[_.-]?key|passw(or)?d|passphrase|pwd|secret|token|credential|private[_-]?key)",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    /**
     * Whether the name alone says that a value should not be shown.
     *
     * @param name dotted, such as {@code plugins.mail.password}
     */
    public static boolean isSecret(String name) {
        return SECRET.matcher(name).lookingAt();
    }

    /**
     * What an attribute becomes.
     *
     * @param table that it stands in, dotted
     * @throws MetatypeException if its parts do not fit together
     */
    static PluginKey of(String table, Attribute attribute) throws MetatypeException {
        AttributeType type = attribute.type();
        Rule rule = AttributeRule.of(attribute);
        ValueType values = type.type();
        if (attribute.isList()) {
            values = new ListType(type.type(), rule, type.plural(), attribute.most());
            rule = new Rule(rule.text(), value -> value);
        }
        Fallback fallback = fallback(attribute);
        boolean secret = type == AttributeType.PASSWORD || type.isText() && isSecret(table + "." + attribute.id());
        boolean required = attribute.required() && fallback instanceof Fallback.None
                && attribute.fallback().orElse("").isEmpty();
        return new PluginKey(new Key(attribute.id(), values, fallback, rule, "", "", secret, false, Use.NOW, ""), type,
                required);
    }

    private static Fallback fallback(Attribute attribute) throws MetatypeException {
        if (attribute.fallback().isEmpty()) {
            return new Fallback.None();
        }
        String text = attribute.fallback().get();
        if (text.isEmpty() && !attribute.isList() && !attribute.type().canBeEmpty()) {
            // Only a text can be empty.
            return new Fallback.None();
        }
        List<String> parts = attribute.isList() && text.isBlank() ? List.of() : DefaultText.split(text);
        if (attribute.type() == AttributeType.CHARACTER && parts.contains("")) {
            // In XML, a tab or the end of a line becomes a blank: what it was, the plugin alone knows, and it has it.
            return new Fallback.None();
        }
        if (!attribute.isList()) {
            return new Fallback.Fixed(checked(attribute, String.join(",", parts)));
        }
        List<Object> values = new ArrayList<>();
        for (String part : parts) {
            values.add(checked(attribute, part));
        }
        return new Fallback.Fixed(List.copyOf(values));
    }

    /** One value of a default. */
    private static Object checked(Attribute attribute, String text) throws MetatypeException {
        Object value = parsed(attribute, text);
        try {
            // No limit at all is a number that a default can be, and a value in the file cannot.
            return value instanceof Double ? value : attribute.type().checked(value);
        } catch (InvalidValueException e) {
            throw none(attribute, e);
        }
    }

    /** A value as a metatype writes it. */
    static Object parsed(Attribute attribute, String text) throws MetatypeException {
        try {
            return attribute.type().type().read(text, new Folders(Path.of("/"), Path.of("/"), ServiceFolders.NONE));
        } catch (InvalidValueException e) {
            throw none(attribute, e);
        }
    }

    private static MetatypeException none(Attribute attribute, InvalidValueException e) {
        return new MetatypeException("has a value of " + attribute.id() + " that is none: " + e.getMessage(), e);
    }

    /** A value, as it was read, as Configuration Admin gets it. */
    public Object property(Object value) {
        return type.property(value);
    }

    /**
     * What is written in the file, with dates and times as text where text is asked for: a metatype has no type for
     * them.
     */
    public Node readable(Node node) {
        if (!type.isText()) {
            return node;
        }
        return switch (node) {
            case Node.Value(var value, var at) when isTime(value) -> new Node.Value(value.toString(), at);
            case Node.Array(var elements, var at) -> new Node.Array(elements.stream().map(this::readable).toList(), at);
            default -> node;
        };
    }

    private static boolean isTime(Object value) {
        return !(value instanceof String || value instanceof Number || value instanceof Boolean);
    }
}
