package vpo.health.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProbeTest {

    @ParameterizedTest
    @CsvSource({"OK, 200", "WARN, 200", "TEMPORARILY_UNAVAILABLE, 503", "CRITICAL, 503", "HEALTH_CHECK_ERROR, 503"})
    void failsWithItsWorstCheck(Result.Status status, int http) {
        Probe probe = new Probe("readyz",
                List.of(check("good", Result.Status.OK, "fine"), check("other", status, "so")));

        assertThat(probe.httpStatus()).isEqualTo(http);
    }

    @Test
    void passesWithoutChecks() {
        assertThat(new Probe("livez", List.of()).toText(true)).isEqualTo("ok\n");
    }

    @Test
    void isBriefUnlessAsked() {
        assertThat(new Probe("readyz", List.of(check("db", Result.Status.CRITICAL, "gone"))).toText(false))
                .isEqualTo("readyz check failed\n");
    }

    @Test
    void namesEachCheckWithItsTime() {
        Probe probe = new Probe("readyz",
                List.of(check("configuration", Result.Status.WARN, "line one\nline two"),
                        check("db", Result.Status.CRITICAL, "gone")));

        assertThat(probe.toText(true)).isEqualTo("""
                [+] configuration WARN (7 ms): line one line two
                [-] db CRITICAL (7 ms): gone
                readyz check failed
                """);
    }

    @Test
    void leavesOutWhatIsForDebugging() {
        FormattingResultLog log = new FormattingResultLog();
        log.debug("detail");
        log.info("fine");

        assertThat(new Probe("livez", List.of(new Probe.Check("c", new Result(log), 0))).toText(true))
                .isEqualTo("[+] c OK (0 ms): fine\nok\n");
    }

    private static Probe.Check check(String name, Result.Status status, String message) {
        return new Probe.Check(name, new Result(status, message), 7);
    }
}
