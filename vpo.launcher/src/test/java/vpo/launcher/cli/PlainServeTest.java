package vpo.launcher.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import vpo.config.KnownKey;
import vpo.config.WrongFlag;

class PlainServeTest {

    private static String[] split(String line) {
        return line.split(" ", -1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"serve", "serve -p 9000", "serve --port 9000", "serve --port x", "serve --port 70000",
            "serve -c pom.xml", "serve -c none.toml",
            "serve --config ./pom.xml --bind 0.0.0.0", "serve --database /srv/l.db --log-level debug --log-format json",
            "serve --bind a=b --port 2", "serve --bind ::1 -p 1 -c /", "serve --log-file serve",
            "--log-json serve", "--log-level debug serve", "--log-file /tmp/l --log-json --log-level error serve -p 1",
            "--log-json --log-level debug serve --log-format text --log-level info",
            "--log-file ./a serve --log-file b"})
    void understandsWhatPicocliUnderstands(String line) {
        CommandLine commands = VpoCommand.commandLine();
        commands.parseArgs(split(line));
        ServeCommand serve = (ServeCommand) commands.getSubcommands().get("serve").getCommand();
        assertThat(PlainServe.isMeant(split(line))).isTrue();
        assertThat(PlainServe.read(split(line))).hasValueSatisfying(inputs -> {
            if (WrongFlag.in(inputs).isEmpty()) {
                assertThat(inputs).isEqualTo(serve.inputs());
            } else {
                assertThatExceptionOfType(ParameterException.class).isThrownBy(serve::inputs);
            }
        });
    }

    @Test
    void readsEveryOption() {
        assertThat(
                PlainServe.read(split("--log-file /e --log-json serve --config f --bind b --port p --database d"
                        + " --log-level l --log-format j")))
                .hasValueSatisfying(inputs -> {
                    assertThat(inputs.configFlag()).contains("f");
                    assertThat(inputs.flags()).isEqualTo(Map.of("server.bind", "b", "server.port", "p", "database_path",
                            "d", "logging.level", "l", "logging.file", "/e", "logging.format", "j"));
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
            "serve --bind \"a\"", "--log-json", "--log-json health", "--log-json --log-json serve", "--log-level serve",
            "--force-load-plugins serve", "--log-level=debug serve", "--log-format json serve", "--log-file -x serve",
            "--log-file health serve",
            "--port 1 serve", "--log-json serve --port"})
    void leavesTheRestToPicocli(String line) {
        assertThat(PlainServe.read(split(line))).isEmpty();
    }

    @Test
    void isNotMeantByAnEmptyCommandLine() {
        assertThat(PlainServe.read()).isEmpty();
        assertThat(PlainServe.isMeant()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"serve x, true", "--log-level=debug --log-json serve, true", "--force-load-plugins serve, true",
            "--log-level serve, false", "--log-json health serve, false", "help serve, false", "-h serve, false"})
    void isMeantWhereItIsTheCommand(String line, boolean isMeant) {
        assertThat(PlainServe.isMeant(split(line))).isEqualTo(isMeant);
    }
}
