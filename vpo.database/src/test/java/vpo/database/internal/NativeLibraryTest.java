package vpo.database.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeLibraryTest {
    @TempDir
    private Path folder;

    @Test
    void isWrittenOnceAndNothingElse() throws Exception {
        NativeLibrary library = new NativeLibrary(folder.resolve("data/native"));
        Path installed = library.install();
        assertThat(installed).isNotEmptyFile().hasParent(folder.resolve("data/native"));
        FileTime past = FileTime.fromMillis(1_000_000_000_000L);
        Files.setLastModifiedTime(installed, past);
        assertThat(library.install()).isEqualTo(installed);
        assertThat(Files.getLastModifiedTime(installed)).isEqualTo(past);
        assertThat(installed.getParent()).isDirectoryContaining(file -> file.equals(installed));
        assertThat(Databases.prints(installed.getParent())).hasSize(1);
    }

    @Test
    void isWrittenAnewWhenItsBytesDiffer() throws Exception {
        NativeLibrary library = new NativeLibrary(folder);
        Path installed = library.install();
        byte[] right = Files.readAllBytes(installed);
        byte[] wrong = right.clone();
        wrong[wrong.length / 2] ^= 1;
        Files.write(installed, wrong);
        assertThat(library.install()).hasBinaryContent(right);
        Files.write(installed, new byte[0]);
        assertThat(library.install()).hasBinaryContent(right);
        assertThat(Databases.prints(folder)).hasSize(1);
    }

    /** As it is where the bundle is not on Java's own class path. */
    @Test
    void whatIsInNoJarIsComparedByItsBytes() throws Exception {
        byte[] right = Files.readAllBytes(new NativeLibrary(folder).install());
        Path unpacked = Files.write(folder.resolve("unpacked.so"), right);
        byte[] wrong = right.clone();
        wrong[wrong.length / 2] ^= 1;
        assertThat(NativeLibrary.isSame(right, unpacked.toUri().toURL())).isTrue();
        assertThat(NativeLibrary.isSame(wrong, unpacked.toUri().toURL())).isFalse();
        assertThat(NativeLibrary.isSame(Arrays.copyOf(right, right.length - 1), unpacked.toUri().toURL())).isFalse();
    }

    @Test
    void aFolderThatCannotBeWrittenIsOneClearLine() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));
        assertThatThrownBy(() -> new NativeLibrary(file.resolve("native")).install())
                .isInstanceOf(DatabaseException.class).message().contains(file.toString(), "org.sqlite.lib.path")
                .doesNotContain("\n");
    }

    @Test
    void anOperatorsLibraryThatIsNotThereIsOneClearLineAndTheTemporaryFolderStaysEmpty() throws Exception {
        Path temporary = Files.createDirectory(folder.resolve("tmp"));
        String message = Verification.start("-Djava.io.tmpdir=" + temporary, "-Dorg.sqlite.lib.path=" + folder)
                .of(folder.resolve("native"), folder.resolve("library.db")).getFirst();
        assertThat(message).contains(folder.resolve("libsqlitejdbc.so").toString(), "cannot be loaded", "noexec");
        assertThat(temporary).isEmptyDirectory();
        assertThat(folder.resolve("library.db")).doesNotExist();
    }

    @Test
    void theTemporaryFolderStaysEmpty() throws Exception {
        Path temporary = Files.createDirectory(folder.resolve("tmp"));
        Path path = folder.resolve("library.db");
        assertThat(Verification.start("-Djava.io.tmpdir=" + temporary).of(folder.resolve("native"), path))
                .containsExactly("verified");
        assertThat(path).isNotEmptyFile();
        assertThat(temporary).isEmptyDirectory();
    }

    @Test
    void theOperatorsLibraryCounts() throws Exception {
        Path theirs = new NativeLibrary(folder.resolve("theirs")).install();
        assertThat(Verification
                .start("-Dorg.sqlite.lib.path=" + theirs.getParent(), "-Dorg.sqlite.lib.name=" + theirs.getFileName())
                .of(folder.resolve("native"), folder.resolve("library.db"))).containsExactly("verified");
        assertThat(folder.resolve("native")).doesNotExist();
    }

    @Test
    void nothingIsOpenedBeforeItIsLoaded() throws Exception {
        Path temporary = Files.createDirectory(folder.resolve("tmp"));
        assertThat(Verification.start("-Djava.io.tmpdir=" + temporary).ofNothing()).singleElement().asString()
                .contains("before its native library is loaded");
        assertThat(temporary).isEmptyDirectory();
    }
}
