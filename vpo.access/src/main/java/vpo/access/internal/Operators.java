package vpo.access.internal;

import java.util.List;

/** All that a person who administrates may be known by. Any thread. */
final class Operators {
    private final List<Source> sources;

    /** What was found out about a password. */
    enum Verdict {
        /** It is right. */
        RIGHT,
        /** It is not. */
        WRONG,
        /** Others are being looked at: it was not. */
        BUSY
    }

    /** A place where a credential may be. */
    interface Source {
        /** Whether there is one at present. */
        boolean isThere();

        Verdict check(String password);
    }

    /**
     * @param sources those that cost nothing first
     */
    Operators(List<Source> sources) {
        this.sources = List.copyOf(sources);
    }

    boolean any() {
        return sources.stream().anyMatch(Source::isThere);
    }

    Verdict check(String password) {
        boolean busy = false;
        for (Source each : sources) {
            Verdict verdict = each.check(password);
            if (verdict == Verdict.RIGHT) {
                return verdict;
            }
            busy |= verdict == Verdict.BUSY;
        }
        return busy ? Verdict.BUSY : Verdict.WRONG;
    }
}
