package vpo.admin.internal.event;

import java.time.Duration;

/**
 * How often a document is made.
 *
 * @param least that it rests in between
 * @param most that it rests, however long it takes to make
 */
record Pace(Duration least, Duration most) {
    /** A document that takes long to make is made less often. */
    private static final int REST_PER_WORK = 20;
    /** Whoever makes it waits for something, and costs nobody anything; and just then somebody wants to know. */
    private static final Duration MOST = Duration.ofSeconds(2);
    /** The whole library is counted for it. */
    private static final String LIBRARY = "library";

    static Pace of(String topic, Duration least) {
        return new Pace(least, topic.equals(LIBRARY) ? Duration.ofNanos(Long.MAX_VALUE) : MOST);
    }

    /** Until it is made again. */
    Duration rest(Duration work) {
        Duration rest = work.multipliedBy(REST_PER_WORK);
        Duration capped = rest.compareTo(most) > 0 ? most : rest;
        return capped.compareTo(least) < 0 ? least : capped;
    }
}
