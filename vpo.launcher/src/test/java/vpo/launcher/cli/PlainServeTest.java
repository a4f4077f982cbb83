package vpo.launcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import vpo.config.KnownKey;

class PlainServeTest {

    private static String[] split(String line) {
        return line.split(" ", -1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"serve", "serve -p 9000", "serve --port 9000", "serve --port 70000", "serve -c pom.xml",
            "serve --config ./pom.xml --bind 0.0.0.0", "serve --database /srv/l.db --log-level debug --log-format json",
            "serve --bind a=b --port 2", "serve --bind ::1 -p 1 -c /"})
    void understandsWhatPicocliUnderstands(String line) {
        PlainServe.read(split(line)).ifPresent(inputs -> {
            ConfigOptions options = new ConfigOptions();
            new CommandLine(options).parseArgs(Stream.of(split(line)).skip(1).toArray(String[]::new));
            assertThat(inputs).isEqualTo(options.inputs());
        });
    }

    @Test
    void readsEveryOption() {
        assertThat(
                PlainServe.read(split("serve --config f --bind b --port p --database d --log-level l --log-format j")))
                .hasValueSatisfying(inputs -> {
                    assertThat(inputs.configFlag()).contains("f");
                    assertThat(inputs.flags()).isEqualTo(Map.of("server.bind", "b", "server.port", "p", "database_path",
                            "d", "logging.level", "l", "logging.format", "j"));
                });
    }

    @Test
    void knowsTheFlagOfEveryKey() {
        KnownKey.all().stream().filter(key -> !key.flag().isEmpty())
                .forEach(key -> assertThat(PlainServe.read("serve", key.flag(), "x"))
                        .hasValueSatisfying(inputs -> assertThat(inputs.flags()).isEqualTo(Map.of(key.key(), "x"))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "config check", "serve --help", "serve -h", "serve --port", "serve --port 1 --port 2",
            "serve --port 1 -p 2", "serve --port=1", "serve -p1", "serve x", "serve x y", "serve --prot 1",
            "serve --bind -1", "serve --config @file", "serve @file x", "serve -- x", "serve --bind ", "health",
            "serve --bind \"a\""})
    void leavesTheRestToPicocli(String line) {
        assertThat(PlainServe.read(split(line))).isEmpty();
    }

    @Test
    void isNotMeantByAnEmptyCommandLine() {
        assertThat(PlainServe.read()).isEmpty();
    }
}
