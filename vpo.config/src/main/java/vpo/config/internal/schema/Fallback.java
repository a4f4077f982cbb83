package vpo.config.internal.schema;

import java.nio.file.Path;
import java.util.List;

/** What a key's value is when nobody sets it. */
public sealed interface Fallback {
    /** The value; null for none. */
    Object value(Path dataDirectory);

    /** No value. */
    record None() implements Fallback {
        @Override
        public Object value(Path dataDirectory) {
            return null;
        }
    }

    /** Always the same value. */
    record Fixed(Object value) implements Fallback {
        @Override
        public Object value(Path dataDirectory) {
            return value;
        }
    }

    /** The data directory. */
    record Data() implements Fallback {
        @Override
        public Object value(Path dataDirectory) {
            return dataDirectory.toString();
        }
    }

    /** A path in the data directory. */
    record InData(String name) implements Fallback {
        @Override
        public Object value(Path dataDirectory) {
            return dataDirectory.resolve(name).toString();
        }
    }

    /** A list of one path in the data directory. */
    record ListInData(String name) implements Fallback {
        @Override
        public Object value(Path dataDirectory) {
            return List.of(dataDirectory.resolve(name).toString());
        }
    }
}
