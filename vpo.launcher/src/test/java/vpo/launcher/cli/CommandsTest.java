package vpo.launcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** What becomes of a command whose output goes nowhere, or that cannot be run at all. */
class CommandsTest {
    @TempDir
    private Path folder;

    private Process begun(Redirect to, String... arguments) throws IOException {
        ProcessBuilder command = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-cp", System.getProperty("java.class.path"), Entry.class.getName());
        command.command().addAll(List.of(arguments));
        // Quiet about itself only if nobody gave the JVM options by variable, which it announces on stderr.
        command.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS"));
        command.environment().put("VPO_DATA_DIR", folder.resolve("data").toString());
        return command.redirectOutput(to).redirectError(stderr().toFile()).start();
    }

    private Path stderr() {
        return folder.resolve("stderr");
    }

    @Test
    void aFullDiskIsAFailure() throws Exception {
        assertThat(begun(Redirect.to(new File("/dev/full")), "config", "show").waitFor()).isEqualTo(1);
        assertThat(Files.readString(stderr())).startsWith("vpo: the output could not be written: ").hasLineCount(1);
    }

    @Test
    void aReaderThatHasEnoughIsNone() throws Exception {
        Process completion = begun(Redirect.PIPE, "generate-completion");
        completion.getInputStream().close();
        assertThat(completion.waitFor()).isZero();
        assertThat(stderr()).isEmptyFile();
    }

    @Test
    void whatIsWrittenIsAllThere() throws Exception {
        Path file = folder.resolve("out");
        assertThat(begun(Redirect.to(file.toFile()), "generate-completion").waitFor()).isZero();
        assertThat(file).content().endsWith("\n").contains("complete -F");
        assertThat(stderr()).isEmptyFile();
    }

    /** On the way that a plain start takes, too. */
    @Test
    void aValueThatNoOptionOfADaemonTakesIsAWrongCommandLine() throws Exception {
        assertThat(begun(Redirect.DISCARD, "serve", "--port", "abc").waitFor()).isEqualTo(2);
        assertThat(stderr()).content().startsWith("vpo: Invalid value for option '--port': expected an integer")
                .contains("Usage: vpo serve");
        assertThat(folder.resolve("data")).doesNotExist();
    }

    /** As in a unit of the existing VPO. */
    @Test
    void aDaemonLogsAsTheOptionsBeforeItsCommandSay() throws Exception {
        assertThat(begun(Redirect.DISCARD, "--log-json", "serve", "--port", "0").waitFor()).isEqualTo(1);
        assertThat(stderr()).content().startsWith("{\"timestamp\": ").contains("CONFIG_ERROR: --port: ")
                .hasLineCount(1);
    }

    /** There is no container here, so that the start ends soon. */
    @Test
    void aDaemonWarnsOfAnOptionWithoutEffect() throws Exception {
        begun(Redirect.DISCARD, "--force-load-plugins", "serve", "--log-format", "text").waitFor();
        assertThat(stderr()).content()
                .containsOnlyOnce(" - WARNING - --force-load-plugins has no effect: a plugin must fit this version");
    }

    /** A command that is not whole. */
    @Command(name = "broken")
    private static final class Broken implements Runnable {
        @Override
        public void run() {
            throw new NoClassDefFoundError("a/B\u001b");
        }
    }

    @Test
    void anErrorIsASentence() {
        Supplier<CommandLine> noneAtAll = () -> {
            throw new NoClassDefFoundError("a/B\u001b");
        };
        for (Supplier<CommandLine> each : List.of(() -> new CommandLine(new Broken()), noneAtAll)) {
            StringWriter err = new StringWriter();
            assertThat(Commands.run(each, new StandardOutput(new ByteArrayOutputStream()), new PrintWriter(err)))
                    .isEqualTo(1);
            assertThat(err).hasToString("vpo: it failed: java.lang.NoClassDefFoundError: a/B?\n");
        }
    }
}
