package vpo.bench;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Sees to it that all candidates answer the same, or their figures would compare nothing. */
final class Answers {
    /** Uptime has more digits in one answer than in another. */
    private static final Set<String> MAY_DIFFER = Set.of("date", "content-length");

    private final Map<Candidate, Set<String>> headers = new EnumMap<>(Candidate.class);

    /**
     * Notes an answer.
     *
     * @throws IllegalStateException if another candidate's had another status or other headers
     */
    void check(Candidate candidate, String answer) {
        Set<String> mine = head(answer);
        headers.put(candidate, mine);
        headers.forEach((other, theirs) -> {
            if (!mine.equals(theirs)) {
                throw new IllegalStateException("/health of " + candidate + " and of " + other
                        + " differ, and cannot be compared: " + mine + " and " + theirs);
            }
        });
    }

    private static Set<String> head(String answer) {
        return answer.substring(0, answer.indexOf("\r\n\r\n")).lines().map(line -> line.toLowerCase(Locale.ROOT))
                .filter(line -> !MAY_DIFFER.contains(line.replaceFirst(":.*", "")))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
