package vpo.access.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class AttemptLogTest {
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger("vpo.access");

    @BeforeEach
    void listen() {
        logger.setLevel(Level.WARN);
        lines.start();
        logger.addAppender(lines);
    }

    @AfterEach
    void leave() {
        logger.detachAppender(lines);
        logger.setLevel(null);
    }

    /** What the timer was told, to be done by hand. */
    private record Deed(Duration pause, Runnable deed, CompletableFuture<Void> future) {}

    private final AtomicLong nanos = new AtomicLong();
    private final List<Deed> later = new ArrayList<>();
    private final AttemptLog log = new AttemptLog(nanos::get, (wait, deed) -> {
        later.add(new Deed(wait, deed, new CompletableFuture<>()));
        return later.getLast().future();
    });

    private void attempts(int number) {
        for (int i = 1; i <= number; i++) {
            log.wrong(Client.of("192.0.2.1", "192.0.2.2"), "anna", i);
        }
    }

    private void waitFor(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private List<String> told() {
        return lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    @Test
    void manyAttemptsAreToldInFewLines() {
        waitFor(Duration.ofSeconds(20));
        attempts(1000);
        assertThat(told()).hasSize(20).startsWith("wrong credential from 192.0.2.1 as \"anna\", 1 in a row");
        assertThat(later).singleElement().extracting(Deed::pause).isEqualTo(Duration.ofSeconds(40));
        waitFor(Duration.ofSeconds(40));
        later.getFirst().deed().run();
        assertThat(told()).hasSize(21).endsWith("980 more wrong credentials came within a minute");
        waitFor(Duration.ofDays(7));
        attempts(1);
        assertThat(told()).as("nothing of last week").hasSize(22)
                .endsWith("wrong credential from 192.0.2.1 as \"anna\", 1 in a row");
    }

    @Test
    void aTimerThatIsLateTellsNothingTwice() {
        attempts(60);
        waitFor(Duration.ofMinutes(1));
        attempts(1);
        assertThat(told()).hasSize(22).contains("40 more wrong credentials came within a minute");
        later.getFirst().deed().run();
        assertThat(told()).hasSize(22);
        attempts(30);
        assertThat(later).as("each span has one").hasSize(2);
    }

    @Test
    void theRestIsToldAtTheEnd() {
        attempts(30);
        log.close();
        assertThat(told()).hasSize(21).endsWith("10 more wrong credentials came within a minute");
        assertThat(later.getFirst().future()).isCancelled();
    }

    @Test
    void fewAttemptsNeedNoTimer() {
        attempts(20);
        log.close();
        assertThat(later).isEmpty();
        assertThat(told()).hasSize(20);
    }
}
