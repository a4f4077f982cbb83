package vpo.config.internal.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import vpo.config.Nearest;

class NearestKeyTest {
    @ParameterizedTest
    @CsvSource({"server.prot, server.port", "server.shutdown_timout, server.shutdown_timeout", "servr, server",
            "port, server.port", "bind, server.bind", "jobs.workers, processing.workers", "server.level, logging.level",
            "databse_path, database_path", "server.database_path, database_path", "loging, logging",
            "plugins.metadata.radar, plugins.metadata.radarr", "transcription.modelsize, transcription.model_size",
            "server.rate_limits, server.rate_limit"})
    void finds_what_was_meant(String unknown, String known) {
        assertThat(NearestKey.of(unknown)).contains(known);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "server.colour", "policies.default", "zzz.yyy"})
    void does_not_guess_wildly(String unknown) {
        assertThat(NearestKey.of(unknown)).isEmpty();
    }

    @Test
    void does_not_look_at_what_nobody_mistypes() {
        assertThat(NearestKey.of("k".repeat(1_000_000))).isEmpty();
        assertThat(Nearest.of("k".repeat(1_000_000), List.of("server"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"'', '', 0", "a, '', 1", "port, prot, 1", "port, port, 0", "kitten, sitting, 3", "ab, ba, 1"})
    void counts_edits(String a, String b, int edits) {
        assertThat(Nearest.distance(a, b)).isEqualTo(edits);
        assertThat(Nearest.distance(b, a)).isEqualTo(edits);
    }
}
