package vpo.config.internal.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FoldersTest {
    /** What the system cannot write: half a character, as no locale is needed for that. */
    private static final String HALF = "/a\ud800";
    private static final String HINT = "in the character set " + System.getProperty("sun.jnu.encoding")
            + ": set LC_ALL, for example to C.UTF-8";

    @TempDir
    private Path folder;

    private final Folders folders = new Folders(Path.of("/home"), Path.of("/base"), ServiceFolders.NONE);

    @ParameterizedTest
    @CsvSource({"a/./b//c/., /base/a/b/c", "a/../b, /base/b", "../../../a, /a", "/.., /", "/a/b/../../c/.., /",
            "., /base",
            "~, /home", "~/, /home", "~/a/../b, /home/b", "~/.., /", "~//x, /home/x", "~///, /home", "~/./x, /home/x"})
    void a_path_is_absolute_and_without_dots(String written, Path meant) throws InvalidValueException {
        assertThat(folders.resolve(written)).isEqualTo(meant);
    }

    @Test
    void above_a_link_is_what_is_above_the_folder_that_it_leads_to() throws Exception {
        Path real = folder.toRealPath();
        Path sub = Files.createDirectories(real.resolve("real/sub"));
        Files.createSymbolicLink(real.resolve("cur"), sub);
        Files.createSymbolicLink(real.resolve("linked"), real.resolve("real"));
        Files.createSymbolicLink(real.resolve("nowhere"), real.resolve("gone/sub"));
        Path file = Files.writeString(real.resolve("real/config.toml"), "");
        assertThat(folders.resolve(real + "/cur/../config.toml")).isEqualTo(file);
        assertThat(new Folders(real, real, ServiceFolders.NONE).resolve("cur/../config.toml")).isEqualTo(file);
        assertThat(new Folders(real.resolve("cur/.."), real, ServiceFolders.NONE).resolve("~/config.toml"))
                .isEqualTo(file);
        assertThat(ServiceFolders.of(Map.of("STATE_DIRECTORY", real + "/cur/..")).state())
                .contains(real.resolve("real"));
        assertThat(folders.resolve(real + "/nowhere/../config.toml")).isEqualTo(real.resolve("config.toml"));
        // The names that somebody wrote stay where they mean the same.
        assertThat(folders.resolve(real + "/cur")).isEqualTo(real.resolve("cur"));
        assertThat(folders.resolve(real + "/linked/sub/../config.toml")).isEqualTo(real.resolve("linked/config.toml"));
    }

    @Test
    void a_path_outside_the_character_set_is_told_with_what_helps() {
        assertThatThrownBy(() -> folders.resolve(HALF)).isInstanceOf(InvalidValueException.class)
                .hasMessageStartingWith("Not a path: ").hasMessageEndingWith(" " + HINT);
        assertThatThrownBy(() -> folders.resolve("a\0")).hasMessage("Not a path: Nul character not allowed");
    }

    @Test
    void a_service_managers_folder_outside_the_character_set_is_a_fault_and_not_another_folder() {
        Map<String, String> environment = Map.of("STATE_DIRECTORY", HALF, "LOGS_DIRECTORY", "/logs");
        assertThat(ServiceFolders.of(environment).state()).isEmpty();
        assertThat(ServiceFolders.of(environment).logs()).contains(Path.of("/logs"));
        assertThat(ServiceFolders.faults(environment)).hasSize(1);
        assertThat(ServiceFolders.faults(environment).get("STATE_DIRECTORY")).endsWith(HINT);
    }
}
