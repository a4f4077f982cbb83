package vpo.config.internal.metatype;

import java.util.List;
import java.util.Optional;

/**
 * An attribute definition as it is written.
 *
 * @param id the key
 * @param cardinality 0 for a single value; else an array or collection of at most that many, whatever its sign
 * @param min of numbers, or of the length of texts
 * @param max of numbers, or of the length of texts
 * @param fallback its default; may be empty text
 * @param options the values that are allowed; empty for any
 */
record Attribute(String id, AttributeType type, int cardinality, boolean required, Optional<String> min,
        Optional<String> max, Optional<String> fallback, List<String> options) {

    boolean isList() {
        return cardinality != 0;
    }

    /** The least integer has no counterpart above 0. */
    int most() {
        return cardinality == Integer.MIN_VALUE ? Integer.MAX_VALUE : Math.abs(cardinality);
    }
}
