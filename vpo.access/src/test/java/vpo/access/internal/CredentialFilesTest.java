package vpo.access.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vpo.access.internal.Operators.Verdict;
import vpo.access.internal.WatchedFile.Unusable;
import vpo.access.internal.password.PasswordHash;

class CredentialFilesTest {
    @TempDir
    private Path data;

    private void put(String file, String text) throws IOException {
        Path part = Files.writeString(data.resolve("part"), text);
        Files.move(part, data.resolve(file), StandardCopyOption.ATOMIC_MOVE);
    }

    @Test
    void theLocalTokenIsItsUsersAloneNewEachTimeAndGoesWithTheDaemon() throws Exception {
        Path file = data.resolve("admin-token");
        LocalToken first = LocalToken.create(data);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
        String text = Files.readString(file).strip();
        assertThat(text).matches("[\\w-]{43}");
        assertThat(first.is(text)).isTrue();
        LocalToken second = LocalToken.create(data);
        assertThat(second.is(text)).isFalse();
        first.remove();
        assertThat(file).as("it is the second's").exists();
        second.remove();
        assertThat(data).isEmptyDirectory();
    }

    @Test
    void aTokenFileIsReadAgainWhenItChanges() throws Exception {
        put("token", "the first token, long enough\nsecond line\n");
        TokenFile file = TokenFile.of("test", data.resolve("token"));
        file.require();
        assertThat(file.check("the first token, long enough")).isEqualTo(Verdict.RIGHT);
        assertThat(file.check("second line")).isEqualTo(Verdict.WRONG);
        put("token", "the second token, long enough");
        assertThat(file.check("the first token, long enough")).isEqualTo(Verdict.WRONG);
        assertThat(file.check("the second token, long enough")).isEqualTo(Verdict.RIGHT);
        put("token", "short");
        assertThat(file.isThere()).isFalse();
        Files.delete(data.resolve("token"));
        assertThat(file.isThere()).isFalse();
        assertThat(file.check("the second token, long enough")).isEqualTo(Verdict.WRONG);
        put("token", "the second token, long enough");
        assertThat(file.isThere()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "   \n", "fifteen letters", "\nthe token in the second line"})
    void aTokenFileWithoutATokenIsNoGood(String text) throws Exception {
        put("token", text);
        assertThatThrownBy(TokenFile.of("server.auth_token_file", data.resolve("token"))::require)
                .isInstanceOf(Unusable.class).hasMessageStartingWith("server.auth_token_file: " + data + "/token has");
    }

    @Test
    void whatIsNoFileIsNoTokenFile() throws Exception {
        assertThatThrownBy(TokenFile.of("x", data.resolve("nothing"))::require).hasMessageEndingWith("is not there");
        assertThatThrownBy(TokenFile.of("x", data)::require).hasMessageEndingWith("is no file");
        put("large", "x".repeat(5000));
        assertThatThrownBy(TokenFile.of("x", data.resolve("large"))::require).hasMessageContaining("larger than");
        Files.write(data.resolve("latin"), new byte[]{(byte) 0xe4, (byte) 0xe4});
        assertThatThrownBy(TokenFile.of("x", data.resolve("latin"))::require).hasMessageEndingWith("not in UTF-8");
    }

    @Test
    void aStoredPasswordIsKnownAgainUntilItIsAnother() throws Exception {
        StoredPassword stored = new StoredPassword(data, new Seal());
        assertThat(stored.isThere()).isFalse();
        assertThat(stored.check("")).isEqualTo(Verdict.WRONG);
        put(PasswordHash.FILE, PasswordHash.of("correct horse".toCharArray()) + "\n");
        assertThat(stored.isThere()).isTrue();
        assertThat(stored.check("wrong horse!")).isEqualTo(Verdict.WRONG);
        assertThat(stored.check("correct horse")).isEqualTo(Verdict.RIGHT);
        // By their hash, no more than two at once would be looked at.
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Verdict>> checks = IntStream.range(0, 200)
                    .mapToObj(_ -> threads.submit(() -> stored.check("correct horse"))).toList();
            for (Future<Verdict> check : checks) {
                assertThat(check.get()).isEqualTo(Verdict.RIGHT);
            }
        }
        put(PasswordHash.FILE, PasswordHash.of("another horse".toCharArray()).toString());
        assertThat(stored.check("correct horse")).isEqualTo(Verdict.WRONG);
        put(PasswordHash.FILE, "nonsense");
        assertThat(stored.isThere()).isFalse();
        assertThat(stored.check("another horse")).isEqualTo(Verdict.WRONG);
    }
}
