package vpo.launcher.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import vpo.config.ConfigInputs;
import vpo.config.ConfigurationException;
import vpo.config.FileConfigurationSource;

/** Which command shows the rest of what is wrong, and how much that is. */
class RefusedConfigurationTest {
    private static final String TWO_ERRORS = "[server]\nport = 0\nshutdown_timeout = nan\n";

    @TempDir
    private Path folder;

    @Test
    void the_file_is_named_whatever_named_it() throws Exception {
        Path named = Files.writeString(folder.resolve("named.toml"), TWO_ERRORS);
        Path usual = Files.writeString(Files.createDirectory(folder.resolve(".vpo")).resolve("config.toml"),
                TWO_ERRORS);
        assertThat(line(Map.of("VPO_CONFIG_PATH", named.toString()), Map.of()))
                .startsWith(named + ":2:1: server.port: ")
                .endsWith(" (and 1 more, see 'vpo config check " + named + "')");
        assertThat(line(Map.of(), Map.of())).startsWith(usual + ":2:1: server.port: ")
                .endsWith(" (and 1 more, see 'vpo config check " + usual + "')");
    }

    @Test
    void more_errors_than_are_kept_are_counted() throws Exception {
        Path file = Files.writeString(folder.resolve("c.toml"), IntStream.range(0, 200).mapToObj(
                i -> "[[plugins.zz.k" + i + "]]\na = [[]]\n").collect(Collectors.joining()));
        assertThat(line(Map.of("VPO_CONFIG_PATH", file.toString()), Map.of()))
                .endsWith(" (and 199 more, see 'vpo config check " + file + "')");
    }

    @Test
    void what_the_command_cannot_show_is_not_counted_with_the_rest() throws Exception {
        Path file = Files.writeString(folder.resolve("c.toml"), TWO_ERRORS + "prot = 1\n");
        Map<String, String> environment = Map.of("VPO_CONFIG_PATH", file.toString(), "VPO_SERVER_BIND", "no address");
        assertThat(line(environment, Map.of("logging.level", "loud"))).endsWith(
                " (and 2 more, see 'vpo config check " + file + "'; and 2 more of variables and flags)");
        Files.writeString(file, "");
        assertThat(line(environment, Map.of("logging.level", "loud"))).startsWith("VPO_SERVER_BIND: ")
                .endsWith(" (and 1 more of variables and flags)");
        assertThat(line(environment, Map.of())).startsWith("VPO_SERVER_BIND: ").doesNotContain("more");
    }

    private String line(Map<String, String> environment, Map<String, String> flags) {
        return RefusedConfiguration
                .line(catchThrowableOfType(ConfigurationException.class, () -> FileConfigurationSource
                        .read(new ConfigInputs(Optional.empty(), flags, environment, folder, folder))));
    }
}
