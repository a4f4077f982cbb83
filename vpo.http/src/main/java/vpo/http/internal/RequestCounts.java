package vpo.http.internal;

import java.util.Arrays;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;

import vpo.http.RequestStatistics;

/** Counts requests; so cheap that it is done for each. */
@Component(service = {RequestCounts.class, RequestStatistics.class}, configurationPolicy = ConfigurationPolicy.IGNORE)
public final class RequestCounts implements RequestStatistics {
    private static final int CLASSES = 5;
    private static final int PER_CLASS = 100;

    private final LongAdder total = new LongAdder();
    private final LongAdder admitted = new LongAdder();
    private final LongAdder left = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder[] answered = Stream.generate(LongAdder::new).limit(CLASSES).toArray(LongAdder[]::new);

    /** Begins at zero. */
    @Activate
    public RequestCounts() {}

    void begin() {
        total.increment();
    }

    /** It is let in, and no mere question for health: somebody wants something. */
    void admit() {
        admitted.increment();
    }

    /** What was let in so is over. */
    void leave() {
        left.increment();
    }

    long admitted() {
        return admitted.sum();
    }

    /** Whether somebody is still there who was let in. */
    boolean isAnybodyThere() {
        // In this order: whatever has left was let in before.
        long gone = left.sum();
        return admitted.sum() > gone;
    }

    void refuse() {
        refused.increment();
    }

    /**
     * The answer is complete. To be called once for each that has begun.
     *
     * @param status of HTTP
     */
    void end(int status) {
        answered[Math.clamp(status / PER_CLASS, 1, CLASSES) - 1].increment();
    }

    @Override
    public long total() {
        return total.sum();
    }

    @Override
    public int inFlight() {
        // In this order: whatever ends has begun before.
        long ended = Arrays.stream(answered).mapToLong(LongAdder::sum).sum();
        return (int) Math.max(0, total.sum() - ended);
    }

    @Override
    public long refused() {
        return refused.sum();
    }

    @Override
    public long answered(int statusClass) {
        if (statusClass < 1 || statusClass > CLASSES) {
            throw new IllegalArgumentException("there is no class " + statusClass + " of statuses: 1 to 5");
        }
        return answered[statusClass - 1].sum();
    }
}
