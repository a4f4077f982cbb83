package vpo.access.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import vpo.access.internal.WatchedFile.Unusable;

class WatchedFileTest {
    @TempDir
    private Path folder;
    private final AtomicLong nanos = new AtomicLong();
    private final List<String> warnings = new ArrayList<>();
    private boolean full;
    private int opened;
    private Path path;
    private WatchedFile<String> file;

    @BeforeEach
    void write() throws IOException {
        path = Files.writeString(folder.resolve("token"), "first");
        file = new WatchedFile<>(path, WatchedFileTest::read, warnings::add, this::open, nanos::get);
    }

    private static String read(String text) throws Unusable {
        if (text.equals("bad")) {
            throw new Unusable("is bad");
        }
        return text;
    }

    private InputStream open(Path file) throws IOException {
        opened++;
        if (full) {
            throw new FileSystemException(file.toString(), null, "Too many open files");
        }
        return Files.newInputStream(file);
    }

    private void waitFor(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    @Test
    void aFileThatCannotBeReadForNowHoldsNothingUntilItCan() throws Exception {
        assertThat(file.value()).hasValue("first");
        Files.writeString(path, "the second");
        full = true;
        assertThat(file.value()).as("not the one before").isEmpty();
        waitFor(Duration.ofSeconds(1));
        assertThat(file.value()).isEmpty();
        assertThat(warnings).singleElement().asString().contains("cannot be read", "Too many open files");
        full = false;
        int before = opened;
        assertThat(file.value()).as("not so soon").isEmpty();
        assertThat(opened).isEqualTo(before);
        waitFor(Duration.ofSeconds(1));
        assertThat(file.value()).as("the file has not changed").hasValue("the second");
        waitFor(Duration.ofSeconds(1));
        assertThat(file.value()).hasValue("the second");
        assertThat(opened).as("read once").isEqualTo(before + 1);
        assertThat(warnings).hasSize(1);
    }

    @Test
    void oneThatCouldNotBeReadAtFirstIsReadLater() throws Exception {
        full = true;
        assertThatThrownBy(file::require).isInstanceOf(Unusable.class).hasMessageContaining("Too many open files");
        full = false;
        waitFor(Duration.ofSeconds(1));
        assertThat(file.value()).hasValue("first");
        assertThat(warnings).as("whoever required it was told").isEmpty();
    }

    @Test
    void whatIsNoGoodIsReadAgainWhenItHasChangedOnly() throws Exception {
        Files.writeString(path, "bad");
        assertThat(file.value()).isEmpty();
        waitFor(Duration.ofHours(1));
        assertThat(file.value()).isEmpty();
        assertThat(opened).isEqualTo(1);
        assertThat(warnings).containsExactly(path + " is bad");
        Files.writeString(path, "good again");
        assertThat(file.value()).hasValue("good again");
    }

    @Test
    void whyItCannotBeReadIsToldAlsoIfThatComesAfterAnError() throws Exception {
        AtomicInteger opens = new AtomicInteger();
        WatchedFile<String> failing = new WatchedFile<>(path, WatchedFileTest::read, warnings::add, _ -> {
            if (opens.getAndIncrement() == 0) {
                throw new InternalError("said so");
            }
            throw new FileSystemException("token", null, "Too many open files");
        }, nanos::get);
        assertThatThrownBy(failing::value).isInstanceOf(InternalError.class);
        for (int i = 0; i < 2; i++) {
            waitFor(Duration.ofSeconds(1));
            assertThat(failing.value()).isEmpty();
        }
        assertThat(warnings).singleElement().asString().contains("cannot be read", "Too many open files");
    }

    /** Nor does anything else that goes wrong leave a credential in force that was taken away. */
    @Test
    void anErrorWhileItIsReadLeavesNothingOfBefore() throws Exception {
        List<String> texts = new ArrayList<>();
        WatchedFile<String> failing = new WatchedFile<>(path, text -> {
            texts.add(text);
            if (texts.size() == 2) {
                throw new InternalError("said so");
            }
            return text;
        }, warnings::add, Files::newInputStream, nanos::get);
        assertThat(failing.value()).hasValue("first");
        Files.writeString(path, "the second");
        assertThatThrownBy(failing::value).isInstanceOf(InternalError.class);
        assertThat(failing.value()).isEmpty();
        waitFor(Duration.ofSeconds(1));
        assertThat(failing.value()).hasValue("the second");
    }
}
