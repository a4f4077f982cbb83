package vpo.launcher.serve;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

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

    /** Such as that the disk is full, which it is for root, too. */
    @Test
    void what_is_no_matter_of_rights_is_told_as_what_it_is() throws Exception {
        Path data = Files.createDirectory(folder.resolve("data"));
        Files.createDirectories(data.resolve("plugins-store/requests"));
        ConfigInputs inputs = new ConfigInputs(Optional.empty(), Map.of(), Map.of("VPO_DATA_DIR", data.toString()),
                folder, folder);
        BundleCommand command = new BundleCommand("1", inputs, _ -> {});
        Path unreadable = Files.createDirectory(folder.resolve("folder.jar"));
        try (DataDirectory _ = DataDirectory.take(data)) {
            assertThatExceptionOfType(StartException.class)
                    .isThrownBy(() -> command.run("plugin", Map.of(), Optional.of(unreadable)))
                    .withMessage("the daemon with the data directory " + data
                            + " cannot be asked: Is a directory");
        }
    }
}
