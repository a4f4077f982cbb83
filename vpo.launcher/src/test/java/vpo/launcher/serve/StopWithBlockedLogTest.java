package vpo.launcher.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.apache.felix.framework.FrameworkFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.framework.launch.Framework;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vpo.launcher.log.LogSettings;
import vpo.launcher.log.Logging;

/** A process whose stderr is a full pipe that nobody reads, as behind a pager, so that whoever logs waits for ever. */
class StopWithBlockedLogTest {
    private static final long PATIENCE_SECONDS = 60;

    @TempDir
    Path folder;

    @Test
    void isUnderWayAndEnds() throws Exception {
        assertThat(terminated("running")).isEqualTo("stopping");
    }

    @Test
    void endsThoughTheStartIsBlockedToo() throws Exception {
        assertThat(terminated("starting")).isEmpty();
    }

    /** What the process had printed to its stdout until SIGTERM had ended it. */
    private String terminated(String state) throws Exception {
        ProcessBuilder command = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-cp", System.getProperty("java.class.path"), Daemonlike.class.getName(), folder.toString(), state);
        // Else the JVM's own first line is about them.
        command.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS"));
        Process process = command.start();
        try {
            // The beginning of the one line, which is longer than the pipe: from now on its writer holds the log.
            assertThat(process.getErrorStream().read()).isPositive();
            // Not the process's own method, which would close the pipe: writing would fail instead of waiting.
            process.toHandle().destroy();
            assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).as("has ended").isTrue();
            assertThat(process.exitValue()).isZero();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } finally {
            process.destroyForcibly();
        }
    }

    /** Says on its stdout that it stops, and then logs as a drain does. */
    static final class Daemonlike {
        private static final Logger log = LoggerFactory.getLogger(Daemonlike.class);

        private Daemonlike() {}

        /** Takes a folder for the framework, and what it does when the pipe is full. */
        public static void main(String[] args) throws Exception {
            PrintStream stdout = System.out;
            Logging logging = Logging.start(LogSettings.DEFAULT);
            // Silences the JVM's warnings, too: the first that comes through the pipe is the long line.
            logging.takeStandardStreams();
            Stopper stopper = new Stopper();
            stopper.install();
            stopper.configure(() -> 0.5, logging::close);
            Framework framework = new FrameworkFactory()
                    .newFramework(Map.of("org.osgi.framework.storage", args[0] + "/" + args[1]));
            framework.init();
            stopper.watch(framework.getBundleContext());
            framework.getBundleContext().addBundleListener((SynchronousBundleListener) event -> {
                if (event.getType() == BundleEvent.STOPPING) {
                    stdout.print("stopping");
                    stdout.flush();
                    log.info("draining");
                }
            });
            framework.start();
            stopper.attach(framework);
            String longerThanThePipe = "x".repeat(1_000_000);
            if (args[1].equals("running")) {
                stopper.running();
                log.info(longerThanThePipe);
            } else {
                stopper.unlessAsked(() -> log.info(longerThanThePipe));
            }
        }
    }
}
