package vpo.plugin.scan;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;

import javax.sql.DataSource;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import vpo.database.internal.Libraries;
import vpo.lifecycle.internal.Register;
import vpo.plugin.scan.work.Schedule;
import vpo.plugin.scan.work.Scans;
import vpo.plugin.scan.work.Settings;

/** By a clock that the test sets. */
class TimerTest {
    private static final Duration SOON = Duration.ofMillis(5);

    private final Register register = new Register();
    @TempDir
    private Path folder;
    private Path root;
    private DataSource library;
    private Scans scans;
    private Timer timer;
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2025-11-23T12:00:30Z"));

    @BeforeEach
    void start() throws Exception {
        root = Files.createDirectory(folder.resolve("media"));
        library = Libraries.create(folder.resolve("library.db"));
        scans = new Scans(register.tasks(), library, Libraries.reader(folder.resolve("library.db")), event -> {},
                Clock.systemUTC());
        timer = new Timer(scans, now::get, SOON, SOON);
    }

    @AfterEach
    void stop() {
        timer.close();
        scans.close();
    }

    private Settings settings(String schedule) {
        return settings(schedule, root);
    }

    private static Settings settings(String schedule, Path... roots) {
        return new Settings(List.of(roots), Set.of("mkv"), Schedule.parse(schedule, ZoneOffset.UTC), 1, Duration.ZERO,
                Duration.ZERO, Duration.ofSeconds(5), Optional.of("/bin/true"));
    }

    /** The row says that a scan has ended before it stands in the way of the next one no more. */
    private void awaitScans(int count) {
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> Rows.of(library,
                "SELECT status FROM jobs WHERE status <> 'running'").size() >= count
                && register.tasks().inFlight().isEmpty());
        assertThat(Rows.of(library, "SELECT status FROM jobs")).hasSize(count);
    }

    @Test
    void scansWhenTheTimeHasCome() {
        timer.set(settings("* * * * *"));
        for (int i = 1; i <= 3; i++) {
            now.updateAndGet(time -> time.plusSeconds(60));
            awaitScans(i);
        }
    }

    @Test
    void scansAtOnceWhenALongTimeHasPassedSinceTheLast() {
        Rows.run(library, "INSERT INTO jobs (id, file_path, job_type, status, created_at) VALUES ('last', '" + root
                + "', 'scan', 'completed', '2025-11-20T12:00:00+00:00')");
        timer.set(settings("1d"));
        awaitScans(2);
        now.updateAndGet(time -> time.plus(Duration.ofDays(1)));
        awaitScans(3);
    }

    /** Once, however long it took; and although the settings are read again meanwhile. */
    @Test
    void putsAScanOffWhileTheDaemonDrainsAndMakesUpForIt() {
        timer.set(settings("0 13 * * *"));
        awaitLine("The scheduled scan is put off: scan of " + root + ": refused, because the daemon is draining",
                () -> {
                    register.drain();
                    now.set(Instant.parse("2025-11-23T13:00:00Z"));
                });
        timer.set(settings("0 13 * * *"));
        assertThat(Rows.of(library, "SELECT status FROM jobs")).isEmpty();
        now.set(Instant.parse("2025-11-23T13:05:00Z"));
        register.resume();
        awaitScans(1);
        now.set(Instant.parse("2025-11-24T13:00:00Z"));
        awaitScans(2);
    }

    /** Waits until the timer logs what begins so, once something has been done. */
    private static void awaitLine(String beginning, Runnable action) {
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.list = new CopyOnWriteArrayList<>();
        log.start();
        Logger logger = (Logger) LoggerFactory.getLogger(Timer.class);
        Level level = logger.getLevel();
        logger.setLevel(Level.INFO);
        logger.setAdditive(false);
        logger.addAppender(log);
        try {
            action.run();
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> log.list.stream()
                    .anyMatch(line -> line.getFormattedMessage().startsWith(beginning)));
        } finally {
            logger.detachAppender(log);
            logger.setAdditive(true);
            logger.setLevel(level);
        }
    }

    @Test
    void putsAScanOffWhileAnotherProcessKeepsTheLibraryLocked() throws Exception {
        timer.close();
        scans.close();
        Path file = folder.resolve("library.db");
        scans = new Scans(register.tasks(), Libraries.impatient(file, Duration.ofMillis(50)), Libraries.reader(file),
                event -> {}, Clock.systemUTC());
        timer = new Timer(scans, now::get, SOON, SOON);
        timer.set(settings("0 13 * * *"));
        try (Connection other = library.getConnection(); Statement statement = other.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            awaitLine("The scheduled scan is put off until the library is free",
                    () -> now.set(Instant.parse("2025-11-23T13:00:00Z")));
            statement.execute("ROLLBACK");
        }
        awaitScans(1);
    }

    @Test
    void goesOnAfterAnError() {
        AtomicReference<Error> failure = new AtomicReference<>();
        timer.close();
        timer = new Timer(scans, () -> {
            Error thrown = failure.getAndSet(null);
            if (thrown != null) {
                throw thrown;
            }
            return now.get();
        }, SOON, SOON);
        timer.set(settings("* * * * *"));
        awaitLine("A look at the schedule of scans has failed", () -> failure.set(new InternalError("said so")));
        now.updateAndGet(time -> time.plusSeconds(60));
        awaitScans(1);
    }

    @Test
    void beginsAgainAfterAnError() throws Exception {
        List<String> lookers = new CopyOnWriteArrayList<>();
        Path below = Files.createDirectory(root.resolve("below"));
        timer.set(settings("1d", root, lookedAt(below, lookers)));
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> lookers.size() > 1);
    }

    /** On a file server that is away, whoever looks waits for ever. */
    @Test
    void looksAtFoldersOnItsOwnThreadOnly() throws Exception {
        List<String> lookers = new CopyOnWriteArrayList<>();
        Path below = Files.createDirectory(root.resolve("below"));
        timer.set(settings("1d", root, lookedAt(below, lookers)));
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> !lookers.isEmpty());
        assertThat(lookers).containsOnly("vpo-scan-schedule");
    }

    /** A path that notes which threads look at what is there, for which they need its file system, and refuses that. */
    private static Path lookedAt(Path path, List<String> lookers) {
        InvocationHandler handler = (_, method, arguments) -> {
            if (method.getName().equals("getFileSystem")) {
                lookers.add(Thread.currentThread().getName());
                throw new IllegalStateException("nobody is to look here");
            }
            try {
                return method.invoke(path, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        };
        return (Path) Proxy.newProxyInstance(Path.class.getClassLoader(), new Class<?>[]{Path.class}, handler);
    }

    @Test
    void goesByNewSettings() {
        timer.set(settings("1d"));
        awaitScans(1);
        timer.set(settings("2d"));
        timer.set(settings("off"));
        timer.set(settings("0 13 * * *"));
        now.set(Instant.parse("2025-11-23T13:00:00Z"));
        awaitScans(2);
    }
}
