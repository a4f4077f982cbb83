package vpo.launcher.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import vpo.config.ConfigInputs;

/** A process that a signal ends before there is anybody to take it. */
@Timeout(60)
class EarlySignalTest {
    @Test
    void endsWithoutAWord() throws Exception {
        ProcessBuilder command = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-cp", System.getProperty("java.class.path"), Daemonlike.class.getName());
        // Else the JVM's own first line is about them.
        command.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS"));
        Process process = command.redirectErrorStream(true).start();
        try {
            assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("0");
            assertThat(process.waitFor()).isEqualTo(7);
        } finally {
            process.destroyForcibly();
        }
    }

    /** Begins while the JVM ends. */
    static final class Daemonlike {
        private Daemonlike() {}

        public static void main(String[] args) {
            Path nowhere = Path.of("/proc/nowhere");
            ConfigInputs inputs = new ConfigInputs(Optional.empty(), Map.of(), Map.of(), nowhere, nowhere);
            Runtime.getRuntime().addShutdownHook(new Thread(
                    () -> System.out.print(Daemon.run(System.nanoTime(), "1.0.0", inputs, List.of(), null))));
            System.exit(7);
        }
    }
}
