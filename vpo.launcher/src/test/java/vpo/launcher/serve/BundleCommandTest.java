package vpo.launcher.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import vpo.config.ConfigInputs;

class BundleCommandTest {
    @TempDir
    private Path folder;

    private BundleCommand command(Map<String, String> environment) {
        return new BundleCommand("1", new ConfigInputs(Optional.empty(), Map.of(), environment, folder, folder),
                _ -> {});
    }

    /** He could put other jars into a cache in a folder of his, and root would run them. */
    @Test
    void root_does_not_go_where_the_file_of_somebody_else_says() throws Exception {
        assumeTrue(Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0));
        Path theirs = Files.createDirectory(folder.resolve("theirs"));
        Path file = Files.writeString(theirs.resolve("config.toml"),
                "data_directory = '" + folder.resolve("made") + "'\n");
        // Whose the file is does not matter where another one can be put in its place.
        Files.setOwner(theirs, theirs.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
        BundleCommand command = command(Map.of("VPO_CONFIG_PATH", file.toString()));
        assertThatExceptionOfType(StartException.class)
                .isThrownBy(() -> command.run("plugin", Map.of(), Optional.empty()))
                .withMessageContaining("root does not go by the data_directory in " + file)
                .withMessageContaining("'sudo -u nobody'");
        assertThat(folder.resolve("made")).doesNotExist();
    }

    /** Such as that the disk is full, which it is for root, too. */
    @Test
    void what_is_no_matter_of_rights_is_told_as_what_it_is() throws Exception {
        Path data = Files.createDirectory(folder.resolve("data"));
        Files.createDirectories(data.resolve("plugins-store/requests"));
        BundleCommand command = command(Map.of("VPO_DATA_DIR", data.toString()));
        Path unreadable = Files.createDirectory(folder.resolve("folder.jar"));
        try (DataDirectory _ = DataDirectory.take(data)) {
            assertThatExceptionOfType(StartException.class)
                    .isThrownBy(() -> command.run("plugin", Map.of(), Optional.of(unreadable)))
                    .withMessage("the daemon with the data directory " + data
                            + " cannot be asked: Is a directory");
        }
    }
}
