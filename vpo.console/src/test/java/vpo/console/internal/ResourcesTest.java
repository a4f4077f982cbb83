package vpo.console.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

class ResourcesTest {
    private final Resources resources = new Resources();

    @Test
    void every_file_is_found_and_the_same_each_time() throws Exception {
        for (String name : names("/res/")) {
            assertThat(resources.find(name)).as(name).isPresent();
            assertThat(resources.find(name).orElseThrow()).isSameAs(resources.find(name).orElseThrow());
        }
    }

    @Test
    void every_page_has_its_html() throws Exception {
        for (String name : names("/pages/")) {
            assertThat(resources.html(name.replace(".html", ""))).as(name).contains("<");
        }
    }

    @Test
    void nothing_else_can_be_had() {
        assertThat(resources.find("../pages/top.html")).isEmpty();
        assertThat(resources.find("")).isEmpty();
    }

    private static List<String> names(String folder) throws Exception {
        try (Stream<Path> files = Files.list(Path.of(Resources.class.getResource(folder).toURI()))) {
            List<String> names = files.map(file -> file.getFileName().toString()).toList();
            assertThat(names).isNotEmpty();
            return names;
        }
    }
}
