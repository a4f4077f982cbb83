package vpo.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import vpo.config.internal.schema.Key;
import vpo.config.internal.schema.Schema;

/** The page for people says what the schema says, key by key. */
class DocumentationTest {
    private static final Path PAGE = Path.of("../docs/configuration.md");

    static Stream<KnownKey> keys() {
        return KnownKey.all().stream();
    }

    @ParameterizedTest
    @MethodSource("keys")
    void each_key_has_its_row_below_its_table(KnownKey key) throws IOException {
        int dot = key.key().lastIndexOf('.');
        String heading = dot < 0 ? "### Top of the file" : "### `[" + key.key().substring(0, dot) + "]`";
        List<String> lines = Files.readAllLines(PAGE);
        int from = lines.indexOf(heading);
        assertThat(from).as(heading).isNotNegative();
        assertThat(lines.subList(from + 1, lines.size()).stream().takeWhile(line -> !line.startsWith("#")))
                .contains(row(key));
    }

    @Test
    void there_are_no_rows_of_keys_that_are_gone() throws IOException {
        assertThat(Files.readAllLines(PAGE).stream().filter(line -> line.matches("\\| `[a-z_]+` \\|.*")))
                .hasSameSizeAs(KnownKey.all());
    }

    @Test
    void each_variable_without_a_key_is_named() throws IOException {
        assertThat(Files.readString(PAGE))
                .contains(Schema.variables().stream().map(Key::variable).map(name -> "| `" + name + "` |").toList());
    }

    private static String row(KnownKey key) {
        String setBy = (code(key.variable()) + " " + code(key.flag())).trim();
        String fallback = key.fallback().isEmpty() ? "none" : code(key.fallback());
        String more = (key.secret() ? "; secret" : "") + (key.restart() ? "; restart" : "")
                + (key.used() ? "" : "; not used yet");
        return String.join(" | ", "| `" + key.key().substring(key.key().lastIndexOf('.') + 1) + "`",
                key.type().replaceFirst("^an? ", ""), fallback, setBy, key.rule(), key.description() + more + " |");
    }

    private static String code(String text) {
        return text.isEmpty() ? "" : "`" + text + "`";
    }
}
