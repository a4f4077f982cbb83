package vpo.database.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;

/** Faults while the daemon runs, and the way back from them. */
class LibraryMonitorTest {
    private static final Duration INTERVAL = Duration.ofMillis(50);

    @TempDir
    private Path folder;
    private Path path;
    private Path backup;
    private LibraryMonitor monitor;

    @BeforeEach
    void library() throws IOException {
        path = Databases.library(folder.resolve("library.db"), "wal", 1000);
        backup = Files.copy(path, folder.resolve("backup"));
        monitor = new LibraryMonitor(path, Databases.SCHEMA, INTERVAL);
    }

    @AfterEach
    void close() {
        monitor.close();
    }

    @Test
    void isConnectedFromTheStart() {
        assertThat(monitor.status().connected()).isTrue();
        assertThat(monitor.status().detail()).isEqualTo("ok");
    }

    @Test
    void missesADeletedFileAndDoesNotCreateIt() throws IOException {
        Files.delete(path);
        awaitDetail("file is missing");
        assertThat(path).doesNotExist();
        restore();
        awaitConnected();
    }

    @Test
    void missesTheFolder() throws IOException {
        Path elsewhere = folder.resolveSibling(folder.getFileName() + "-moved");
        Files.move(folder, elsewhere);
        awaitDetail("folder is missing");
        Files.move(elsewhere, folder);
        awaitConnected();
    }

    @Test
    void noticesAnEmptyFile() throws IOException {
        Files.newByteChannel(path, StandardOpenOption.WRITE).truncate(0).close();
        awaitDetail("file is empty");
        restore();
        awaitConnected();
    }

    @Test
    void noticesGarbage() throws IOException {
        byte[] noise = new byte[50_000];
        new Random(3).nextBytes(noise);
        Files.write(folder.resolve("noise"), noise);
        Files.move(folder.resolve("noise"), path, StandardCopyOption.REPLACE_EXISTING);
        awaitDetail("not a database");
        restore();
        awaitConnected();
    }

    @Test
    void noticesADirectory() throws IOException {
        Files.delete(path);
        Files.createDirectory(path);
        awaitDetail("not a regular file");
        Files.delete(path);
        restore();
        awaitConnected();
    }

    @Test
    void noticesAnotherVersion() {
        Databases.sql(path, "UPDATE _meta SET value = '8'");
        awaitDetail("newer schema version");
        Databases.sql(path, "UPDATE _meta SET value = '6'");
        awaitDetail("older schema version");
        Databases.sql(path, "UPDATE _meta SET value = '7'");
        awaitConnected();
    }

    @Test
    void noticesATableThatIsGone() {
        Databases.sql(path, "ALTER TABLE jobs RENAME TO works");
        awaitDetail("not a VPO library");
        Databases.sql(path, "ALTER TABLE works RENAME TO jobs");
        awaitConnected();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 50, 4096, 20_480})
    void noticesATruncatedFile(long size) throws IOException {
        Files.newByteChannel(path, StandardOpenOption.WRITE).truncate(size).close();
        awaitDetail("damaged or truncated");
        restore();
        awaitConnected();
    }

    @Test
    void noticesDamageInTheMiddleAndKeepsItInMind() throws IOException {
        byte[] noise = new byte[8192];
        new Random(2).nextBytes(noise);
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            file.seek(file.length() / 2 / 4096 * 4096);
            file.write(noise);
        }
        assertThat(new LibraryFile(path, Databases.SCHEMA).look(Databases.WAIT)).as("it takes a check to see it")
                .isEqualTo(Finding.USABLE);
        awaitDetail("damaged or truncated");
        await().during(Duration.ofSeconds(1)).atMost(Duration.ofSeconds(10))
                .until(() -> !monitor.status().connected());
        restore();
        awaitConnected();
    }

    @Test
    void takesAnotherLibraryInItsPlace() throws IOException {
        Path other = Databases.library(folder.resolve("other"), "delete", 5);
        Files.move(other, path, StandardCopyOption.REPLACE_EXISTING);
        // The monitor may still be reading the first one, which keeps others from the second until it is done.
        await().until(() -> new LibraryFile(path, Databases.SCHEMA).look(Databases.WAIT).equals(Finding.USABLE));
        await().during(Duration.ofSeconds(1)).atMost(Duration.ofSeconds(10)).until(() -> monitor.status().connected());
    }

    @Test
    void leavesALibraryAloneThatReplacesOneInUse() throws Exception {
        Path other = Databases.library(folder.resolve("other"), "wal", 5);
        try (Connection writer = new LibraryDataSource(path, Databases.WAIT).getConnection();
                Statement write = writer.createStatement()) {
            write.execute("UPDATE files SET extension = 'avi'");
            Files.move(other, path, StandardCopyOption.REPLACE_EXISTING);
            awaitDetail("file was replaced");
        }
        awaitConnected();
        assertThat(Databases.rows(path, "SELECT count(*), max(extension), min(extension) FROM files"))
                .containsExactly("5|mkv|mkv");
    }

    @Test
    void noticesALock() {
        // Refused at once, without waiting, as long as anybody reads; the monitor does now and then.
        await().ignoreExceptions().until(() -> {
            Databases.sql(path, "PRAGMA journal_mode = DELETE");
            return true;
        });
        try (OtherProcess _ = OtherProcess.running(path, "BEGIN EXCLUSIVE")) {
            awaitDetail("locked");
        }
        awaitConnected();
    }

    @Test
    void readsOnWhileAnotherProcessWrites() {
        try (OtherProcess _ = OtherProcess.running(path, "BEGIN IMMEDIATE", "UPDATE files SET extension = 'avi'")) {
            await().during(Duration.ofSeconds(5)).atMost(Duration.ofSeconds(10))
                    .until(() -> monitor.status().connected());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"delete", "wal"})
    void changesNothing(String mode) {
        Path quiet = Databases.library(folder.resolve("quiet"), mode);
        Map<String, String> before = Databases.prints(folder);
        try (LibraryMonitor other = new LibraryMonitor(quiet, Databases.SCHEMA, INTERVAL)) {
            await().during(Duration.ofSeconds(1)).atMost(Duration.ofSeconds(10))
                    .until(() -> other.status().connected());
        }
        assertThat(Databases.prints(folder)).isEqualTo(before);
    }

    /** Such as that there is no memory left to say it with. */
    @Test
    void goesOnThoughItCannotTellOfAFault() throws Exception {
        CountDownLatch failed = new CountDownLatch(1);
        AppenderBase<ILoggingEvent> noMemory = new AppenderBase<>() {
            @Override
            protected void append(ILoggingEvent event) {
                if (event.getLevel() == Level.WARN && event.getThreadName().equals("vpo-database-monitor")) {
                    failed.countDown();
                    throw new InternalError("said so");
                }
            }
        };
        noMemory.start();
        Logger logger = (Logger) LoggerFactory.getLogger(StatusLog.class);
        logger.setLevel(Level.WARN);
        logger.addAppender(noMemory);
        try {
            Files.delete(path);
            assertThat(failed.await(30, TimeUnit.SECONDS)).isTrue();
        } finally {
            logger.detachAppender(noMemory);
            logger.setLevel(null);
        }
        restore();
        awaitConnected();
    }

    @Test
    void endsWithItsThread() {
        assertThat(watchers()).isEqualTo(1);
        monitor.close();
        await().until(() -> watchers() == 0);
    }

    private static long watchers() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("vpo-database-monitor")).count();
    }

    private void restore() throws IOException {
        Files.copy(backup, path, StandardCopyOption.REPLACE_EXISTING);
    }

    private void awaitConnected() {
        await().atMost(Duration.ofSeconds(30)).until(() -> monitor.status().connected());
    }

    private void awaitDetail(String detail) {
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            assertThat(monitor.status().connected()).isFalse();
            assertThat(monitor.status().detail()).isEqualTo(detail);
        });
    }
}
