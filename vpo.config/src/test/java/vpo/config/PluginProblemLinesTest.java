package vpo.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** What an operator is told, to the letter, of the table of a plugin whose jar lies in the plugin folder. */
class PluginProblemLinesTest {
    @TempDir
    private static Path jars;
    private static Path jar;
    @TempDir
    private Path folder;

    @BeforeAll
    static void build() throws Exception {
        jar = PluginJar.built(jars.resolve("fish.jar"), "fish", "1.0.0", "example.fish");
    }

    private Trial trial() throws Exception {
        Trial trial = new Trial(folder);
        Path plugins = Files.createDirectories(trial.home.resolve(".vpo/plugins"));
        Files.copy(jar, plugins.resolve("fish.jar"));
        return trial;
    }

    @ParameterizedTest
    @CsvFileSource(resources = "/problem-lines/plugins.txt", delimiter = '|', quoteCharacter = '`')
    void of_a_table(String toml, String lines) throws Exception {
        assertThat(trial().toml(toml.replace(';', '\n')).linesWithPlugins()).isEqualTo(
                lines == null ? List.of() : Arrays.asList(lines.split(";(?=ERROR|WARNING)")));
    }

    @Test
    void all_at_once_in_the_order_of_file_environment_and_flags() throws Exception {
        assertThat(trial().toml("server.port = 0\nplugins.fish.max_workers = 65\nplugins.fish.colour = 1\n")
                .variable("VPO_SERVER_PORT", "x").flag("server.bind", "").linesWithPlugins()).containsExactly(
                        "ERROR FILE:1:1: server.port: Port must be 1-65535: 0 (config.toml:1)",
                        "ERROR FILE:2:1: plugins.fish.max_workers: Must be 1 to 64: 65 (config.toml:2)",
                        "WARNING FILE:3:1: plugins.fish.colour: unknown key, passed on as it is",
                        "ERROR VPO_SERVER_PORT: server.port: expected an integer, found \"x\"",
                        "ERROR --bind: server.bind: Invalid bind address: \"\" (--bind)");
    }

    @Test
    void a_daemon_that_starts_knows_no_plugins() throws Exception {
        assertThat(trial().toml("plugins.fish.max_workers = 65").lines()).isEmpty();
    }
}
