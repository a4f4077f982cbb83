package vpo.launcher.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import vpo.config.ConfigInputs;
import vpo.config.Configuration;
import vpo.config.ConfigurationException;
import vpo.config.FileConfigurationSource;
import vpo.config.Setting;
import vpo.config.Source;

class LogSettingsTest {
    @Test
    void fromTheConfiguration() {
        assertThat(LogSettings.of(configuration("Warning", "json", "/var/log/vpo.log", 1000L, 3)))
                .isEqualTo(new LogSettings(LogSettings.Level.WARNING, LogSettings.Format.JSON,
                        Optional.of(Path.of("/var/log/vpo.log")), 1000, 3));
        assertThat(LogSettings.of(configuration("debug", "TEXT", null, 0, 0))).isEqualTo(new LogSettings(
                LogSettings.Level.DEBUG, LogSettings.Format.TEXT, Optional.empty(), 0, 0));
    }

    @Test
    void defaultsAreTheConfigurations() {
        assertThat(LogSettings.of(configuration("info", "auto", null, 10485760, 5))).isEqualTo(LogSettings.DEFAULT);
    }

    @Test
    void negativeNumbers() {
        assertThatIllegalArgumentException().isThrownBy(
                () -> new LogSettings(LogSettings.Level.INFO, LogSettings.Format.TEXT, Optional.empty(), -1, 0));
    }

    @Test
    void ofARefusedConfigurationWhatIsGoodCountsButForTheFile(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("config.toml"), """
                [server]
                port = "8321"
                [logging]
                level = "error"
                format = "json"
                file = "vpo.log"
                """);
        assertRefused(inputs(file, Map.of(), Map.of()), LogSettings.Level.ERROR, LogSettings.Format.JSON);
        assertRefused(inputs(file, Map.of("logging.level", "Debug"), Map.of("VPO_LOGGING_FORMAT", "text")),
                LogSettings.Level.DEBUG, LogSettings.Format.TEXT);
        assertRefused(inputs(file, Map.of("logging.level", "loud"), Map.of("VPO_LOGGING_FORMAT", "xml")),
                LogSettings.Level.ERROR, LogSettings.Format.JSON);
    }

    @Test
    void ofAConfigurationThatCannotBeReadAtAllTheVariablesAndFlagsCount(@TempDir Path folder) {
        Path missing = folder.resolve("missing.toml");
        assertRefused(inputs(missing, Map.of(), Map.of()), LogSettings.Level.INFO, LogSettings.Format.AUTO);
        assertRefused(inputs(missing, Map.of("logging.format", "json"), Map.of("VPO_LOGGING_LEVEL", "error")),
                LogSettings.Level.ERROR, LogSettings.Format.JSON);
        assertRefused(inputs(missing, Map.of("logging.format", "json"), Map.of("VPO_DATA_DIR", "~nobody")),
                LogSettings.Level.INFO, LogSettings.Format.JSON);
    }

    private static void assertRefused(ConfigInputs inputs, LogSettings.Level level, LogSettings.Format format) {
        ConfigurationException refused = catchThrowableOfType(ConfigurationException.class,
                () -> FileConfigurationSource.read(inputs));
        LogSettings settings = LogSettings.ofRefused(refused);
        assertThat(settings.level()).isEqualTo(level);
        assertThat(settings.format()).isEqualTo(format);
        assertThat(settings.file()).isEmpty();
    }

    private static ConfigInputs inputs(Path file, Map<String, String> flags, Map<String, String> environment) {
        return new ConfigInputs(Optional.of(file.toString()), flags, environment, Path.of("/home"), Path.of("/"));
    }

    private static Configuration configuration(String level, String format, String file, Number maxBytes,
            Number backupCount) {
        List<Setting> settings = new ArrayList<>();
        settings.add(setting("level", level));
        settings.add(setting("format", format));
        settings.add(setting("file", file));
        settings.add(setting("include_stderr", false));
        settings.add(setting("max_bytes", maxBytes));
        settings.add(setting("backup_count", backupCount));
        return new Configuration(Optional.empty(), Path.of("/data/config.toml"), Path.of("/data"), settings, Map.of(),
                List.of());
    }

    private static Setting setting(String key, Object value) {
        return new Setting("logging." + key, value, new Source.Default(), false, false);
    }
}
