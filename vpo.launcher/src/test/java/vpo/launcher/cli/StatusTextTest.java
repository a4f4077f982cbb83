package vpo.launcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatusTextTest {
    private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");

    private static String text(String json, Style style) {
        return String.join("\n",
                new StatusText(new Fields(Administration.object(json).orElseThrow()), NOW, style).lines());
    }

    @Test
    void whatIsWrongComesFirst() {
        assertThat(text("""
                {"state": "RUNNING", "version": "0.1.0", "pid": 7, "started_at": "2026-11-24T06:55:00.5Z",
                 "uptime_seconds": 11100.2, "data_directory": "/var/lib/vpo", "config_file": null, "draining": true,
                 "stop_when_idle": false, "shutdown": null, "safe_mode": true,
                 "health": {"status": "degraded", "checks": [
                    {"name": "database", "status": "CRITICAL", "message": "disconnected: file is missing"},
                    {"name": "lifecycle", "status": "TEMPORARILY_UNAVAILABLE", "message": "draining"},
                    {"name": "plugins", "status": "OK", "message": "2 run"}]},
                 "tasks": 2, "requests": {"total": 120, "in_flight": 1, "refused": 0},
                 "memory": {"heap_used_bytes": 35651584, "heap_max_bytes": 268435456, "resident_bytes": 125829120},
                 "plugins": {"running": 2, "waiting": 1, "quarantined": 0},
                 "recent_errors": [{"timestamp": "2026-11-24T09:57:00Z", "level": "ERROR", "logger": "a",
                    "message": "it\\nfailed"}]}
                """, Style.NONE)).isEqualTo("""
                vpo 0.1.0 is draining, degraded, up 3 h 5 min
                  ! takes no new work; "vpo resume" takes that back
                  ! safe mode: plugins of others do not run, since the daemon died three times at its start
                  ✗ database: disconnected: file is missing

                  tasks          2 in flight; "vpo tasks" lists them
                  requests       120 so far, 1 in flight, 0 refused
                  plugins        2 plugins running, 1 waiting, 0 in quarantine
                  memory         heap 34 MiB of 256 MiB, process 120 MiB
                  process        7, since 2026-11-24T06:55:00Z
                  data           /var/lib/vpo
                  configuration  defaults; no file

                recent warnings and errors:
                  3 min ago  ERROR  it failed""");
    }

    @Test
    void aStopIsTold() {
        assertThat(text("""
                {"state": "SHUTTING_DOWN", "version": "0.1.0", "uptime_seconds": 1, "health": {"status": "unhealthy"},
                 "shutdown": {"timeout_deadline": "2026-11-24T10:00:20Z", "tasks_remaining": 1}}
                """, Style.NONE)).startsWith("""
                vpo 0.1.0 is shutting down, unhealthy, up 1 s
                  ! stopping: waits for 1 task, for 20 s at most
                """);
    }

    @Test
    void colours() {
        assertThat(text("{\"health\": {\"status\": \"healthy\"}}", new Style(true)))
                .contains("\u001b[32mhealthy\u001b[0m");
        assertThat(Style.of(Map.of(), true).on()).isTrue();
        assertThat(Style.of(Map.of("NO_COLOR", "1"), true).on()).isFalse();
        assertThat(Style.of(Map.of(), false).on()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"0, 0 s", "59, 59 s", "60, 1 min", "3599, 59 min", "3600, 1 h", "7500, 2 h 5 min", "86400, 1 d",
            "100000, 1 d 3 h", "-5, 0 s"})
    void spans(long seconds, String text) {
        assertThat(Units.span(Duration.ofSeconds(seconds))).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"0, 0 B", "1023, 1023 B", "1024, 1.0 KiB", "35651584, 34 MiB", "1610612736, 1.5 GiB"})
    void sizes(long bytes, String text) {
        assertThat(Units.bytes(bytes)).isEqualTo(text);
    }
}
