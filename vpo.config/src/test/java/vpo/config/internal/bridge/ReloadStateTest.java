package vpo.config.internal.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import vpo.config.Problem;
import vpo.config.Problem.Severity;

class ReloadStateTest {
    private static final Instant AT = Instant.parse("2025-11-23T12:45:23.456Z");
    private static final Optional<Path> FILE = Optional.of(Path.of("/home/eve/.vpo/config.toml"));

    @Test
    void names_the_file_without_its_folder() {
        assertThat(ReloadState.read(FILE, AT, List.of()).summary()).isEqualTo("config.toml, read 2025-11-23T12:45:23Z");
        assertThat(ReloadState.read(Optional.empty(), AT, List.of()).summary())
                .isEqualTo("no file, defaults, read 2025-11-23T12:45:23Z");
    }

    @Test
    void all_well_is_no_concern() {
        assertThat(ReloadState.read(FILE, AT, List.of()).concerns()).isEmpty();
    }

    @Test
    void many_are_told_by_the_first_of_them() {
        List<Problem> problems = IntStream.rangeClosed(1, 51)
                .mapToObj(i -> new Problem(Severity.ERROR, "/c.toml:" + i + ":1", "k" + i, "is no number")).toList();
        assertThat(ReloadState.read(FILE, AT, List.of()).refuse(problems).concerns()).hasSize(21)
                .startsWith("refused: line 1: k1: not valid, see the log")
                .endsWith("refused: line 20: k20: not valid, see the log", "refused: and more, see the log");
        assertThat(ReloadState.read(FILE, AT, List.of()).refuse(problems.subList(0, 20)).concerns()).hasSize(20);
    }

    @Test
    void tells_key_and_line_but_neither_values_nor_folders() {
        ReloadState state = ReloadState.read(FILE, AT, List.of("server.bind")).refuse(List.of(
                new Problem(Severity.ERROR, "/home/eve/.vpo/config.toml:3:1", "server.port",
                        "expected an integer, found the string \"hunter2\""),
                new Problem(Severity.WARNING, "/home/eve/.vpo/config.toml:4:1", "prot", "unknown key"),
                new Problem(Severity.ERROR, "/home/eve/.vpo/config.toml:5:1", "tools.ffmpeg",
                        "The home of another user is not looked up: ~bob/secret/dir (config.toml:5)"),
                new Problem(Severity.ERROR, "/home/eve/.vpo/config.toml:7:9", "", "Unexpected 'hunter2'"),
                new Problem(Severity.ERROR, "/home/eve/.vpo/config.toml", "", "is a directory, expected a file"),
                new Problem(Severity.ERROR, "VPO_DATA_DIR", "", "Not a directory: /home/eve/.vpo")));
        assertThat(state.concerns()).containsExactly("refused: line 3: server.port: not valid, see the log",
                "refused: line 5: tools.ffmpeg: not valid, see the log", "refused: line 7: not valid, see the log",
                "refused: not valid, see the log", "refused: not valid, see the log", "server.bind: needs a restart");
        assertThat(state.summary()).isEqualTo("config.toml, read 2025-11-23T12:45:23Z");
    }
}
