package vpo.launcher.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.Optional;

import org.eclipse.jetty.io.EofException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;

class ThresholdsTest {
    private final LoggerContext loggers = new LoggerContext();

    @BeforeEach
    void contextFields() {
        loggers.setMDCAdapter(new LogbackMDCAdapter());
    }

    private Optional<ILoggingEvent> shown(String logger, Throwable exception, LogSettings.Level level) {
        Thresholds.apply(loggers, level);
        return Thresholds.shown(
                new LoggingEvent(null, loggers.getLogger(logger), Level.ERROR, "It failed", exception, null),
                loggers);
    }

    @Test
    void aLibrarysExceptionIsOneLine() {
        Throwable wrapped = new InvocationTargetException(new IllegalStateException("the cause"));

        assertThat(shown("org.apache.felix.http", wrapped, LogSettings.Level.INFO)).hasValueSatisfying(event -> {
            assertThat(event.getFormattedMessage()).isEqualTo("It failed: IllegalStateException: the cause");
            assertThat(event.getThrowableProxy()).isNull();
        });
    }

    @Test
    void atDebugItHasItsTraceback() {
        assertThat(shown("org.apache.felix.http", new IllegalStateException(), LogSettings.Level.DEBUG))
                .hasValueSatisfying(event -> assertThat(event.getThrowableProxy()).isNotNull());
    }

    @Test
    void ourOwnAndPluginsKeepTheirs() {
        for (String logger : new String[]{"vpo.database", "com.example.plugin"}) {
            assertThat(shown(logger, new IllegalStateException(), LogSettings.Level.INFO))
                    .hasValueSatisfying(event -> assertThat(event.getThrowableProxy()).isNotNull());
        }
    }

    @Test
    void aPluginWhoseNameOnlyBeginsLikeALibrarysKeepsItsOwn() {
        for (String logger : new String[]{"javalin.app", "sunrise", "jdkfoo.Plugin"}) {
            assertThat(shown(logger, new IllegalStateException(), LogSettings.Level.INFO))
                    .hasValueSatisfying(event -> assertThat(event.getThrowableProxy()).as(logger).isNotNull());
        }
        assertThat(shown("sun", new IllegalStateException(), LogSettings.Level.INFO))
                .hasValueSatisfying(event -> assertThat(event.getThrowableProxy()).isNull());
    }

    @Test
    void aServletsExceptionKeepsItsTracebackForItsAuthor() {
        Thresholds.apply(loggers, LogSettings.Level.INFO);
        assertThat(Thresholds.shown(servletFailed(new IllegalStateException()), loggers))
                .hasValueSatisfying(event -> assertThat(event.getThrowableProxy()).isNotNull());
        assertThat(Thresholds.shown(servletFailed(new EofException("closed")), loggers)).isEmpty();
    }

    private LoggingEvent servletFailed(Exception exception) {
        return new LoggingEvent(null, loggers.getLogger("org.apache.felix.http"), Level.ERROR,
                "Exception while processing request to /itest/work/error", exception, null);
    }

    @Test
    void anExceptionWithoutAMessageBesideItIsTold() {
        Thresholds.apply(loggers, LogSettings.Level.INFO);
        LoggingEvent event = new LoggingEvent(null, loggers.getLogger("org.apache.felix.http"), Level.ERROR, null,
                new IllegalStateException("broken"), null);
        assertThat(Thresholds.shown(event, loggers)).hasValueSatisfying(
                told -> assertThat(told.getFormattedMessage()).endsWith("IllegalStateException: broken"));
    }

    @Test
    void aClientThatHasGoneIsNobodysConcern() {
        assertThat(shown("org.apache.felix.http", new RuntimeException(new EofException("closed")),
                LogSettings.Level.INFO))
                .isEmpty();
    }

    /** Jetty's own type for that is not to be seen outside it. */
    @Test
    void norIsOneThatBreaksOffItsRequest() throws Exception {
        Constructor<?> broken = Class.forName("org.eclipse.jetty.server.internal.HttpConnection$HttpEofException")
                .getDeclaredConstructor();
        broken.setAccessible(true);
        Exception gone = (Exception) broken.newInstance();
        Thresholds.apply(loggers, LogSettings.Level.INFO);
        assertThat(Thresholds.shown(servletFailed(gone), loggers)).isEmpty();
        assertThat(Thresholds.shown(servletFailed(new IllegalStateException(gone)), loggers)).isEmpty();
    }

    @Test
    void whatClientsCauseIsNotWarnedOf() {
        Thresholds.apply(loggers, LogSettings.Level.INFO);
        assertThat(loggers.getLogger("org.eclipse.jetty.http.HttpParser").isWarnEnabled()).isFalse();
        assertThat(loggers.getLogger("org.eclipse.jetty.server.Server").isWarnEnabled()).isTrue();
    }
}
