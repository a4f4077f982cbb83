package vpo.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WrongFlagTest {
    @TempDir
    private Path folder;

    private Optional<WrongFlag> found(String file, Map<String, String> flags) {
        return WrongFlag.in(new ConfigInputs(Optional.ofNullable(file), flags, Map.of(), folder, folder));
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
            "server.port; eighty; --port; expected an integer, found \"eighty\"",
            "server.port; ''; --port; expected an integer, found \"\"",
            "logging.level; loud; --log-level; Must be one of debug, info, warning, error: loud",
            "logging.format; xml; --log-format; Must be one of auto, text, json, journal: xml"})
    void a_value_of_another_type_and_one_that_is_none_of_the_choices(String key, String value, String flag,
            String message) {
        assertThat(found(null, Map.of(key, value))).contains(new WrongFlag(flag, message));
    }

    @ParameterizedTest
    @CsvSource({"server.port, 0", "server.port, 70000", "server.port, 99999999999", "server.port, 99999999999999999999",
            "server.bind, a b", "database_path, ''", "logging.level, DEBUG"})
    void what_is_only_too_large_or_not_good_is_none(String key, String value) {
        assertThat(found(null, Map.of(key, value))).isEmpty();
    }

    @Test
    void a_file_that_is_not_there() throws Exception {
        assertThat(found("x.toml", Map.of("server.port", "1")))
                .contains(new WrongFlag("--config", "no such file: " + folder.resolve("x.toml")));
        Files.createSymbolicLink(folder.resolve("x.toml"), Path.of("nowhere"));
        assertThat(found("x.toml", Map.of())).contains(new WrongFlag("--config",
                "a symbolic link to a file that does not exist: " + folder.resolve("x.toml")));
        assertThat(found("", Map.of())).hasValueSatisfying(wrong -> assertThat(wrong.flag()).isEqualTo("--config"));
        assertThat(found(".", Map.of())).as("a folder is another matter").isEmpty();
    }

    @Test
    void none_without_flags() {
        assertThat(found(null, Map.of())).isEmpty();
    }
}
