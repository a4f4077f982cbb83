package vpo.config.internal.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

/**
 * In the daemon the exported package comes from the launcher's class path, and with it everything that it uses. The
 * bridge comes from the bundle: it would get other classes of the same names, or none at all.
 */
class BoundaryTest {
    private static final Path SOURCES = Path.of("src/main/java/vpo/config");

    @Test
    void the_bridge_uses_exported_types_alone() throws IOException {
        assertThat(imports(SOURCES.resolve("internal/bridge"))).isNotEmpty()
                .noneMatch(line -> line.contains("vpo.config.internal") || line.contains("tomlj"));
    }

    @Test
    void what_is_pure_needs_no_container() throws IOException {
        for (String part : List.of("toml", "schema", "load", "metatype")) {
            assertThat(imports(SOURCES.resolve("internal").resolve(part))).isNotEmpty().allMatch(line -> line.matches(
                    "import (static )?(java|javax\\.xml|org\\.w3c|org\\.xml|vpo\\.config|org\\.tomlj)\\..*"));
        }
        assertThat(imports(SOURCES)).filteredOn(line -> line.contains("org.osgi"))
                .allMatch(line -> line.contains("annotation"));
    }

    private static List<String> imports(Path folder) throws IOException {
        List<String> imports = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
                Files.readAllLines(file).stream().filter(line -> line.startsWith("import ")).forEach(imports::add);
            }
        }
        return imports;
    }
}
