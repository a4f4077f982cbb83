package vpo.config.internal.schema;

import java.nio.file.Path;
import java.util.List;

/** What a key's value is when nobody sets it. */
public sealed interface Fallback {
    /** No value. */
    record None() implements Fallback {}

    /** Always the same value. */
    record Fixed(Object value) implements Fallback {}

    /** The data directory. */
    record Data() implements Fallback {}

    /** A path in the data directory. */
    record InData(String name) implements Fallback {}

    /** A list of one path in the data directory. */
    record ListInData(String name) implements Fallback {}

    /** The value; null for none. */
    default Object value(Path dataDirectory) {
        return switch (this) {
            case None() -> null;
            case Fixed(Object value) -> value;
            case Data() -> dataDirectory.toString();
            case InData(String name) -> dataDirectory.resolve(name).toString();
            case ListInData(String name) -> List.of(dataDirectory.resolve(name).toString());
        };
    }
}
