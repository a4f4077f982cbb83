package vpo.launcher.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole process: is there anything on its stdout and stderr that is no line of the log? */
class ProcessTest {
    @TempDir
    Path folder;

    @Test
    void textFromTheFirstLineToTheLast() throws Exception {
        List<String> lines = run("TEXT");
        // A traceback is the only thing that may stand without a time.
        assertThat(lines).allMatch(line -> line.matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d[+-]\\d{4} - \\S+ - "
                + "(DEBUG|INFO|WARNING|ERROR) - .+|"
                + "\\tat .+|\\t\\.\\.\\. \\d+ more|(Caused by: )?[a-z.]+\\.[A-Z]\\w+: .+"));
        assertThat(lines.getFirst()).endsWith(" - vpo.probe - INFO - before anything is set up");
        List<String> ends = lines.stream().filter(line -> line.endsWith(" - vpo.probe - INFO - after all is closed"))
                .toList();
        assertThat(ends).hasSize(1);
        assertThat(lines).anyMatch(line -> line.endsWith(" - stdout - INFO - printed"))
                .anyMatch(line -> line.endsWith(" - vpo.jul - DEBUG - from java.util.logging"))
                .anyMatch(line -> line.endsWith(" - ERROR - thread doomed ended by an exception"));
        assertThat(Files.readAllLines(folder.resolve("logs/vpo.log")))
                .isEqualTo(lines.subList(1, lines.indexOf(ends.getFirst())));
    }

    @Test
    void json() throws Exception {
        List<String> lines = run("JSON");
        assertThat(lines.subList(1, lines.size()))
                .allMatch(line -> line.matches("\\{\"timestamp\": \"[-0-9T:.]{26}\\+00:00\", "
                        + "\"level\": \"(DEBUG|INFO|WARNING|ERROR)\", \"message\": \".+\", \"logger\": \"\\S+\".*}"));
    }

    private List<String> run(String format) throws IOException, InterruptedException {
        Path stdout = folder.resolve("stdout");
        Path stderr = folder.resolve("stderr");
        // Quiet about itself only if nobody gave the JVM options by variable, which it announces on stderr.
        ProcessBuilder command = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-cp", System.getProperty("java.class.path"), Probe.class.getName(), folder.toString(), format);
        command.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS"));
        Process process = command.redirectOutput(stdout.toFile()).redirectError(stderr.toFile()).start();
        assertThat(process.waitFor()).isZero();
        assertThat(stdout).isEmptyFile();
        return Files.readAllLines(stderr);
    }
}
