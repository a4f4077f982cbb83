package vpo.plugin.scan.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import vpo.plugin.scan.library.ScanOptions;

class OrderTest {
    @TempDir
    private Path folder;
    private Path root;

    @BeforeEach
    void makeRoot() throws IOException {
        root = Files.createDirectories(folder.resolve("media"));
    }

    private Order parse(String body) throws Refusal {
        return Order.parse(body, List.of(root));
    }

    private Refusal refusal(String body) {
        return catchThrowableOfType(Refusal.class, () -> parse(body));
    }

    private Refusal refusalOf(Path path) {
        return refusal("{\"paths\": [\"" + path + "\"]}");
    }

    @Test
    void isAllRootsByDefault() throws Refusal {
        assertThat(parse("{}")).isEqualTo(new Order(List.of(root), ScanOptions.INCREMENTAL));
        assertThat(parse(" ")).isEqualTo(new Order(List.of(root), ScanOptions.INCREMENTAL));
    }

    @Test
    void mayNameFoldersAndOptions() throws Refusal {
        assertThat(parse("{\"paths\": [\"" + root + "/x/../tv/\", \"" + root + "\"], \"full\": true, \"prune\": true,"
                + " \"verify_hash\": true}"))
                .isEqualTo(new Order(List.of(root.resolve("tv"), root), new ScanOptions(true, true, true)));
    }

    @Test
    void isRefusedOutsideTheRoots() throws IOException {
        for (String path : List.of("..", "../media2", "/etc", "x/../..", "../../../../../../..")) {
            assertThat(refusalOf(root.resolve(path)).code()).as(path).isEqualTo("OUTSIDE_ROOTS");
        }
        Files.createSymbolicLink(root.resolve("link"), folder);
        assertThat(refusalOf(root.resolve("link")).status()).isEqualTo(403);
        assertThat(refusalOf(Path.of("media")).getMessage()).isEqualTo("not an absolute path: media");
        assertThat(catchThrowableOfType(Refusal.class, () -> Order.parse("{}", List.of())).getMessage())
                .contains("[plugins.scan]");
    }

    @Test
    void mayGoThroughARootThatIsALink() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("library"), root);
        Files.createDirectory(root.resolve("tv"));
        assertThat(Order.parse("{\"paths\": [\"" + link + "/tv\"]}", List.of(link)).folders())
                .containsExactly(link.resolve("tv"));
    }

    @Test
    void knowsAFolderByTheNameThatItHasBelowARoot() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("library"), root);
        Files.createDirectory(root.resolve("tv"));
        Files.createSymbolicLink(root.resolve("shows"), root.resolve("tv"));
        // As the shell names it after "cd", and as the kernel does.
        for (Path name : List.of(link.resolve("tv"), root.resolve("tv"), link.resolve("shows"))) {
            assertThat(Order.parse("{\"paths\": [\"" + name + "\"]}", List.of(link)).folders()).as(name.toString())
                    .containsExactly(link.resolve("tv"));
        }
        assertThat(Order.parse("{\"paths\": [\"" + root + "\"]}", List.of(link, root)).folders())
                .containsExactly(root);
    }

    @Test
    void isToldTheRoots() {
        assertThat(refusalOf(Path.of("/etc")).getMessage())
                .endsWith("roots in the configuration's table [plugins.scan]: "
                        + root);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "[]", "7", "{'full': true}", "{\"full\": true} x", "\u0000", "{\"full\": true,}"})
    void mustBeJson(String body) {
        assertThat(refusal(body).code()).isEqualTo("INVALID_JSON");
        assertThat(refusal(body).status()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"full\": 1}", "{\"prune\": \"true\"}", "{\"verify_hash\": null}", "{\"paths\": []}",
            "{\"paths\": \"/m\"}", "{\"paths\": [7]}", "{\"paths\": [\"\\u0000\"]}", "{\"path\": [\"/m\"]}"})
    void mustHaveTheRightTypes(String body) {
        assertThat(refusal(body).code()).isEqualTo("INVALID_REQUEST");
    }
}
