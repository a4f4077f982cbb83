package vpo.config.internal.toml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TomlFileTest {
    @TempDir
    private Path folder;

    @Test
    void reads_text_as_it_is() throws Exception {
        Path file = Files.writeString(folder.resolve("c.toml"), "a = \"é€😀\"\r\n");
        assertThat(TomlFile.read(file)).contains("a = \"é€😀\"\r\n");
    }

    @Test
    void a_missing_file_is_nothing() throws Exception {
        assertThat(TomlFile.read(folder.resolve("c.toml"))).isEmpty();
        assertThat(TomlFile.read(folder.resolve("no/such/folder/c.toml"))).isEmpty();
        assertThat(TomlFile.read(Files.writeString(folder.resolve("file"), "").resolve("c.toml"))).isEmpty();
    }

    @Test
    void a_link_is_followed() throws Exception {
        Path file = Files.writeString(folder.resolve("real"), "x = 1");
        assertThat(TomlFile.read(Files.createSymbolicLink(folder.resolve("c.toml"), file))).contains("x = 1");
    }

    @Test
    void a_link_to_nowhere_is_an_error() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("c.toml"), folder.resolve("nowhere"));
        assertThat(refusal(link)).isEqualTo("is a symbolic link to a file that does not exist");
    }

    @Test
    void a_link_to_itself_is_an_error() throws IOException {
        Path link = folder.resolve("c.toml");
        Files.createSymbolicLink(link, link);
        assertThat(refusal(link)).startsWith("cannot be read: Too many levels of symbolic links");
    }

    @Test
    void what_is_the_files_fault_does_not_pass_and_what_is_the_systems_may() throws IOException {
        Path loop = folder.resolve("loop");
        Files.createSymbolicLink(loop, loop);
        Path nowhere = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("nowhere"));
        for (Path file : List.of(loop, nowhere, folder, Path.of("/dev/zero"))) {
            assertThat(catchThrowableOfType(TomlException.class, () -> TomlFile.read(file)).passing()).isEmpty();
        }
        // Nothing is mapped where it begins: an error of the disk for who reads it.
        TomlException e = catchThrowableOfType(TomlException.class, () -> TomlFile.read(Path.of("/proc/self/mem")));
        assertThat(e).hasMessage("cannot be read: Input/output error");
        assertThat(e.passing()).get().isInstanceOf(IOException.class);
    }

    @Test
    void a_directory_is_an_error() {
        assertThat(refusal(folder)).isEqualTo("is a directory, expected a file");
    }

    @Test
    void a_device_is_an_error() {
        assertThat(refusal(Path.of("/dev/zero"))).isEqualTo("is not a regular file");
    }

    @Test
    @Timeout(30)
    void a_fifo_is_an_error_and_does_not_hang() throws Exception {
        Path fifo = folder.resolve("fifo");
        assertThat(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor()).isZero();
        assertThat(refusal(fifo)).isEqualTo("is not a regular file");
    }

    @Test
    void a_huge_file_is_refused_with_its_size() throws IOException {
        Path file = folder.resolve("huge.toml");
        try (RandomAccessFile huge = new RandomAccessFile(file.toFile(), "rw")) {
            huge.setLength(100_000_000);
        }
        assertThat(refusal(file)).isEqualTo("is too large: 100000000 bytes, at most 1048576 are read");
    }

    @Test
    void the_largest_file_is_read() throws Exception {
        Path file = Files.writeString(folder.resolve("c.toml"), "#".repeat(TomlFile.MAX_BYTES));
        assertThat(TomlFile.read(file).map(String::length)).contains(TomlFile.MAX_BYTES);
    }

    @Test
    void a_file_whose_size_is_not_told_is_bounded_all_the_same() throws Exception {
        // Files in /proc say that they are empty.
        assertThat(TomlFile.read(Path.of("/proc/self/status")).orElseThrow()).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            EFBBBF61    | 1:1: starts with a byte order mark: save the file as UTF-8 without BOM
            FFFE6100    | 1:1: is UTF-16: save the file as UTF-8 without BOM
            FEFF0061    | 1:1: is UTF-16: save the file as UTF-8 without BOM
            61003D31    | 1:2: holds a NUL byte: this is not a text file
            610A620A6300| 3:2: holds a NUL byte: this is not a text file
            FC          | 1:1: is not UTF-8: byte 0xFC
            0A61C328    | 2:2: is not UTF-8: byte 0xC3
            61E282      | 1:2: is not UTF-8: byte 0xE2
            C3A9C3A980  | 1:3: is not UTF-8: byte 0x80
            EDA080      | 1:1: is not UTF-8: byte 0xED
            """)
    void what_is_not_text_is_told_with_its_place(String hex, String told) throws IOException {
        Path file = Files.write(folder.resolve("c.toml"), HexFormat.of().parseHex(hex));
        assertThat(refusal(file)).isEqualTo(told);
    }

    private static String refusal(Path file) {
        TomlException e = catchThrowableOfType(TomlException.class, () -> TomlFile.read(file));
        assertThat(e.faults()).hasSize(1);
        TomlException.Fault fault = e.faults().getFirst();
        return fault.position().map(p -> p.line() + ":" + p.column() + ": ").orElse("") + fault.message();
    }
}
