package vpo.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import vpo.config.ConfigInputs;
import vpo.config.Configuration;
import vpo.config.ConfigurationException;
import vpo.config.FileConfigurationSource;
import vpo.config.KnownKey;
import vpo.config.Setting;

class DefaultConfigTest {
    private static final String KEY = "(?m)^#(\\w+ =)";
    private static final String KEY_WITH_VALUE = KEY + "( .+)$";

    @TempDir
    private Path folder;

    @Test
    void everyKnownKeyStandsInItsTable() {
        List<String> lines = DefaultConfig.ofUser().lines().toList();

        for (KnownKey key : KnownKey.all()) {
            int dot = key.key().lastIndexOf('.');
            List<String> fromTable = dot < 0
                    ? lines
                    : lines.subList(lines.indexOf("[" + key.key().substring(0, dot) + "]") + 1, lines.size());
            assertThat(fromTable.stream().takeWhile(line -> !line.startsWith("[")))
                    .as(key.key())
                    .anyMatch(line -> line.startsWith("#" + key.key().substring(dot + 1) + " ="))
                    .anyMatch(line -> line.startsWith("# " + key.description()));
        }
    }

    @Test
    void aFileThatNobodyHasTouchedIsTheSameAsNone() throws Exception {
        Configuration none = read(Optional.empty());

        for (String text : List.of(DefaultConfig.ofUser(), DefaultConfig.ofSystem())) {
            Configuration untouched = read(Optional.of(text));
            assertThat(untouched.warnings()).isEmpty();
            assertThat(values(untouched)).isEqualTo(values(none));
        }
    }

    @Test
    void whatStandsBehindTheMarksAreTheDefaults() throws Exception {
        Configuration none = read(Optional.empty());

        Configuration spelledOut = read(
                Optional.of(DefaultConfig.ofUser().replaceAll(KEY_WITH_VALUE, "$1$2")
                        // The folders of videos are an example, and belong to a plugin.
                        .replaceAll("(?s)\nroots = .*", "\n")));

        assertThat(spelledOut.warnings()).isEmpty();
        assertThat(values(spelledOut)).isEqualTo(values(none));
        assertThat(spelledOut.settings()).filteredOn(setting -> setting.value() != null)
                .allSatisfy(setting -> assertThat(setting.source().toString()).as(setting.key())
                        .contains("config.toml:"));
    }

    @Test
    void whoTakesTheMarkOfTheRootsAwayHasRoots() throws Exception {
        Configuration current = read(Optional.of(DefaultConfig.ofSystem().replace("\n#roots", "\nroots")));

        assertThat(current.warnings()).isEmpty();
        assertThat(current.settings()).filteredOn(setting -> setting.key().equals("plugins.scan.roots"))
                .extracting(Setting::value).asString().contains("/srv/video");
    }

    @Test
    void theSystemsDaemonHasItsDataWhereSystemdMakesItsFolders() {
        assertThat(DefaultConfig.ofSystem()).doesNotContain("DATA/", "~/", "\n#data_directory")
                .contains("# The data directory is /var/lib/vpo.", "\n#cache_directory = \"/var/cache/vpo\"\n",
                        "\n#database_path = \"/var/lib/vpo/library.db\"\n");
    }

    private Configuration read(Optional<String> text) throws IOException, ConfigurationException {
        Optional<Path> file = Optional.empty();
        if (text.isPresent()) {
            file = Optional.of(Files.writeString(folder.resolve("config.toml"), text.get()));
        }
        return FileConfigurationSource.read(inputs(file)).current();
    }

    private ConfigInputs inputs(Optional<Path> file) {
        return new ConfigInputs(file.map(Path::toString), Map.of(), Map.of(), folder, folder);
    }

    private static Map<String, String> values(Configuration configuration) {
        return configuration.settings().stream()
                .collect(Collectors.toMap(Setting::key, setting -> String.valueOf(setting.value())));
    }
}
