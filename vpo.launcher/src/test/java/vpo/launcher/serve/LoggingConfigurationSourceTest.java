package vpo.launcher.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import vpo.config.ConfigInputs;
import vpo.config.Configuration;
import vpo.config.ConfigurationSource;
import vpo.config.FileConfigurationSource;
import vpo.config.PluginSchema;
import vpo.config.Problem;
import vpo.launcher.log.LogSettings;
import vpo.launcher.log.Logging;

/** How the log gets a level that was changed. */
class LoggingConfigurationSourceTest {
    private final Logging logging = Logging.start(LogSettings.DEFAULT);

    @AfterEach
    void asBefore() {
        logging.apply(LogSettings.DEFAULT);
        logging.close();
    }

    @Test
    void what_an_error_kept_from_the_log_it_gets_at_the_next_reload() throws Exception {
        ConfigurationSource read = FileConfigurationSource.read(new ConfigInputs(Optional.empty(), Map.of(),
                Map.of("VPO_LOGGING_LEVEL", "debug"), Path.of("/nowhere"), Path.of("/nowhere")));
        Changing source = new Changing(read.current());
        ConfigurationSource reloading = new LoggingConfigurationSource(source, logging);
        // Any error would do: this is one of a configuration without keys.
        source.current = new Configuration(Optional.empty(), Path.of("/d/config.toml"), Path.of("/d"), List.of(),
                Map.of(), List.of());
        source.outcome = new ConfigurationSource.Reload.Changed(source.current, List.of("logging.level"), List.of());
        assertThatThrownBy(reloading::reload).isInstanceOf(IllegalArgumentException.class);
        source.current = read.current();
        source.outcome = new ConfigurationSource.Reload.Unchanged();
        reloading.reload();
        assertThat(LoggerFactory.getLogger("vpo.test").isDebugEnabled()).isTrue();
    }

    /** As the test says. */
    private static final class Changing implements ConfigurationSource {
        private Configuration current;
        private Reload outcome;

        Changing(Configuration current) {
            this.current = current;
        }

        @Override
        public Configuration current() {
            return current;
        }

        @Override
        public Reload reload() {
            return outcome;
        }

        @Override
        public Reload reloadChanged() {
            return outcome;
        }

        @Override
        public List<Problem> errors(PluginSchema schema) {
            return List.of();
        }

        @Override
        public void use(List<PluginSchema> schemas) {
            // There are none.
        }
    }
}
