package vpo.launcher.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.LoggingEvent;

class JournalFormatTest {
    private static LoggingEvent event(Level level, String message, Throwable exception) {
        return Events.at(Instant.EPOCH, "vpo.http", level, message, exception);
    }

    /** A character for each byte: all is ASCII here but for lengths. */
    private static String entry(LoggingEvent event) {
        return new String(JournalFormat.entry(event).bytes(), StandardCharsets.ISO_8859_1);
    }

    @Test
    void aLineHasItsOriginAndItsThread() {
        LoggingEvent event = event(Level.WARN, "disk full", null);
        event.setThreadName("vpo-scan");
        event.setCallerData(new StackTraceElement[]{new StackTraceElement("vpo.Some", "run", "Some.java", 12)});
        assertThat(entry(event)).matches("MESSAGE=disk full\nPRIORITY=4\nSYSLOG_IDENTIFIER=vpo\nLOGGER=vpo.http\n"
                + "THREAD=vpo-scan\nTID=[0-9]+\nCODE_FUNC=vpo.Some.run\nCODE_FILE=Some.java\nCODE_LINE=12\n");
    }

    @Test
    void prioritiesAreThoseOfSyslog() {
        assertThat(entry(event(Level.ERROR, "m", null))).contains("\nPRIORITY=3\n");
        assertThat(entry(event(Level.INFO, "m", null))).contains("\nPRIORITY=6\n").doesNotContain("CODE_");
        assertThat(entry(event(Level.DEBUG, "m", null))).contains("\nPRIORITY=7\n");
        assertThat(entry(event(Level.TRACE, "m", null))).contains("\nPRIORITY=7\n");
    }

    @Test
    void contextFieldsAreFieldsAndNonePassesForAnother() {
        LoggingEvent event = event(Level.INFO, "m", null);
        event.setMDCPropertyMap(Map.of("job_id", "J1", "plugin", "mdc", "file", "/a\nb.mkv"));
        event.addKeyValuePair(new KeyValuePair("PLUGIN", "dog"));
        event.addKeyValuePair(new KeyValuePair("plugin", "cat"));
        event.addKeyValuePair(new KeyValuePair("Plugin", "dog"));
        event.addKeyValuePair(new KeyValuePair("not.a name", 7));
        event.addKeyValuePair(new KeyValuePair("bad", new Object() {
            @Override
            public String toString() {
                throw new IllegalStateException("no text");
            }
        }));
        assertThat(entry(event)).contains("\nVPO_FILE\n\u0008\0\0\0\0\0\0\0/a\nb.mkv\nVPO_JOB_ID=J1\nVPO_PLUGIN=cat\n"
                + "VPO_NOT_A_NAME=7\nVPO_BAD=[FAILED toString()]\n").doesNotContain("dog");
    }

    @Test
    void anExceptionIsPartOfTheMessage() {
        Throwable thrown = Events.withFrames(new IllegalStateException("no\u001b[31m start\nat all"), "start", "main");
        String text = "failed\r\njava.lang.IllegalStateException: no\\u001b[31m start\nat all\n"
                + "\tat vpo.Some.start(Some.java:10)\n\tat vpo.Some.main(Some.java:11)";
        String shown = text.replace("\r", "\\r");
        assertThat(entry(event(Level.ERROR, "failed\r", thrown)))
                .startsWith("MESSAGE\n" + (char) shown.length() + "\0\0\0\0\0\0\0" + shown + "\nPRIORITY=3\n");
    }

    @Test
    void aMessageThatIsNullIsNone() {
        assertThat(entry(event(Level.INFO, null, null))).startsWith("MESSAGE=null\n");
    }
}
