package vpo.launcher.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class StandardStreamsTest {
    private final PrintStream out = System.out;
    private final PrintStream err = System.err;
    private final Thread.UncaughtExceptionHandler uncaught = Thread.getDefaultUncaughtExceptionHandler();
    private final ByteArrayOutputStream stderr = new ByteArrayOutputStream();
    private final Logging logging = Logging.start(LogSettings.DEFAULT, stderr, ZoneOffset.UTC);

    @AfterEach
    void giveBack() {
        System.setOut(out);
        System.setErr(err);
        Thread.setDefaultUncaughtExceptionHandler(uncaught);
        logging.close();
    }

    @Test
    void whatIsPrintedIsLoggedLineByLine() {
        logging.takeStandardStreams();
        System.out.print("é 1");
        System.out.flush();
        System.out.print("2\r\n\n");
        System.err.printf("three%nfour%n");
        System.out.print("x".repeat(10_000));
        System.out.println();
        System.err.print("rest");
        logging.close();
        System.out.println("late");
        assertThat(lines()).containsExactly("stdout - INFO - é 12", "stderr - WARNING - three",
                "stderr - WARNING - four",
                "stdout - INFO - " + "x".repeat(8192), "stdout - INFO - " + "x".repeat(10_000 - 8192),
                "stderr - WARNING - rest", "stdout - INFO - late");
    }

    @Test
    void anExceptionThatEndsAThreadIsLogged() throws Exception {
        logging.takeStandardStreams();
        Thread thread = new Thread(() -> {
            throw new IllegalStateException("unexpected");
        }, "worker");
        thread.start();
        thread.join();
        assertThat(lines()).startsWith("vpo.launcher.log.Logging - ERROR - thread worker ended by an exception",
                "java.lang.IllegalStateException: unexpected");
    }

    @Test
    void anArgumentThatCannotBeTextIsLoggedAndThrowsNothing() {
        logging.takeStandardStreams();
        LoggerFactory.getLogger("vpo.test").info("value {}", new Object() {
            @Override
            public String toString() {
                throw new IllegalStateException("no text");
            }
        });
        assertThat(lines()).contains("vpo.test - INFO - value [FAILED toString()]")
                .allMatch(line -> line.matches("(stderr|vpo.test) - \\w+ - .*"));
    }

    private java.util.List<String> lines() {
        return stderr.toString(StandardCharsets.UTF_8).lines()
                .map(line -> line.replaceFirst("^[-0-9T:]{19}\\+0000 - ", "")).toList();
    }
}
