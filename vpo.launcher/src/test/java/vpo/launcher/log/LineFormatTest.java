package vpo.launcher.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.event.KeyValuePair;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.LoggingEvent;

class LineFormatTest {
    private static final Instant TIME = Instant.parse("2026-01-02T03:04:05.678901234Z");

    private final LineFormat text = LineFormat.of(LogSettings.Format.TEXT, ZoneId.of("Europe/Berlin"));
    private final LineFormat json = LineFormat.of(LogSettings.Format.JSON, ZoneId.of("Europe/Berlin"));

    @Test
    void text() {
        assertThat(text.format(event(Level.INFO, "listening on {}:{}", "127.0.0.1", 8321)))
                .isEqualTo("2026-01-02T04:04:05+0100 - vpo.http - INFO - listening on 127.0.0.1:8321\n");
    }

    @Test
    void textShowsTheOffsetInForceAtThatTime() {
        LoggingEvent summer = Events.at(Instant.parse("2026-07-02T03:04:05Z"), "a", Level.ERROR, "m", null);
        assertThat(text.format(summer)).isEqualTo("2026-07-02T05:04:05+0200 - a - ERROR - m\n");
        assertThat(LineFormat.of(LogSettings.Format.TEXT, ZoneId.of("UTC")).format(summer))
                .startsWith("2026-07-02T03:04:05+0000 - ");
        assertThat(LineFormat.of(LogSettings.Format.TEXT, ZoneId.of("America/St_Johns")).format(summer))
                .startsWith("2026-07-02T00:34:05-0230 - ");
    }

    @Test
    void json() {
        assertThat(json.format(event(Level.INFO, "said \"{}\" \\ / bye", "hi")))
                .isEqualTo("{\"timestamp\": \"2026-01-02T03:04:05.678901+00:00\", \"level\": \"INFO\", "
                        + "\"message\": \"said \\\"hi\\\" \\\\ / bye\", \"logger\": \"vpo.http\"}\n");
    }

    @Test
    void jsonTimeAlwaysHasSixDigits() {
        assertThat(json.format(Events.at(Instant.parse("2026-01-02T03:04:05Z"), "a", Level.INFO, "m", null)))
                .startsWith("{\"timestamp\": \"2026-01-02T03:04:05.000000+00:00\"");
    }

    @Test
    void levelNames() {
        for (var expected : Map.of(Level.ERROR, "ERROR", Level.WARN, "WARNING", Level.INFO, "INFO", Level.DEBUG,
                "DEBUG", Level.TRACE, "DEBUG").entrySet()) {
            assertThat(text.format(event(expected.getKey(), "m"))).contains(" - " + expected.getValue() + " - m\n");
            assertThat(json.format(event(expected.getKey(), "m")))
                    .contains("\"level\": \"" + expected.getValue() + "\",");
        }
    }

    @Test
    void rootLogger() {
        LoggingEvent event = Events.at(TIME, Logger.ROOT_LOGGER_NAME, Level.INFO, "m", null);
        assertThat(text.format(event)).isEqualTo("2026-01-02T04:04:05+0100 - root - INFO - m\n");
        assertThat(json.format(event)).isEqualTo(
                "{\"timestamp\": \"2026-01-02T03:04:05.678901+00:00\", \"level\": \"INFO\", \"message\": \"m\"}\n");
    }

    @Test
    void nonAsciiStaysInTextAndIsEscapedInJson() {
        LoggingEvent event = event(Level.INFO, "Amélie 日本 \uD83C\uDFAC");
        assertThat(text.format(event)).endsWith(" - Amélie 日本 \uD83C\uDFAC\n");
        assertThat(json.format(event)).contains("\"message\": \"Am\\u00e9lie \\u65e5\\u672c \\ud83c\\udfac\"");
    }

    @Test
    void aMessageIsOneLineWhateverIsInIt() {
        LoggingEvent event = event(Level.INFO, "file {} done",
                "a\r\n2026 - vpo - INFO - forged\t\u001b[31m\u0085\u2028\u202e\u007f");
        assertThat(text.format(event)).endsWith(" - file a\\r\\n2026 - vpo - INFO - forged\\t"
                + "\\u001b[31m\\u0085\\u2028\\u202e\\u007f done\n").hasLineCount(1);
        assertThat(json.format(event))
                .contains("a\\r\\n2026 - vpo - INFO - forged\\t\\u001b[31m\\u0085\\u2028\\u202e\\u007f done\"")
                .hasLineCount(1);
        assertThat(json.format(event(Level.INFO, "\b\f\u0000"))).contains("\"message\": \"\\b\\f\\u0000\"");
        assertThat(text.format(Events.at(TIME, "a\nb", Level.INFO, "m", null))).contains(" - a\\nb - INFO - m\n");
    }

    @Test
    void nullMessage() {
        assertThat(text.format(event(Level.INFO, null))).endsWith(" - INFO - null\n");
        assertThat(json.format(event(Level.INFO, null))).contains("\"message\": null,");
    }

    @Test
    void contextIsTheMdcSortedThenTheKeyValuePairs() {
        LoggingEvent event = event(Level.WARN, "m");
        event.setMDCPropertyMap(Map.of("worker", "W01", "file", "F001", "job", "old"));
        event.addKeyValuePair(new KeyValuePair("job", 7L));
        event.addKeyValuePair(new KeyValuePair("ratio", 0.5));
        event.addKeyValuePair(new KeyValuePair("nan", Double.NaN));
        event.addKeyValuePair(new KeyValuePair("big", Float.POSITIVE_INFINITY));
        event.addKeyValuePair(new KeyValuePair("ok", true));
        event.addKeyValuePair(new KeyValuePair("none", null));
        event.addKeyValuePair(new KeyValuePair("path \"é\"", java.nio.file.Path.of("/media/é")));
        assertThat(json.format(event)).isEqualTo("{\"timestamp\": \"2026-01-02T03:04:05.678901+00:00\", "
                + "\"level\": \"WARNING\", \"message\": \"m\", \"logger\": \"vpo.http\", \"context\": "
                + "{\"file\": \"F001\", \"job\": 7, \"worker\": \"W01\", \"ratio\": 0.5, \"nan\": \"NaN\", "
                + "\"big\": \"Infinity\", \"ok\": true, \"none\": null, "
                + "\"path \\\"\\u00e9\\\"\": \"/media/\\u00e9\"}}\n");
        assertThat(text.format(event)).isEqualTo("2026-01-02T04:04:05+0100 - vpo.http - WARNING - m\n");
    }

    @Test
    void aNumberOfAPluginsOwnIsTextInJson() {
        LoggingEvent event = event(Level.INFO, "m");
        event.addKeyValuePair(new KeyValuePair("short", (short) 1));
        event.addKeyValuePair(new KeyValuePair("byte", (byte) 2));
        event.addKeyValuePair(new KeyValuePair("big", new BigInteger("12345678901234567890")));
        event.addKeyValuePair(new KeyValuePair("exact", new BigDecimal("0.10")));
        event.addKeyValuePair(new KeyValuePair("count", new AtomicLong(3)));
        event.addKeyValuePair(new KeyValuePair("forged", new Forged("0}}\n{\"level\": \"ERROR\"}")));
        event.addKeyValuePair(new KeyValuePair("failing", new Forged(null)));
        assertThat(json.format(event)).hasLineCount(1).endsWith("\"context\": {\"short\": 1, \"byte\": 2, "
                + "\"big\": 12345678901234567890, \"exact\": 0.10, \"count\": \"3\", "
                + "\"forged\": \"0}}\\n{\\\"level\\\": \\\"ERROR\\\"}\", "
                + "\"failing\": \"[FAILED toString()]\"}}\n");
    }

    /** Passes for a number of the JDK's. */
    private static final class Forged extends BigDecimal {
        private static final long serialVersionUID = 1;

        private final String text;

        Forged(String text) {
            super(0);
            this.text = text;
        }

        @Override
        public String toString() {
            if (text == null) {
                throw new IllegalStateException("no text");
            }
            return text;
        }
    }

    @Test
    void tracebackFollows() {
        Throwable cause = Events.withFrames(new IllegalArgumentException("port\n2026 - forged"), "parse", "start",
                "main");
        Throwable thrown = Events.withFrames(new IllegalStateException("no start", cause), "start", "main");
        thrown.addSuppressed(Events.withFrames(new java.io.IOException(), "close"));
        // As in the JDK, frames that a cause shares with what it caused are counted, not repeated.
        Events.withFrames(cause, "parse");
        LoggingEvent event = Events.at(TIME, "vpo", Level.ERROR, "failed: {}", thrown, "x");
        assertThat(text.format(event)).isEqualTo("""
                2026-01-02T04:04:05+0100 - vpo - ERROR - failed: x
                java.lang.IllegalStateException: no start
                \tat vpo.Some.start(Some.java:10)
                \tat vpo.Some.main(Some.java:11)
                \tSuppressed: java.io.IOException
                \t\tat vpo.Some.close(Some.java:10)
                Caused by: java.lang.IllegalArgumentException: port\\n2026 - forged
                \tat vpo.Some.parse(Some.java:10)
                """);
        assertThat(json.format(event)).endsWith("\"message\": \"failed: x\", \"logger\": \"vpo\", \"exception\": "
                + "\"java.lang.IllegalStateException: no start\\n\\tat vpo.Some.start(Some.java:10)\\n\\tat "
                + "vpo.Some.main(Some.java:11)\\n\\tSuppressed: java.io.IOException\\n\\t\\tat "
                + "vpo.Some.close(Some.java:10)\\nCaused by: java.lang.IllegalArgumentException: port\\n2026 - forged"
                + "\\n\\tat vpo.Some.parse(Some.java:10)\"}\n");
    }

    @Test
    void tracebackIsTheJdks() {
        Throwable thrown = new IllegalStateException("outer", new IllegalArgumentException("inner", new Error()));
        thrown.getCause().addSuppressed(new java.io.IOException("closing", new RuntimeException("deep")));
        var expected = new java.io.StringWriter();
        thrown.printStackTrace(new java.io.PrintWriter(expected));
        assertThat(text.format(Events.at(TIME, "vpo", Level.ERROR, "m", thrown)))
                .isEqualTo("2026-01-02T04:04:05+0100 - vpo - ERROR - m\n" + expected);
    }

    @Test
    void exceptionThatIsItsOwnCause() {
        Throwable one = Events.withFrames(new IllegalStateException("one"), "a");
        Throwable two = Events.withFrames(new IllegalStateException("two", one), "b");
        one.initCause(two);
        assertThat(text.format(Events.at(TIME, "vpo", Level.ERROR, "m", one)))
                .endsWith("Caused by: [CIRCULAR REFERENCE: java.lang.IllegalStateException: one]\n");
    }

    @Test
    void exceptionWithAnotherFormOfItsOwn() {
        @SuppressWarnings("serial")
        Throwable own = new RuntimeException("message") {
            @Override
            public String toString() {
                return "my\nown";
            }
        };
        assertThat(text.format(Events.at(TIME, "vpo", Level.ERROR, "m", Events.withFrames(own, "a"))))
                .endsWith(" - m\nmy\\nown\n\tat vpo.Some.a(Some.java:10)\n");
    }

    private static LoggingEvent event(Level level, String message, Object... arguments) {
        return Events.at(TIME, "vpo.http", level, message, null, arguments);
    }
}
