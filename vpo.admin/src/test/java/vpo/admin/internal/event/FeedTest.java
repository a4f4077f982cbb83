package vpo.admin.internal.event;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FeedTest {
    private static final Pace PACE = Pace.of("status", Duration.ofMillis(10));

    /** Keeps what it is told, but for the first time. */
    private static final class FullReader implements Feed.Reader {
        private final List<String> told = new CopyOnWriteArrayList<>();
        private boolean full = true;

        @Override
        public void document(String topic, String json) {
            if (full) {
                full = false;
                throw new InternalError("said so");
            }
            told.add(json);
        }
    }

    @Test
    void an_error_while_readers_are_told_is_not_the_end() {
        Feed feed = new Feed("status", () -> List.of(1), PACE);
        FullReader full = new FullReader();
        List<String> other = new CopyOnWriteArrayList<>();
        Feed.Reader after = (_, json) -> other.add(json);
        feed.add(full);
        feed.add(after);
        await().until(() -> full.told.contains("[1]"));
        await("the one that comes after it").until(() -> other.contains("[1]"));
        feed.remove(full);
        feed.remove(after);
    }

    @Test
    void a_thread_that_has_ended_is_followed_by_another() throws Exception {
        AtomicReference<Thread> first = new AtomicReference<>();
        Callable<?> document = () -> {
            if (first.compareAndSet(null, Thread.currentThread())) {
                throw new InterruptedException("said so");
            }
            return List.of(1);
        };
        Feed feed = new Feed("status", document, PACE);
        List<String> told = new CopyOnWriteArrayList<>();
        Feed.Reader early = (_, json) -> told.add(json);
        feed.add(early);
        await().until(() -> first.get() != null);
        first.get().join();
        List<String> later = new CopyOnWriteArrayList<>();
        Feed.Reader late = (_, json) -> later.add(json);
        feed.add(late);
        await().until(() -> later.contains("[1]"));
        await("whoever was there before").until(() -> told.contains("[1]"));
        feed.remove(early);
        feed.remove(late);
    }
}
