package vpo.plugins.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

import javax.sql.DataSource;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import vpo.plugins.internal.trust.AcknowledgmentTable;
import vpo.plugins.internal.trust.Acknowledgments;

class PluginsComponentTest {
    @TempDir
    private Path folder;

    @Test
    void a_start_limit_longer_than_any_clock_can_tell_can_be_added_to_one() throws Exception {
        DataSource library = AcknowledgmentTable.make(folder);
        Acknowledgments none = new Acknowledgments(library, library, Clock.systemUTC());
        Duration limit = PluginsComponent.settings(new TestConfig(30, Double.MAX_VALUE), none, 0).startLimit();
        assertThat(Math.addExact(System.nanoTime(), limit.toNanos())).isPositive();
    }
}
