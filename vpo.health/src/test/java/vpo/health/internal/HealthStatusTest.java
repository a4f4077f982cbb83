package vpo.health.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HealthStatusTest {

    @ParameterizedTest
    @CsvSource({
            "true,  false, healthy,   200",
            "false, false, degraded,  503",
            "true,  true,  unhealthy, 503",
            "false, true,  unhealthy, 503"})
    void isDeterminedByDatabaseAndShutdown(boolean connected, boolean shuttingDown, String status, int http) {
        HealthStatus health = new HealthStatus(connected, Duration.ZERO, "0.1.0", shuttingDown);

        assertThat(health.status()).isEqualTo(status);
        assertThat(health.httpStatus()).isEqualTo(http);
    }

    @Test
    void isWrittenAsClientsKnowIt() {
        assertThat(new HealthStatus(true, Duration.ofMillis(3_661_512), "0.1.0", false).toJson()).isEqualTo(
                "{\"status\": \"healthy\", \"database\": \"connected\", \"uptime_seconds\": 3661.5, "
                        + "\"version\": \"0.1.0\", \"shutting_down\": false}");
        assertThat(new HealthStatus(false, Duration.ofMillis(49), "0.1.0", true).toJson()).isEqualTo(
                "{\"status\": \"unhealthy\", \"database\": \"disconnected\", \"uptime_seconds\": 0.0, "
                        + "\"version\": \"0.1.0\", \"shutting_down\": true}");
    }
}
