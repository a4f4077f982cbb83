package vpo.database.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;

import vpo.database.DatabaseStatus;

class StatusLogTest {
    private static final String USABLE = "The database /library.db can be used again";
    private static final String UNUSABLE = "The database /library.db cannot be used: locked";

    private final Logger logger = (Logger) LoggerFactory.getLogger(StatusLog.class);
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private volatile boolean connected = true;
    private volatile Consumer<String> before = _ -> {
    };
    private final StatusLog statusLog = new StatusLog(Path.of("/library.db"),
            () -> new DatabaseStatus(connected, connected ? "ok" : "locked", Instant.EPOCH));
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        /** Without the lock of the base class: a line may take as long as it likes. */
        @Override
        public void doAppend(ILoggingEvent event) {
            append(event);
        }

        @Override
        protected void append(ILoggingEvent event) {
            before.accept(event.getFormattedMessage());
            lines.add(event.getFormattedMessage());
        }
    };

    @BeforeEach
    void listen() {
        appender.start();
        logger.setLevel(Level.INFO);
        logger.addAppender(appender);
    }

    @AfterEach
    void listenNoMore() {
        logger.detachAppender(appender);
        logger.setLevel(null);
    }

    @Test
    void tellsChangesAndNothingElse() {
        statusLog.tell();
        connected = false;
        statusLog.tell();
        statusLog.tell();
        connected = true;
        statusLog.tell();
        statusLog.tell();
        assertThat(lines).containsExactly(UNUSABLE, USABLE);
    }

    /** As of a request that found the last look too old, when the next one comes at that moment. */
    @Test
    void aSlowLineIsNotTheLastOneIfItIsNoLongerTrue() throws Exception {
        CountDownLatch telling = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        before = line -> {
            if (line.equals(UNUSABLE)) {
                telling.countDown();
                awaitUninterruptibly(goOn);
            }
        };
        connected = false;
        Thread request = Thread.ofPlatform().start(statusLog::tell);
        telling.await();
        connected = true;
        statusLog.tell();
        goOn.countDown();
        request.join();
        assertThat(lines).containsExactly(UNUSABLE, USABLE);
    }

    /** Such as that there is no memory left to say it with. */
    @Test
    void tellsAgainWhatFailed() {
        before = _ -> {
            throw new InternalError("said so");
        };
        connected = false;
        assertThatThrownBy(statusLog::tell).isInstanceOf(InternalError.class);
        assertThat(lines).isEmpty();
        before = _ -> {
        };
        statusLog.tell();
        assertThat(lines).containsExactly(UNUSABLE);
    }

    @Test
    void aLogThatAsksForTheStatusIsNoTrouble() {
        before = _ -> statusLog.tell();
        connected = false;
        statusLog.tell();
        assertThat(lines).containsExactly(UNUSABLE);
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
