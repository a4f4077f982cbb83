package vpo.systemd.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import vpo.systemd.Journal;
import vpo.systemd.JournalEntry;

/** What the journal gets; the thread that waits for it has a limit. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class JournalTest {
    @TempDir
    Path folder;

    private static JournalEntry entry(String message) {
        return new JournalEntry().field("MESSAGE", message).field("PRIORITY", "6");
    }

    @Test
    void a_value_of_one_line_follows_its_name_and_others_their_length() {
        assertThat(entry("a=b é").field("EMPTY", "").bytes()).asString(StandardCharsets.UTF_8)
                .isEqualTo("MESSAGE=a=b é\nPRIORITY=6\n");
        ByteBuffer bytes = ByteBuffer.wrap(entry("é\n\tPRIORITY=0\n").bytes()).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(text(bytes, 8)).isEqualTo("MESSAGE\n");
        assertThat(bytes.getLong()).isEqualTo(15);
        assertThat(text(bytes, 15)).isEqualTo("é\n\tPRIORITY=0\n");
        assertThat(text(bytes, bytes.remaining())).isEqualTo("\nPRIORITY=6\n");
    }

    private static String text(ByteBuffer bytes, int length) {
        byte[] text = new byte[length];
        bytes.get(text);
        return new String(text, StandardCharsets.UTF_8);
    }

    @Test
    void any_name_becomes_one_that_the_journal_takes() {
        assertThat(JournalEntry.name("VPO_", "job_id")).isEqualTo("VPO_JOB_ID");
        assertThat(JournalEntry.name("VPO_", "a b\n=é.1")).isEqualTo("VPO_A_B____1");
        assertThat(JournalEntry.name("VPO_", "x".repeat(100))).isEqualTo("VPO_" + "X".repeat(60));
    }

    @Test
    void entries_of_any_size_arrive_whole() throws Exception {
        String path = folder.resolve("socket").toString();
        try (Datagrams receiver = new Datagrams(path)) {
            Journal journal = new Journal(path);
            journal.write(entry("short"));
            assertThat(receiver.take()).isEqualTo("MESSAGE=short\nPRIORITY=6\n");
            for (int size : new int[]{100_000, 10_000_000}) {
                byte[] large = entry("x".repeat(size)).bytes();
                journal.write(entry("x".repeat(size)));
                assertThat(receiver.takeBytes()).isEqualTo(large);
            }
        }
    }

    @Test
    void a_journal_that_is_busy_is_waited_for() throws Exception {
        String path = folder.resolve("socket").toString();
        // More than any queue of a socket holds.
        int count = 2_000;
        try (Datagrams receiver = new Datagrams(path)) {
            Journal journal = new Journal(path);
            CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> IntStream.range(0, count)
                    .forEach(i -> write(journal, String.valueOf(i))));
            for (int i = 0; i < count; i++) {
                assertThat(receiver.take()).startsWith("MESSAGE=" + i + "\n");
            }
            writing.get(10, TimeUnit.SECONDS);
        }
    }

    private static void write(Journal journal, String message) {
        try {
            journal.write(entry(message));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void one_that_is_not_there_or_would_drop_the_entry_is_told() throws Exception {
        String path = folder.resolve("socket").toString();
        assertThatThrownBy(() -> new Journal(path).write(entry("m"))).isInstanceOf(IOException.class)
                .hasMessage("sendto failed, errno 2");
        try (Datagrams _ = new Datagrams(path)) {
            assertThatThrownBy(() -> new Journal(path).write(entry("x".repeat(33 << 20))))
                    .isInstanceOf(IOException.class).hasMessageEndingWith(" is larger than the journal takes");
        }
        assertThatThrownBy(() -> new Journal(path).write(entry("m"))).isInstanceOf(IOException.class)
                .hasMessage("sendto failed, errno 111");
    }

    @Test
    void standard_error_is_the_journals_if_it_is_the_file_that_is_named() throws Exception {
        Map<String, Object> stderr = Files.readAttributes(Path.of("/proc/self/fd/2"), "unix:dev,ino");
        String own = stderr.get("dev") + ":" + stderr.get("ino");
        assertThat(Journal.isStderr(Map.of("JOURNAL_STREAM", own))).isTrue();
        assertThat(Journal.isStderr(Map.of("JOURNAL_STREAM", "1" + own))).isFalse();
        assertThat(Journal.isStderr(Map.of("JOURNAL_STREAM", ""))).isFalse();
        assertThat(Journal.isStderr(Map.of())).isFalse();
    }
}
