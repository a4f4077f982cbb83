package vpo.config.internal.metatype;

import java.lang.reflect.Array;
import java.util.List;
import java.util.Locale;

import vpo.config.internal.schema.InvalidValueException;
import vpo.config.internal.schema.Type;
import vpo.config.internal.toml.Text;

/** The types that a metatype knows: what TOML writes for them, and what Configuration Admin gets. */
enum AttributeType {
    STRING(Type.STRING, "strings", String.class), PASSWORD(Type.STRING, "strings", String.class), CHARACTER(Type.STRING,
            "characters", Character.class) {
        @Override
        Object checked(Object value) throws InvalidValueException {
            if (((String) value).length() != 1) {
                throw InvalidValueException.wrongType("a single character", Text.quoted((String) value));
            }
            return value;
        }

        @Override
        Object boxed(Object value) {
            return ((String) value).charAt(0);
        }
    },
    BOOLEAN(Type.BOOLEAN, "true and false", Boolean.class), LONG(Type.LONG, "integers", Long.class), INTEGER(
            Type.INTEGER, "integers", Integer.class), SHORT(Type.INTEGER, "integers", Short.class) {
                @Override
                Object checked(Object value) throws InvalidValueException {
                    return whole((Integer) value, Short.MIN_VALUE, Short.MAX_VALUE);
                }

                @Override
                Object boxed(Object value) {
                    return ((Integer) value).shortValue();
                }
            },
    BYTE(Type.INTEGER, "integers", Byte.class) {
        @Override
        Object checked(Object value) throws InvalidValueException {
            return whole((Integer) value, Byte.MIN_VALUE, Byte.MAX_VALUE);
        }

        @Override
        Object boxed(Object value) {
            return ((Integer) value).byteValue();
        }
    },
    DOUBLE(Type.FLOAT, "numbers", Double.class) {
        @Override
        Object checked(Object value) throws InvalidValueException {
            return finite(value, ((Double) value).doubleValue());
        }
    },
    FLOAT(Type.FLOAT, "numbers", Float.class) {
        @Override
        Object checked(Object value) throws InvalidValueException {
            return finite(value, ((Double) value).floatValue());
        }

        @Override
        Object boxed(Object value) {
            return ((Double) value).floatValue();
        }
    };

    private final Type type;
    private final String plural;
    private final Class<?> property;

    AttributeType(Type type, String plural, Class<?> property) {
        this.type = type;
        this.plural = plural;
        this.property = property;
    }

    /**
     * The type of this name.
     *
     * @throws MetatypeException if there is none
     */
    static AttributeType named(String name) throws MetatypeException {
        try {
            // The older spelling is in the specification's own examples.
            return name.equals("Char") ? CHARACTER : valueOf(name.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new MetatypeException("has an attribute of the type " + Text.quoted(name) + ", which is none", e);
        }
    }

    /** What is read from the file. */
    Type type() {
        return type;
    }

    /** What several of them are called. */
    String plural() {
        return plural;
    }

    boolean isNumber() {
        return type == Type.LONG || type == Type.INTEGER || type == Type.FLOAT;
    }

    boolean isText() {
        return type == Type.STRING;
    }

    /** Whether it is a text of any length. */
    boolean canBeEmpty() {
        return this == STRING || this == PASSWORD;
    }

    /** The value, if it is one of this type and not only of the wider one that is read. */
    Object checked(Object value) throws InvalidValueException {
        return value;
    }

    /** One value as Configuration Admin gets it. */
    Object boxed(Object value) {
        return value;
    }

    /** A value, or an array of a list of them, as Configuration Admin gets it. */
    Object property(Object value) {
        if (!(value instanceof List<?> list)) {
            return boxed(value);
        }
        Object array = Array.newInstance(property, list.size());
        for (int i = 0; i < list.size(); i++) {
            Array.set(array, i, boxed(list.get(i)));
        }
        return array;
    }

    private static Object whole(Integer value, int least, int most) throws InvalidValueException {
        if (value < least || value > most) {
            throw InvalidValueException.wrongType("an integer from " + least + " to " + most, value.toString());
        }
        return value;
    }

    private static Object finite(Object value, double narrowed) throws InvalidValueException {
        if (!Double.isFinite(narrowed)) {
            throw InvalidValueException.broken("Must be a finite number");
        }
        return value;
    }
}
