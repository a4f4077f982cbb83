package vpo.metrics.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScrapeTest {
    private static final String OPEN_METRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8";

    private static String text(List<MetricSource> sources, String accept) throws IOException {
        return new String(Scrape.of(sources, Optional.of(accept)).body(), StandardCharsets.UTF_8);
    }

    @Test
    void tellsTheDaemonInOpenMetrics() throws IOException {
        Exposition metrics = Exposition.parse(text(Fakes.sources(), OPEN_METRICS));

        assertThat(metrics.value("vpo_build_info{version=\"1.2.3\"}")).isEqualTo(1);
        assertThat(metrics.value("vpo_daemon_state{state=\"running\"}")).isEqualTo(1);
        assertThat(metrics.value("vpo_daemon_state{state=\"shutting_down\"}")).isZero();
        assertThat(metrics.value("vpo_daemon_uptime_seconds")).isEqualTo(61.5);
        assertThat(metrics.value("vpo_daemon_start_timestamp_seconds")).isEqualTo(Fakes.STARTED.getEpochSecond());
        assertThat(metrics.value("vpo_daemon_draining")).isEqualTo(1);
        assertThat(metrics.value("vpo_daemon_stopping_when_idle")).isZero();
        assertThat(metrics.value("vpo_http_requests_total")).isEqualTo(42);
        assertThat(metrics.value("vpo_http_requests_in_flight")).isEqualTo(3);
        assertThat(metrics.value("vpo_http_requests_refused_total")).isEqualTo(4);
        assertThat(metrics.value("vpo_http_responses_total{status_class=\"2xx\"}")).isEqualTo(30);
        assertThat(metrics.value("vpo_tasks_in_flight")).isEqualTo(2);
        assertThat(metrics.value("vpo_tasks_cancelling")).isEqualTo(1);
        assertThat(metrics.value("vpo_tasks_oldest_age_seconds")).isEqualTo(90);
        assertThat(metrics.value("vpo_tasks_refused_total")).isEqualTo(5);
        assertThat(metrics.value("vpo_tasks_cancelled_total")).isEqualTo(6);
        assertThat(metrics.value("vpo_plugins{state=\"running\"}")).isEqualTo(2);
        assertThat(metrics.value("vpo_plugins{state=\"waiting\"}")).isEqualTo(1);
        assertThat(metrics.value("vpo_plugins_begun")).isEqualTo(1);
        assertThat(metrics.value("vpo_plugins_safe_mode")).isZero();
        assertThat(metrics.value("vpo_database_connected")).isEqualTo(1);
        assertThat(metrics.value("process_cpu_seconds_total")).isPositive();
        assertThat(metrics.value("jvm_memory_used_bytes{area=\"heap\"}")).isPositive();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.3|application/openmetrics-text",
            "*/*|text/plain", "text/html|text/plain"})
    void answersWithWhatIsAskedFor(String accept, String type) throws IOException {
        Scrape scrape = Scrape.of(Fakes.sources(), Optional.of(accept));

        assertThat(scrape.contentType()).startsWith(type + ";").contains("charset=utf-8");
        assertThat(new String(scrape.body(), StandardCharsets.UTF_8).endsWith("# EOF\n"))
                .isEqualTo(type.contains("openmetrics"));
    }

    @Test
    void thatSomethingFailsTakesNothingElseAway() throws IOException {
        List<MetricSource> sources = new ArrayList<>(Fakes.sources());
        sources.addFirst(() -> {
            throw new IllegalStateException("on purpose");
        });
        sources.addFirst(() -> {
            throw new OutOfMemoryError("no thread, on purpose");
        });

        assertThat(Exposition.parse(text(sources, OPEN_METRICS)).value("vpo_tasks_in_flight")).isEqualTo(2);
    }

    /** Not the collectors of the library: threads of its own would have to be ended with the bundle. */
    @Test
    void noThreadIsLeft() throws IOException {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        text(Fakes.sources(), OPEN_METRICS);

        Set<String> after = Thread.getAllStackTraces().keySet().stream().filter(thread -> !before.contains(thread))
                .map(Thread::getName).collect(Collectors.toCollection(TreeSet::new));
        assertThat(after).isEmpty();
    }
}
