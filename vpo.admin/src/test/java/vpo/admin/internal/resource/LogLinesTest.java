package vpo.admin.internal.resource;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

import vpo.admin.internal.KeptLog;

/** Whose line it is, of bundles that are not there any more. */
class LogLinesTest {

    @Test
    void a_line_is_whose_it_was_when_it_was_logged() {
        assertThat(LogLines.json(KeptLog.of("not today", new KeyValuePair("bundle", "test.cat"),
                new KeyValuePair("plugin", "cat")))).containsEntry("bundle", "test.cat").containsEntry("plugin", "cat");
    }

    @Test
    void a_line_of_nobody_known_names_nobody() {
        assertThat(LogLines.json(KeptLog.of("hello"))).containsOnlyKeys("timestamp", "level", "logger", "message");
    }
}
