package vpo.config.internal.schema;

import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

import vpo.config.Nearest;

/** What somebody who mistyped a key probably meant. */
public final class NearestKey {
    private static final int ELSEWHERE = 1;

    private NearestKey() {}

    /** The known key or table nearest to an unknown one: alike as a whole, or the same name in another table. */
    public static Optional<String> of(String unknown) {
        return Stream
                .concat(Schema.keys().stream().map(Key::name),
                        Schema.publishedTables().stream().filter(table -> !table.isEmpty()))
                .filter(known -> !unknown.startsWith(known + "."))
                .filter(known -> Nearest.isNear(unknown, known) || last(unknown).equals(last(known)))
                .min(Comparator.<String>comparingInt(known -> Math.min(Nearest.distance(unknown, known),
                        Nearest.distance(last(unknown), last(known)) + ELSEWHERE))
                        .thenComparing(known -> Nearest.distance(unknown, known)));
    }

    private static String last(String key) {
        return key.substring(key.lastIndexOf('.') + 1);
    }
}
