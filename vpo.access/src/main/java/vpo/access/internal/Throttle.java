package vpo.access.internal;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Slows down who guesses. After a few wrong attempts a client has to wait before its next one, longer each time; and
 * when all clients together guess too fast, those that have never been right have to wait, too. Whoever has to wait is
 * told so, and what was sent is not looked at. Any thread.
 */
final class Throttle {
    /** Whoever mistypes is not slowed down. */
    static final int FREE = 5;
    /** Of all clients together, within a minute. */
    static final int GLOBAL = 60;
    static final Duration LONGEST = Duration.ofSeconds(60);
    /** Without a wrong attempt for so long, a client begins anew. */
    static final Duration FORGET = Duration.ofMinutes(15);

    private static final int MOST_CLIENTS = 10_000;
    private static final int MOST_TRUSTED = 1_000;
    private static final long MINUTE = Duration.ofMinutes(1).toNanos();
    private static final int MOST_DOUBLINGS = 6;

    /** Wrong attempts of a client in a row, and when it may make the next one. */
    private record Wrongs(int count, long last, long next) {}

    private final LongSupplier nanos;
    private final Bounded<Wrongs> clients = new Bounded<>(MOST_CLIENTS);
    private final Bounded<Boolean> trusted = new Bounded<>(MOST_TRUSTED);
    private final SlidingWindow all = new SlidingWindow();

    Throttle(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** How long a client has to wait before its next attempt; zero if it may make it. */
    synchronized Duration wait(String client) {
        long now = nanos.getAsLong();
        Wrongs wrongs = clients.get(client);
        if (wrongs != null && wrongs.next() - now > 0) {
            return Duration.ofNanos(wrongs.next() - now);
        }
        return trusted.containsKey(client) ? Duration.ZERO : all.wait(now, MINUTE, GLOBAL);
    }

    /**
     * An attempt was wrong.
     *
     * @return how many it were in a row
     */
    synchronized int wrong(String client) {
        long now = nanos.getAsLong();
        Wrongs before = clients.get(client);
        int count = before == null || now - before.last() > FORGET.toNanos() ? 1 : before.count() + 1;
        long wait = count < FREE
                ? 0
                : Math.min(LONGEST.toNanos(),
                        Duration.ofSeconds(1).toNanos() << Math.min(count - FREE, MOST_DOUBLINGS));
        clients.put(client, new Wrongs(count, now, now + wait));
        all.add(now, GLOBAL);
        return count;
    }

    /** Whether an attempt of this client was right, not too long ago: only so many are remembered. */
    synchronized boolean trusts(String client) {
        return trusted.containsKey(client);
    }

    /** An attempt was right. */
    synchronized void right(String client) {
        clients.remove(client);
        trusted.put(client, true);
    }
}
