package vpo.itest;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import org.osgi.service.component.annotations.Component;

/** What the slow work of the tests waits for: it is closed until a test opens it. */
@Component(service = Gate.class)
public final class Gate {
    private final AtomicReference<CountDownLatch> latch = new AtomicReference<>(new CountDownLatch(1));

    /** Waits until it is opened, or the thread is interrupted. */
    public void await() throws InterruptedException {
        latch.get().await();
    }

    /**
     * Waits until it is opened, but not for longer than this.
     *
     * @return whether it is open
     */
    public boolean await(Duration limit) throws InterruptedException {
        return latch.get().await(limit.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Waits until it is opened, whatever else happens. */
    public void awaitStubbornly() {
        boolean opened = false;
        while (!opened) {
            try {
                await();
                opened = true;
            } catch (InterruptedException e) {
                // This is what stubborn work does.
            }
        }
    }

    void open() {
        latch.get().countDown();
    }
}
