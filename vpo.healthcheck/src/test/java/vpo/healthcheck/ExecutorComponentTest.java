package vpo.healthcheck;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;

import org.junit.jupiter.api.Test;

class ExecutorComponentTest {
    private static final String FILE = "OSGI-INF/org.apache.felix.hc.core.impl.executor.HealthCheckExecutorImpl.xml";
    private static final String PERIOD = "name=\"temporarilyAvailableGracePeriodInMs\" type=\"Long\" value=\"%d\"";

    /** Ours comes first on the class path. A new version of Felix's may describe it otherwise. */
    @Test
    void nothingButThePeriodDiffersFromFelixs() throws IOException {
        List<URL> files = Collections.list(getClass().getClassLoader().getResources(FILE));
        assertThat(files).hasSize(2);
        String felix = text(files.getLast()).replace(PERIOD.formatted(Duration.ofMinutes(10).toMillis()),
                PERIOD.formatted(Duration.ofDays(3_650).toMillis()));
        assertThat(text(files.getFirst())).isEqualToIgnoringWhitespace(felix)
                .contains(PERIOD.formatted(Duration.ofDays(3_650).toMillis()));
    }

    private static String text(URL url) throws IOException {
        try (InputStream in = url.openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
