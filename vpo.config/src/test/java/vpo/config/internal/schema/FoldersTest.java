package vpo.config.internal.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Test;

/** Paths that the system cannot write: half a character, as no locale is needed for that. */
class FoldersTest {
    private static final String HALF = "/a\ud800";
    private static final String HINT = "in the character set " + System.getProperty("sun.jnu.encoding")
            + ": set LC_ALL, for example to C.UTF-8";

    private final Folders folders = new Folders(Path.of("/home"), Path.of("/base"), ServiceFolders.NONE);

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
