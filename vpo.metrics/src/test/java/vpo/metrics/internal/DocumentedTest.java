package vpo.metrics.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.sql.DataSource;

import org.junit.jupiter.api.Test;

/** The tables of docs/metrics.md and what is told are the same. */
class DocumentedTest {
    private static final Path DOCUMENT = Path.of("../docs/metrics.md");
    private static final Pattern ROW = Pattern.compile("\\| `([a-z_]+)` \\| (\\w+) \\| ?([^|]*?) ?\\| [^|]+ \\|");

    @Test
    void everyMetricIsInTheTableWithItsTypeAndLabelsAndNoOther() throws Exception {
        Map<String, String> documented = new TreeMap<>();
        for (String line : Files.readAllLines(DOCUMENT)) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                documented.put(row.group(1), (row.group(2) + " " + row.group(3).replaceAll("[`,]", "")).strip());
            }
        }
        // Of a library that is slow to answer, as on a busy machine, nothing is told for the moment.
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(told()).isEqualTo(documented));
    }

    private static Map<String, String> told() throws IOException, SQLException {
        try (Connection library = ScansTest.library()) {
            Fakes.scan(library, "a", Map.of("status", "completed", "started_at", "2026-11-24T09:00:00+00:00",
                    "completed_at", "2026-11-24T09:00:10+00:00", "summary_json", "{\"scanned\": 5}"));
            List<MetricSource> sources = new ArrayList<>(Fakes.sources());
            sources.add(new ScanMetrics(only(library)));
            String text = new String(Scrape.of(sources, Optional.of("application/openmetrics-text")).body(),
                    StandardCharsets.UTF_8);
            Map<String, String> told = new TreeMap<>();
            Exposition.parse(text).families().forEach((name, family) -> told.put(told(name, family.type()),
                    (family.type() + " " + String.join(" ", family.labels())).strip()));
            return told;
        }
    }

    /** As it is asked for. */
    private static String told(String name, String type) {
        return switch (type) {
            case "counter" -> name + "_total";
            case "info" -> name + "_info";
            default -> name;
        };
    }

    private static DataSource only(Connection library) {
        return (DataSource) java.lang.reflect.Proxy.newProxyInstance(DataSource.class.getClassLoader(),
                new Class<?>[]{DataSource.class}, (_, method, _) -> {
                    assertThat(method.getName()).isEqualTo("getConnection");
                    return library;
                });
    }
}
