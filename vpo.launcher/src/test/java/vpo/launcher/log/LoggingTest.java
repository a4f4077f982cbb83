package vpo.launcher.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.logging.LogManager;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

import ch.qos.logback.classic.LoggerContext;
import vpo.systemd.internal.Datagrams;

class LoggingTest {
    private static final Logger OURS = LoggerFactory.getLogger("vpo.test");
    private static final Logger PLUGINS = LoggerFactory.getLogger("com.example.plugin");
    private static final Logger JETTY = LoggerFactory.getLogger("org.eclipse.jetty.server.Server");

    @TempDir
    Path folder;

    private final ByteArrayOutputStream stderr = new ByteArrayOutputStream();
    private final Logging logging = Logging.start(LogSettings.DEFAULT, stderr, ZoneOffset.UTC);

    @AfterEach
    void close() {
        logging.close();
    }

    @Test
    void levelChangesAtRunTimeForLoggersThatExist() {
        logAtAllLevels("1");
        logging.apply(level(LogSettings.Level.DEBUG));
        logAtAllLevels("2");
        logging.apply(level(LogSettings.Level.ERROR));
        logAtAllLevels("3");
        logging.apply(level(LogSettings.Level.WARNING));
        logAtAllLevels("4");
        logging.apply(level(LogSettings.Level.INFO));
        logAtAllLevels("5");
        assertThat(lines()).containsExactly(
                // INFO, where libraries are held to WARNING
                "vpo.test - INFO - 1", "vpo.test - WARNING - 1", "vpo.test - ERROR - 1",
                "com.example.plugin - INFO - 1", "com.example.plugin - WARNING - 1", "com.example.plugin - ERROR - 1",
                "org.eclipse.jetty.server.Server - WARNING - 1", "org.eclipse.jetty.server.Server - ERROR - 1",
                // DEBUG
                "vpo.test - DEBUG - 2", "vpo.test - INFO - 2", "vpo.test - WARNING - 2", "vpo.test - ERROR - 2",
                "com.example.plugin - DEBUG - 2", "com.example.plugin - INFO - 2", "com.example.plugin - WARNING - 2",
                "com.example.plugin - ERROR - 2", "org.eclipse.jetty.server.Server - DEBUG - 2",
                "org.eclipse.jetty.server.Server - INFO - 2", "org.eclipse.jetty.server.Server - WARNING - 2",
                "org.eclipse.jetty.server.Server - ERROR - 2",
                // ERROR
                "vpo.test - ERROR - 3", "com.example.plugin - ERROR - 3", "org.eclipse.jetty.server.Server - ERROR - 3",
                // WARNING
                "vpo.test - WARNING - 4", "vpo.test - ERROR - 4", "com.example.plugin - WARNING - 4",
                "com.example.plugin - ERROR - 4", "org.eclipse.jetty.server.Server - WARNING - 4",
                "org.eclipse.jetty.server.Server - ERROR - 4",
                // INFO
                "vpo.test - INFO - 5", "vpo.test - WARNING - 5", "vpo.test - ERROR - 5",
                "com.example.plugin - INFO - 5", "com.example.plugin - WARNING - 5", "com.example.plugin - ERROR - 5",
                "org.eclipse.jetty.server.Server - WARNING - 5", "org.eclipse.jetty.server.Server - ERROR - 5");
    }

    @Test
    void javaUtilLoggingFollowsAndHasNoHandlerOfItsOwn() {
        var ours = java.util.logging.Logger.getLogger("vpo.jul");
        var library = java.util.logging.Logger.getLogger("java.net.http");
        ours.fine("dropped");
        library.info("dropped");
        ours.log(java.util.logging.Level.INFO, "kept {0}", "info");
        library.warning("kept");
        logging.apply(level(LogSettings.Level.ERROR));
        ours.warning("dropped");
        library.warning("dropped");
        logging.apply(level(LogSettings.Level.DEBUG));
        ours.fine("fine");
        library.log(java.util.logging.Level.FINE, "fine", new IOException("broken"));
        System.getLogger("vpo.system").log(System.Logger.Level.DEBUG, "also {0}", "this");
        assertThat(lines()).filteredOn(line -> !line.startsWith("\tat ")).containsExactly("vpo.jul - INFO - kept info",
                "java.net.http - WARNING - kept", "vpo.jul - DEBUG - fine", "java.net.http - DEBUG - fine",
                "java.io.IOException: broken", "vpo.system - DEBUG - also this");
        assertThat(LogManager.getLogManager().getLogger("").getHandlers()).hasSize(1);
    }

    @Test
    void logbackHasNothingToSay() {
        LoggerContext loggers = (LoggerContext) LoggerFactory.getILoggerFactory();
        assertThat(loggers.getStatusManager().getCopyOfStatusList()).noneMatch(s -> s.getEffectiveLevel() > 0);
        assertThat(loggers.getLogger(Logger.ROOT_LOGGER_NAME).iteratorForAppenders()).toIterable()
                .singleElement().isInstanceOf(LogOutput.class);
    }

    @Test
    void startAgainReplacesTheOutput() {
        ByteArrayOutputStream other = new ByteArrayOutputStream();
        Logging.start(LogSettings.DEFAULT, other, ZoneOffset.UTC);
        OURS.info("once");
        assertThat(stderr.size()).isZero();
        assertThat(other.toString(StandardCharsets.UTF_8)).hasLineCount(1);
    }

    @Test
    void contextIsShownInJson() {
        logging.apply(new LogSettings(LogSettings.Level.INFO, LogSettings.Format.JSON, Optional.empty(), 0, 0));
        MDC.put("job", "J1");
        OURS.atInfo().addKeyValue("port", 8321).log("listening on {}", "::1");
        MDC.remove("job");
        assertThat(stderr.toString(StandardCharsets.UTF_8)).endsWith(
                "\"level\": \"INFO\", \"message\": \"listening on ::1\", \"logger\": \"vpo.test\", "
                        + "\"context\": {\"job\": \"J1\", \"port\": 8321}}\n");
    }

    @Test
    void whatIsLoggedWhileAMessageIsFormattedIsNotLost() {
        Object argument = new Object() {
            @Override
            public String toString() {
                PLUGINS.info("inner");
                return "argument";
            }
        };
        OURS.info("outer {}", argument);
        assertThat(lines()).containsExactly("com.example.plugin - INFO - inner", "vpo.test - INFO - outer argument");
    }

    @Test
    void aLineHasTheFormatInForceWhenItIsWritten() {
        Object argument = new Object() {
            @Override
            public String toString() {
                logging.apply(new LogSettings(LogSettings.Level.INFO, LogSettings.Format.JSON, Optional.empty(), 0, 0));
                return "changes all";
            }
        };
        OURS.info("it {}", argument);
        assertThat(lines()).singleElement().asString().contains("\"message\": \"it changes all\"");
    }

    @Test
    void aContextValueThatCannotBeTextThrowsNothing() {
        logging.apply(new LogSettings(LogSettings.Level.INFO, LogSettings.Format.JSON, Optional.empty(), 0, 0));
        OURS.atInfo().addKeyValue("bad", new Object() {
            @Override
            public String toString() {
                throw new IllegalStateException("no text");
            }
        }).log("kept");
        assertThat(lines()).singleElement().asString().endsWith("\"context\": {\"bad\": \"[FAILED toString()]\"}}");
    }

    @Test
    void fileGetsTheSameLines() throws IOException {
        Path file = folder.resolve("logs/vpo.log");
        logging.apply(to(file, 0));
        OURS.info("to both");
        logging.close();
        OURS.info("late");
        assertThat(file).content().endsWith(" - vpo.test - INFO - to both\n").hasLineCount(1);
        assertThat(lines()).containsExactly("vpo.test - INFO - to both", "vpo.test - INFO - late");
    }

    @Test
    void fileThatCannotBeOpenedIsOneWarningAndIsTriedAgain() throws IOException {
        Path file = folder.resolve("not/there/vpo.log");
        logging.apply(new LogSettings(LogSettings.Level.ERROR, LogSettings.Format.TEXT, Optional.of(file), 0, 0));
        OURS.error("one");
        OURS.error("two");
        Files.createDirectories(file.getParent());
        OURS.error("three");
        assertThat(lines()).containsExactly(
                "vpo.launcher.log - WARNING - log file " + file
                        + ": it cannot be opened: there is no folder " + file.getParent() + "; stderr has every line",
                "vpo.test - ERROR - one", "vpo.test - ERROR - two", "vpo.test - ERROR - three",
                "vpo.launcher.log - WARNING - log file " + file + " is written again");
        assertThat(file).content().hasLineCount(1).endsWith("three\n");
    }

    @Test
    void fileThatNeverCouldBeOpenedIsNotSaidToBeWrittenAgainWhenItIsGivenUp() {
        Path file = folder.resolve("not/there/vpo.log");
        logging.apply(to(file, 0));
        logging.apply(LogSettings.DEFAULT);
        OURS.info("goes on");
        assertThat(lines()).containsExactly("vpo.launcher.log - WARNING - log file " + file
                + ": it cannot be opened: there is no folder " + file.getParent() + "; stderr has every line",
                "vpo.test - INFO - goes on");
    }

    @Test
    void afterAFailedStartTheLauncherAloneTellsOfErrors() {
        Logger launcher = LoggerFactory.getLogger("vpo.launcher.serve.Daemon");
        logging.hush();
        logAtAllLevels("of the clean-up");
        java.util.logging.Logger.getLogger("java.net.http").severe("of the clean-up");
        launcher.warn("of the clean-up");
        launcher.error("why it failed");
        logging.apply(LogSettings.DEFAULT);
        launcher.info("as before");
        assertThat(lines()).containsExactly("vpo.launcher.serve.Daemon - ERROR - why it failed",
                "vpo.launcher.serve.Daemon - INFO - as before");
    }

    @Test
    void atDebugAFailedStartHidesNothing() {
        logging.apply(level(LogSettings.Level.DEBUG));
        logging.hush();
        logAtAllLevels("of the clean-up");
        assertThat(lines()).hasSize(12);
    }

    @Test
    void fileThatCannotBeRenamedIsOneWarning() throws IOException {
        Path file = folder.resolve("vpo.log");
        Path obstacle = Files.createDirectories(folder.resolve("vpo.log.1/in the way"));
        logging.apply(new LogSettings(LogSettings.Level.INFO, LogSettings.Format.TEXT, Optional.of(file), 10, 1));
        OURS.info("one");
        OURS.info("two");
        OURS.info("three");
        Files.delete(obstacle);
        OURS.info("four");
        assertThat(file).content().hasLineCount(1).endsWith("four\n");
        assertThat(folder.resolve("vpo.log.1")).content().hasLineCount(3).endsWith("three\n");
        assertThat(lines()).filteredOn(line -> line.contains("vpo.launcher.log")).containsExactly(
                "vpo.launcher.log - WARNING - log file " + file + ": it cannot be renamed: "
                        + "java.nio.file.DirectoryNotEmptyException: " + file + ".1; stderr has every line",
                "vpo.launcher.log - WARNING - log file " + file + " is written again");
    }

    @Test
    void folderAsFile() {
        logging.apply(to(folder, 0));
        OURS.info("goes on");
        assertThat(lines()).containsExactly("vpo.launcher.log - WARNING - log file " + folder
                + ": it cannot be opened: it is not a regular file; stderr has every line",
                "vpo.test - INFO - goes on");
    }

    /** As one whose file is in an archive: it is no file of the system's, and the failure not one of reading or writing. */
    @Test
    void aChangeThatBreaksOffLeavesTheLogAsItWas() throws IOException {
        Path file = folder.resolve("vpo.log");
        logging.apply(to(file, 0));
        try (FileSystem archive = FileSystems.newFileSystem(folder.resolve("a.zip"), Map.of("create", "true"))) {
            LogSettings settings = to(archive.getPath("/vpo.log"), 0);
            assertThatThrownBy(() -> logging.apply(settings)).isInstanceOf(UnsupportedOperationException.class);
        }
        OURS.info("goes on");
        assertThat(file).content().endsWith(" - vpo.test - INFO - goes on\n").hasLineCount(1);
        assertThat(lines()).containsExactly("vpo.test - INFO - goes on");
    }

    @Test
    void fullDiskIsOneWarningAndHalfALineIsTakenBack() throws Exception {
        Path disk = Files.createDirectory(folder.resolve("disk"));
        assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=8k", "tmpfs", disk.toString()) == 0, "needs root");
        try {
            Path file = disk.resolve("vpo.log");
            logging.apply(to(file, 0));
            OURS.info("first");
            Path hog = Files.write(disk.resolve("hog"), new byte[4096]);
            OURS.info("x".repeat(6000));
            OURS.info("y".repeat(6000));
            Files.delete(hog);
            OURS.info("last");
            logging.close();
            assertThat(Files.readAllLines(file)).extracting(LoggingTest::afterTime)
                    .containsExactly("vpo.test - INFO - first", "vpo.test - INFO - last");
            assertThat(lines()).filteredOn(line -> line.contains("vpo.launcher.log")).containsExactly(
                    "vpo.launcher.log - WARNING - log file " + file
                            + ": it cannot be written: No space left on device; stderr has every line",
                    "vpo.launcher.log - WARNING - log file " + file + " is written again");
        } finally {
            logging.close();
            run("umount", disk.toString());
        }
    }

    @Test
    void linesOfManyThreadsAreWholeAndAllThereWhileSettingsChange() throws Exception {
        Path one = folder.resolve("one.log");
        Path two = folder.resolve("two.log");
        logging.apply(to(one, 20_000));
        int threads = 8;
        int each = 500;
        CountDownLatch go = new CountDownLatch(1);
        List<Thread> running = IntStream.range(0, threads).mapToObj(t -> Thread.ofVirtual().start(() -> {
            await(go);
            for (int i = 0; i < each; i++) {
                OURS.info("thread {} line {} {}", t, i, "z".repeat(100));
            }
        })).toList();
        go.countDown();
        for (int i = 0; i < 50; i++) {
            logging.apply(to(i % 2 == 0 ? two : one, 20_000));
        }
        for (Thread thread : running) {
            thread.join();
        }
        logging.close();
        List<String> expected = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            for (int i = 0; i < each; i++) {
                expected.add("vpo.test - INFO - thread " + t + " line " + i + " " + "z".repeat(100));
            }
        }
        List<String> inFiles = new ArrayList<>();
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.readAllLines(file).stream().map(LoggingTest::afterTime).forEach(inFiles::add);
                assertThat(file).satisfies(f -> assertThat(Files.size(f)).isLessThan(20_000));
            }
        }
        assertThat(lines()).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(inFiles).containsExactlyInAnyOrderElementsOf(expected);
    }

    /** Later tests are to find no journal. */
    private void withJournalAt(Path socket, ThrowingRunnable test) throws Exception {
        System.setProperty(Logging.JOURNAL_SOCKET, socket.toString());
        try {
            test.run();
        } finally {
            System.clearProperty(Logging.JOURNAL_SOCKET);
        }
    }

    private interface ThrowingRunnable {
        void run() throws Exception;
    }

    @Test
    void theJournalGetsFieldsInPlaceOfStderrAndTheFileGetsText() throws Exception {
        Path file = folder.resolve("vpo.log");
        Path socket = folder.resolve("journal");
        withJournalAt(socket, () -> {
            try (Datagrams journal = new Datagrams(socket.toString())) {
                logging.apply(journal(Optional.of(file)));
                OURS.atWarn().addKeyValue("job_id", "J1").log("two\nlines");
                // Who calls is somebody else, as this test passes for a part of the log.
                String origin = "\nCODE_FUNC=\\S+\nCODE_FILE=\\S+\\.java\nCODE_LINE=[0-9]+\n";
                assertThat(journal.take()).startsWith("MESSAGE\n")
                        .contains("two\nlines\nPRIORITY=4\n", "\nVPO_JOB_ID=J1\n").containsPattern(origin);
                // What is a library's in one line has its origin, too.
                JETTY.error("broken", new IOException("gone"));
                assertThat(journal.take()).startsWith("MESSAGE=broken: IOException: gone\nPRIORITY=3\n")
                        .containsPattern(origin);
            }
        });
        assertThat(lines()).isEmpty();
        assertThat(file).content().contains(" - vpo.test - WARNING - two\\nlines\n").hasLineCount(2);
    }

    @Test
    void aJournalThatCannotBeWrittenIsOneWarningAndStderrHasTheLines() throws Exception {
        Path socket = folder.resolve("journal");
        withJournalAt(socket, () -> {
            logging.apply(journal(Optional.empty()));
            OURS.info("one");
            OURS.info("two");
            try (Datagrams journal = new Datagrams(socket.toString())) {
                OURS.info("three");
                assertThat(journal.take()).startsWith("MESSAGE=three\n");
                assertThat(journal.take()).startsWith("MESSAGE=the journal is written again\nPRIORITY=4\n");
            }
        });
        assertThat(lines()).containsExactly(
                "vpo.launcher.log - WARNING - the journal cannot be written: sendto failed, "
                        + "errno 2; what it does not get goes to stderr",
                "vpo.test - INFO - one", "vpo.test - INFO - two");
    }

    private static LogSettings journal(Optional<Path> file) {
        return new LogSettings(LogSettings.Level.INFO, LogSettings.Format.JOURNAL, file, 0, 0);
    }

    private static void logAtAllLevels(String message) {
        for (Logger logger : List.of(OURS, PLUGINS, JETTY)) {
            logger.debug(message);
            logger.info(message);
            logger.warn(message);
            logger.error(message);
        }
    }

    private List<String> lines() {
        return stderr.toString(StandardCharsets.UTF_8).lines().map(LoggingTest::afterTime).toList();
    }

    private static String afterTime(String line) {
        return line.replaceFirst("^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\+0000 - ", "");
    }

    private static LogSettings level(LogSettings.Level level) {
        return new LogSettings(level, LogSettings.Format.TEXT, Optional.empty(), 0, 0);
    }

    private static LogSettings to(Path file, long maxBytes) {
        return new LogSettings(LogSettings.Level.INFO, LogSettings.Format.TEXT, Optional.of(file), maxBytes, 1000);
    }

    private static int run(String... command) throws Exception {
        return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(Redirect.DISCARD).start().waitFor();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
