package vpo.plugin.scan.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import vpo.plugin.scan.library.ScanJob;
import vpo.plugin.scan.library.Summary;

class ScanJsonTest {

    private static ScanJob job(Optional<String> summary) {
        return new ScanJob("id-1", "/m/\"ü\"\n<tv>", "running", 10, "c", Optional.of("s"), Optional.empty(),
                Optional.empty(), Optional.of("{\"prune\": true}"), summary);
    }

    @Test
    void tellsWhatTheLibraryHas() {
        assertThat(ScanJson.one(new ScanJson.Entry(job(Optional.of("{\"scanned\": 1}")), Optional.empty()))).isEqualTo(
                "{\"id\":\"id-1\",\"path\":\"/m/\\\"ü\\\"\\n<tv>\",\"status\":\"running\",\"progress_percent\":10.0,"
                        + "\"created_at\":\"c\",\"started_at\":\"s\",\"completed_at\":null,\"error\":null,"
                        + "\"options\":{\"prune\":true},\"summary\":{\"scanned\":1}}");
    }

    @Test
    void tellsProgress() {
        assertThat(ScanJson.list(List.of(
                new ScanJson.Entry(job(Optional.empty()), Optional.of(new Summary(4, 1, 1, 1, 0, 1))))))
                .startsWith("{\"scans\":[{").contains("\"progress_percent\":50.0", "\"total_discovered\":4");
    }

    @Test
    void bearsWhatOthersHaveWritten() {
        assertThat(ScanJson.one(new ScanJson.Entry(job(Optional.of("{")), Optional.empty())))
                .endsWith("\"summary\":null}");
    }
}
