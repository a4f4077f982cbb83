package vpo.healthcheck;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ComponentsTest {
    private static final String FILE = "OSGI-INF/org.apache.felix.hc.core.impl.%s.xml";
    private static final String PERIOD = "name=\"temporarilyAvailableGracePeriodInMs\" type=\"Long\" value=\"%d\"";
    private static final String POLICY = " configuration-policy=\"ignore\"";

    /** Ours comes first on the class path. A new version of Felix's may describe it otherwise. */
    @ParameterizedTest
    @ValueSource(strings = {"executor.HealthCheckExecutorImpl", "executor.HealthCheckExecutorThreadPool",
            "executor.async.AsyncHealthCheckExecutor", "scheduling.CronJobFactory",
            "scheduling.cron.embedded.EmbeddedCronSchedulerProvider",
            "scheduling.cron.quartz.QuartzCronSchedulerProvider"})
    void nothingButThePeriodAndThePolicyDiffersFromFelixs(String component) throws IOException {
        List<URL> files = Collections.list(getClass().getClassLoader().getResources(FILE.formatted(component)));
        assertThat(files).hasSize(2);
        String felix = text(files.getLast()).replace(PERIOD.formatted(Duration.ofMinutes(10).toMillis()),
                PERIOD.formatted(Duration.ofDays(3_650).toMillis()));
        assertThat(text(files.getFirst())).contains(POLICY);
        assertThat(text(files.getFirst()).replace(POLICY, "")).isEqualToIgnoringWhitespace(felix);
    }

    private static String text(URL url) throws IOException {
        try (InputStream in = url.openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
