package vpo.config.internal.toml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TomlParserTest {
    @Test
    void keeps_the_place_of_everything() throws TomlException {
        Node.Table root = TomlParser.parse("""
                [server]
                  port = 1
                a.b = { c = 2 }
                [[rows]]
                [[rows]]
                x = [ 1,
                    true ]
                """);
        Node.Table server = (Node.Table) root.entries().get("server");
        assertThat(server.position()).isEqualTo(new Position(1, 1));
        assertThat(server.entries().get("port")).isEqualTo(new Node.Value(1L, new Position(2, 3)));
        Node.Table b = (Node.Table) ((Node.Table) server.entries().get("a")).entries().get("b");
        assertThat(b.entries().get("c")).isEqualTo(new Node.Value(2L, new Position(3, 9)));
        Node.Array rows = (Node.Array) root.entries().get("rows");
        assertThat(rows.ofTables()).isTrue();
        assertThat(rows.elements()).extracting(Node::position).containsExactly(new Position(4, 1), new Position(5, 1));
        Node.Array x = (Node.Array) ((Node.Table) rows.elements().get(1)).entries().get("x");
        assertThat(x.elements().get(1)).isEqualTo(new Node.Value(true, new Position(7, 5)));
    }

    @Test
    void keeps_the_order_of_the_file() throws TomlException {
        assertThat(TomlParser.parse("z = 1\na = 2\nm = 3").entries().keySet()).containsExactly("z", "a", "m");
    }

    @Test
    void tells_every_fault_with_its_place() {
        assertThat(faults("a = \nb = 1 2\nc = 3\n[d\n")).extracting(f -> f.position().orElseThrow())
                .containsExactly(new Position(1, 5), new Position(2, 7), new Position(4, 3));
    }

    @Test
    void tells_a_bounded_number_of_faults() {
        List<TomlException.Fault> faults = faults("k y\n".repeat(1000));
        assertThat(faults).hasSize(21);
        assertThat(faults.getLast().message()).isEqualTo("and 980 more");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "a = 8f14e45fceea167a5a36dedd4bea2543 | Unexpected text, expected a newline or end-of-input",
            "a = 1 2                              | Unexpected '2', expected a newline or end-of-input",
            "a = 1 ü                              | Unexpected '\\u00fc', expected a newline or end-of-input",
            "a = [1 hunter2]                      | Unexpected 'h', expected ], a comma, or a newline",
            "a = 1 ]                              | Unexpected ']', expected a newline or end-of-input",
            "hunter2 hunter2                      | Unexpected text, expected . or =",
            "a = \"\\q\"                           | Invalid escape sequence '\\q'",
            "a = \"\u0001\"                       | Unexpected '\\u0001', expected \" or a character"})
    void tells_single_characters_and_no_text_that_may_be_a_secret(String toml, String message) {
        assertThat(faults(toml)).extracting(TomlException.Fault::message).first().isEqualTo(message);
        assertThat(faults(toml)).noneMatch(fault -> fault.message().matches(".*(unter2|14e45).*"));
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 10_000, 500_000})
    void refuses_deep_nesting(int depth) {
        assertThat(faults("a = " + "[".repeat(depth) + "]".repeat(depth)).getFirst().message()).contains("too deep");
        assertThat(faults("a = " + "[".repeat(depth)).getFirst().message()).isNotEmpty();
        assertThat(faults("a." + "b.".repeat(depth) + "c = 1").getFirst().message()).contains("too deep");
        assertThat(faults("[a." + "b.".repeat(depth) + "c]").getFirst().message()).contains("too deep");
        assertThat(faults("a = " + "{b = ".repeat(depth) + "1" + "}".repeat(depth)).getFirst().message())
                .contains("too deep");
    }

    private static List<TomlException.Fault> faults(String text) {
        return catchThrowableOfType(TomlException.class, () -> TomlParser.parse(text)).faults();
    }
}
