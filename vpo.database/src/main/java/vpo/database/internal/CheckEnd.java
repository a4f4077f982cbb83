package vpo.database.internal;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Tells when a check of the whole file has taken long enough: at its limit, or when it is no longer worth its time. For
 * one thread.
 */
final class CheckEnd implements BooleanSupplier {
    private static final long BETWEEN_LOOKS = Duration.ofSeconds(1).toNanos();

    private final LongSupplier nanoTime;
    private final BooleanSupplier replaced;
    private final long end;
    private long nextLook;
    private boolean over;

    /**
     * For a check that begins now.
     *
     * @param nanoTime tells the time that passes, as {@link System#nanoTime()} does
     * @param limit how long it may take
     * @param replaced whether another file is in the place of the one that is checked; asked at most once a second
     */
    CheckEnd(LongSupplier nanoTime, Duration limit, BooleanSupplier replaced) {
        this.nanoTime = nanoTime;
        this.replaced = replaced;
        long start = nanoTime.getAsLong();
        this.end = start + limit.toNanos();
        this.nextLook = start + BETWEEN_LOOKS;
    }

    @Override
    public boolean getAsBoolean() {
        long now = nanoTime.getAsLong();
        if (!over && now - nextLook >= 0) {
            nextLook = now + BETWEEN_LOOKS;
            over = replaced.getAsBoolean();
        }
        return over || now - end > 0;
    }
}
