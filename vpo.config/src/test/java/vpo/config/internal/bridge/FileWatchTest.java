package vpo.config.internal.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

@Timeout(60)
class FileWatchTest {
    private static final Duration QUIET = Duration.ofMillis(50);
    private static final Duration RARELY = Duration.ofHours(1);
    private static final String ABSENT = "(absent)";

    @TempDir
    private Path folder;
    private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();
    private FileWatch watch;

    @AfterEach
    void stop() {
        watch.close();
    }

    private Path file() {
        return folder.resolve("config.toml");
    }

    private void watch(Duration quiet, Duration poll) {
        watch = new FileWatch(file(), quiet, poll, () -> seen.add(content()));
    }

    /** In one step: on a machine that stalls, a file that is being written is quiet when it is empty. */
    private void put(Path file, String text) throws IOException {
        Path part = Files.writeString(file.resolveSibling("part"), text);
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private String content() {
        try {
            return Files.exists(file()) ? Files.readString(file()) : ABSENT;
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** With hardly any looking by itself, what is seen is what the system told. */
    private void watchByEvents(Duration quiet) throws Exception {
        put(file(), "first");
        watch(quiet, RARELY);
        // Until the folder is registered, nothing is told: touch until it is.
        await().pollInterval(Duration.ofMillis(100)).until(() -> {
            put(file(), "first");
            return seen.poll(4 * quiet.toMillis(), TimeUnit.MILLISECONDS) != null;
        });
        while (seen.poll(4 * quiet.toMillis(), TimeUnit.MILLISECONDS) != null) {
            // until it is quiet
        }
    }

    /** On a machine that stalls, a pause may look like the end, and be told before. */
    private void awaitLast(String content) {
        await().until(() -> content.equals(seen.poll()));
    }

    @Test
    void a_write_in_place_is_told() throws Exception {
        watchByEvents(QUIET);
        Files.writeString(file(), "second");
        awaitLast("second");
    }

    @Test
    void a_file_moved_over_it_is_told() throws Exception {
        watchByEvents(QUIET);
        put(file(), "third");
        awaitLast("third");
    }

    @Test
    void a_file_set_aside_and_written_anew_is_told_once() throws Exception {
        // Long enough for what is done in between, however the machine stalls.
        watchByEvents(Duration.ofMillis(500));
        Files.move(file(), folder.resolve("config.toml~"));
        Files.writeString(file(), "fourth");
        assertThat(seen.take()).isEqualTo("fourth");
        assertThat(seen).isEmpty();
    }

    @Test
    void going_and_coming_back_are_told() throws Exception {
        watchByEvents(QUIET);
        Files.delete(file());
        awaitLast(ABSENT);
        put(file(), "back");
        awaitLast("back");
    }

    @Test
    void a_file_that_is_being_written_is_not_taken_half() throws Exception {
        watchByEvents(QUIET);
        StringBuilder whole = new StringBuilder();
        Files.writeString(file(), "");
        await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(10)).until(() -> {
            Files.writeString(file(), "x", StandardOpenOption.APPEND);
            return whole.append('x').length() == 40;
        });
        awaitLast(whole.toString());
    }

    @Test
    void looking_by_itself_finds_what_nobody_tells() throws Exception {
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        Path target = Files.writeString(elsewhere.resolve("real"), "one");
        Files.createSymbolicLink(file(), target);
        watch(QUIET, Duration.ofMillis(50));
        assertThat(seen.take()).isEqualTo("one");
        // The folder of the link sees nothing of this.
        put(target, "two!");
        assertThat(seen.take()).isEqualTo("two!");
    }

    @Test
    void the_folder_may_come_later() throws Exception {
        Path later = folder.resolve("later");
        watch = new FileWatch(later.resolve("c.toml"), QUIET, Duration.ofMillis(50),
                () -> seen.add(Files.exists(later.resolve("c.toml")) ? "there" : ABSENT));
        assertThat(seen.take()).isEqualTo(ABSENT);
        Files.createDirectory(later);
        Files.writeString(later.resolve("c.toml"), "x");
        assertThat(seen.take()).isEqualTo("there");
    }

    /** As those of a database in the same folder. */
    @Test
    void changes_of_other_files_do_not_pile_up_while_one_is_being_passed_on() throws Exception {
        CountDownLatch isPassedOn = new CountDownLatch(1);
        CountDownLatch isTaken = new CountDownLatch(1);
        watch = new FileWatch(file(), QUIET, Duration.ofMillis(50), () -> {
            isPassedOn.countDown();
            try {
                isTaken.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        isPassedOn.await();
        AtomicInteger writes = new AtomicInteger();
        await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(10)).until(() -> {
            Files.writeString(folder.resolve("library.db-wal"), "x", StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
            return writes.incrementAndGet() == 100;
        });
        assertThat(watch.waiting()).isLessThan(10);
        isTaken.countDown();
    }

    @Test
    void looks_do_not_pile_up_while_the_file_keeps_changing() throws Exception {
        put(file(), "x");
        watch(RARELY, RARELY);
        AtomicInteger writes = new AtomicInteger();
        await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(10)).until(() -> {
            Files.writeString(file(), "x", StandardOpenOption.APPEND);
            // One by itself, one that was asked for, one after the quiet time.
            assertThat(watch.waiting()).isLessThanOrEqualTo(3);
            return writes.incrementAndGet() == 100;
        });
    }

    @ParameterizedTest
    @ValueSource(classes = {IllegalStateException.class, OutOfMemoryError.class})
    void a_listener_that_fails_is_called_again(Class<? extends Throwable> failure) throws Exception {
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        Path target = Files.writeString(elsewhere.resolve("real"), "one");
        // Nobody tells of it: what failed must look again by itself.
        Files.createSymbolicLink(file(), target);
        watch = new FileWatch(file(), QUIET, Duration.ofMillis(50), () -> {
            seen.add(content());
            if (failure == OutOfMemoryError.class) {
                throw new OutOfMemoryError("as a test");
            }
            throw new IllegalStateException("as a test");
        });
        assertThat(seen.poll(30, TimeUnit.SECONDS)).isEqualTo("one");
        put(target, "two!");
        // Until then it is called for the first one again.
        awaitLast("two!");
    }

    @Test
    void a_change_that_could_not_be_taken_is_taken_later_and_told_once() throws Exception {
        Logger log = (Logger) LoggerFactory.getLogger(FileWatch.class);
        ListAppender<ILoggingEvent> logged = new ListAppender<>();
        logged.start();
        log.addAppender(logged);
        try {
            put(file(), "one");
            AtomicInteger failures = new AtomicInteger(3);
            watch = new FileWatch(file(), QUIET, Duration.ofMillis(20), () -> {
                if (failures.getAndDecrement() > 0) {
                    throw new OutOfMemoryError("as a test");
                }
                seen.add(content());
            });
            assertThat(seen.poll(30, TimeUnit.SECONDS)).isEqualTo("one");
            await().until(() -> logged.list.size() == 2);
            assertThat(logged.list).extracting(each -> each.getLevel() + " " + each.getFormattedMessage())
                    .containsExactly("ERROR Watching " + file() + " failed, and is tried again: "
                            + "java.lang.OutOfMemoryError: as a test", "INFO Watching " + file() + " works again");
            // What has been taken is not taken again.
            assertThat(seen.poll(500, TimeUnit.MILLISECONDS)).isNull();
        } finally {
            log.detachAppender(logged);
        }
    }
}
