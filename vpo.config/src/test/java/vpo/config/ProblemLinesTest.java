package vpo.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What an operator is told, to the letter: the tables are input and lines. A semicolon stands for a line break, in the
 * input and between lines.
 */
class ProblemLinesTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvFileSource(resources = "/problem-lines/file.txt", delimiter = '|', quoteCharacter = '`')
    void of_the_file(String toml, String lines) {
        assertThat(new Trial(folder).toml(toml.replace(';', '\n')).lines()).isEqualTo(split(lines));
    }

    @ParameterizedTest
    @CsvFileSource(resources = "/problem-lines/environment.txt", delimiter = '|', quoteCharacter = '`')
    void of_the_environment(String name, String value, String lines) {
        assertThat(new Trial(folder).variable(name, value).lines()).isEqualTo(split(lines));
    }

    @ParameterizedTest
    @CsvFileSource(resources = "/problem-lines/flags.txt", delimiter = '|', quoteCharacter = '`')
    void of_the_flags(String key, String value, String lines) {
        assertThat(new Trial(folder).flag(key, value).lines()).isEqualTo(split(lines));
    }

    @Test
    void a_value_that_is_overridden_must_be_good_all_the_same() {
        Trial trial = new Trial(folder).toml("server.port = 0").variable("VPO_SERVER_PORT", "x")
                .flag("server.port", "9000");
        assertThat(trial.lines()).containsExactly(
                "ERROR FILE:1:1: server.port: Port must be 1-65535: 0 (config.toml:1)",
                "ERROR VPO_SERVER_PORT: server.port: expected an integer, found \"x\"");
    }

    @Test
    void a_bad_variable_is_told_even_if_the_flag_names_the_file() {
        Trial trial = new Trial(folder).toml("").variable("VPO_CONFIG_PATH", "~eve/c");
        trial.configFlag = Optional.of(trial.file().toString());
        assertThat(trial.lines()).singleElement().asString().startsWith("ERROR VPO_CONFIG_PATH: The home of another");
    }

    @Test
    void a_bad_data_directory_does_not_hide_what_is_wrong_with_a_file_that_lies_elsewhere() {
        Trial trial = new Trial(folder).toml("server.port = 0").variable("VPO_DATA_DIR", "~eve/d");
        trial.configFlag = Optional.of(trial.file().toString());
        assertThat(trial.lines()).hasSize(2).last().asString().startsWith("ERROR FILE:1:1: server.port: Port must");
        trial.configFlag = Optional.empty();
        assertThat(trial.lines()).as("which file it would be is not known").hasSize(1);
    }

    @Test
    void a_file_that_cannot_be_read_is_not_held_against_what_stands_elsewhere() {
        assertThat(new Trial(folder).toml("plugins.metadata.radarr.api_key = ").variable("VPO_RADARR_URL", "http://a")
                .lines()).singleElement().asString().startsWith("ERROR FILE:1:");
    }

    @Test
    void a_file_that_is_all_wrong_is_told_in_a_bounded_number_of_lines() {
        StringBuilder toml = new StringBuilder();
        for (int i = 0; i < 30_000; i++) {
            toml.append("unknown_").append(i).append(" = 1\n");
        }
        List<String> lines = new Trial(folder).toml(toml.toString()).lines();
        assertThat(lines).hasSize(51);
        assertThat(lines.getLast()).isEqualTo("WARNING FILE: and 29950 more warnings");
    }

    @Test
    void errors_of_a_table_that_is_all_wrong_are_told_in_a_bounded_number_of_lines() {
        StringBuilder toml = new StringBuilder("plugins.trust = \"signed\"\n[plugins.fish]\n");
        for (int i = 0; i < 30_000; i++) {
            toml.append("k").append(i).append(" = [[]]\n");
        }
        List<String> lines = new Trial(folder).toml(toml.toString()).lines();
        assertThat(lines).hasSize(52);
        assertThat(lines.get(49)).startsWith("ERROR FILE:52:8: plugins.fish.k49: an array can hold values only");
        assertThat(lines.get(50)).startsWith("ERROR FILE:1:1: plugins.trust: ");
        assertThat(lines.getLast()).isEqualTo("ERROR FILE: and 29950 more errors");
    }

    @Test
    void very_long_names_are_told_by_their_beginning_and_are_not_taken_for_one_another() {
        String name = "n".repeat(5000);
        List<String> lines = new Trial(folder).toml("[plugins.fish]\n" + name + "a = [[]]\n" + name + "b = [[]]\n\""
                + name + " c\" = 1\n\"" + name + " d\" = 1\n" + name + "A = 1\n").lines();
        String start = "plugins.fish." + name.substring(0, 187) + "…: ";
        assertThat(lines).containsExactly(
                "ERROR FILE:2:5006: " + start + "an array can hold values only, found an array in it",
                "ERROR FILE:3:5006: " + start + "an array can hold values only, found an array in it",
                "ERROR FILE:6:1: " + start + "differs from \"" + name.substring(0, 80) + "…\" only in case");
    }

    @ParameterizedTest
    @CsvSource({"40, 20, 0", "60, 0, 10", "60, 55, 15"})
    void what_is_left_out_is_counted(int keys, int variables, int leftOut) {
        StringBuilder toml = new StringBuilder();
        Trial trial = new Trial(folder);
        for (int i = 0; i < keys; i++) {
            toml.append("unknown_").append(i).append(" = 1\n");
        }
        for (int i = 0; i < variables; i++) {
            trial.variable("VPO_UNKNOWN_" + i, "x");
        }
        List<String> lines = trial.toml(toml.toString()).lines();
        String last = "WARNING FILE: and " + leftOut + " more warnings";
        assertThat(lines).hasSize(keys + variables - leftOut + (leftOut > 0 ? 1 : 0));
        assertThat(lines.getLast().equals(last)).isEqualTo(leftOut > 0);

        List<String> beside = trial.toml("server.port = 0\n" + toml).lines();
        assertThat(beside).as("beside an error").hasSize(lines.size() + 1);
        assertThat(beside.getLast().equals(last)).isEqualTo(leftOut > 0);
    }

    private static List<String> split(String lines) {
        return lines == null ? List.of() : Arrays.asList(lines.split(";(?=ERROR|WARNING)"));
    }
}
