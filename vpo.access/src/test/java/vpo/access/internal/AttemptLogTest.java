package vpo.access.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
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

    @Test
    void manyAttemptsAreToldInFewLines() {
        AtomicLong nanos = new AtomicLong();
        AttemptLog log = new AttemptLog(nanos::get);
        for (int i = 1; i <= 1000; i++) {
            log.wrong(Client.of("192.0.2.1"), "anna", i);
        }
        assertThat(lines.list).hasSize(20);
        assertThat(lines.list.getFirst().getFormattedMessage())
                .isEqualTo("wrong credential from 192.0.2.1 as \"anna\", 1 in a row");
        nanos.addAndGet(Duration.ofMinutes(1).toNanos());
        log.wrong(Client.of("192.0.2.1"), "anna", 1001);
        assertThat(lines.list).hasSize(22);
        assertThat(lines.list.get(20).getFormattedMessage())
                .isEqualTo("980 more wrong credentials came within a minute");
    }
}
