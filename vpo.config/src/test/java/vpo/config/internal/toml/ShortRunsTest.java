package vpo.config.internal.toml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a text has {@code @}, a long run of comments and empty lines is put. */
class ShortRunsTest {
    private static final List<String> RUNS = List.of("# x\n".repeat(20), "\n".repeat(20),
            "# '''\r\n  \r\n".repeat(10), "\t#\"\n\n # é😀 \"\"\"\n".repeat(7), "#\u0080\n".repeat(20),
            "# x\n".repeat(9) + "#\u0001\n".repeat(20), "# x\n".repeat(9) + "#\r#\n".repeat(20));

    @ParameterizedTest
    @ValueSource(strings = {"# x\n", "\n", "\r\n", " \t# é\r\n", "#\n\n"})
    @Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
    void a_long_run_takes_no_long_time_and_places_are_those_of_the_file(String lines) throws TomlException {
        String run = lines.repeat(5000);
        int line = 1 + (int) run.chars().filter(c -> c == '\n').count();
        assertThat(TomlParser.parse(run + "a = 1").entries())
                .containsExactly(Map.entry("a", new Node.Value(1L, new Position(line, 1))));
        assertThat(TomlParser.parse("a = [ #\n" + run + " 1]").entries().get("a")).isEqualTo(
                new Node.Array(List.of(new Node.Value(1L, new Position(line + 1, 2))), new Position(1, 1)));
        TomlException e = catchThrowableOfType(TomlException.class,
                () -> TomlParser.parse(run + "b = 1\n" + run + "b = 1"));
        assertThat(e.faults()).containsExactly(new TomlException.Fault(Optional.of(new Position(2 * line, 1)),
                "b previously defined at line " + line + ", column 1"));
    }

    @Test
    void only_the_first_lines_of_a_run_are_kept_and_none_of_a_string_is_left_out() {
        String run = "#\n".repeat(20);
        String eight = "#\n".repeat(8);
        ShortRuns runs = ShortRuns.of(run + "a = '''\n" + run + "'''\n" + run + "#");
        assertThat(runs.text()).isEqualTo(eight + "a = '''\n" + run + "'''\n" + eight + "#");
        assertThat(runs.line(8)).isEqualTo(8);
        assertThat(runs.line(9)).isEqualTo(21);
        assertThat(runs.line(30)).isEqualTo(42);
        assertThat(runs.line(39)).isEqualTo(63);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a = \"\"\"\n@\"\"\"\nb = 1\n@c = 2\n", "a = '''\n@'''\n@b = 1\n",
            "a = \"\"\"x\"\"\"\"\"\n@b = 1\n",
            "a = [\"\"\"x\"\"\"\", \"\"\"y\n@\"\"\"]\n@b = 1\n", "a = '''x'''''\n@b = '''\n@'''",
            "a = \"\"\"\\\"\"\"\n@\"\"\"\n@b = 1", "a = \"\"\"\\\n@x\"\"\"\n@b = 1",
            "a = \"\"\"\\\r\n@x\"\"\"\r\n@b = 1",
            "a = '''\\'''\n@b = '''\n@'''", "a = \"# '''\"\n@b = 1\n", "a = '# \"\"\"'\n@b = 1\n",
            "a = 1 # '''\n@b = 2 # \"\"\"\n@c = 3", "# \"\"\"\n@a = \"\"\n@b = ''\n@\"c\" = 'x'\n@",
            "a = \"\\\"\" # \"\"\"\n@b = 1", "\"#\" = 1\n@'#' = 2\n@[\"#\".c]\n@d = 1"})
    void strings_are_read_as_ever(String text) {
        assertRead(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a = [ # c\n@ 1, # c\n@ [ 2 ],\n@ ] # c\n@[t]\n@b = 1\n@[[u]]\n@[[u]]\n@c = 1",
            "a = [{b = 1},\n@\"x\"\n@,]", "a.b = 1\n@[c]\n@a.b = 1\n@[[d.e]]\n@", "a = \"\ud83d\ude00\"\n@\"é\" = 1 2"})
    void arrays_and_tables_are_read_as_ever(String text) {
        assertRead(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a = [1,\n@b = 2\n@", "a = {b = 1,\n@[t]\n@", "a = [\n@", "a = [1\n@[t]\n@b = 1\n",
            "a = [1,\n@&\n@b = ]\n@c = 1",
            "a = {b = 1,\n@c = 2}\n@d =\n@e = 1", "a = \"x\n@b = 1\n@c =\n", "a = \"x\\\n@b = 1\n@c =\n",
            "a = 'x\n@b = 1\n@c =\n", "a = \"\"\"x\n@b = 1\n@", "a = '''x\n@b = 1\n@", "a = 1\n@a = 2\n@[a]\n@[[a]]\n@",
            "a.b = 1\n@[a]\n@b = 2\n@[a.b.c]\n@", "a = {}\n@[a.b]\n@", "a = []\n@[[a]]\n@",
            "a = 1 2\n@b 3\n@= 4\n@[\n@[]\n@[[x]\n@", "@", "@#", "#\u0001\n@a = 1\n@",
            "a = \"\"\"\u0001\n@\"\"\"\n@b = 1",
            "a = 1 \r@b = 2\n@", "'''a''' = 1\n@b = 2",
            "\"x at line 9, column 9\" = 1\n@\"x at line 9, column 9\" = 2\n@",
            "\"at line 9, column 9\" =\n@"})
    void errors_are_told_as_ever(String text) {
        assertRead(text);
    }

    private static void assertRead(String text) {
        RUNS.forEach(run -> assertSame(run + text.replace("@", run)));
    }

    /** What is read, or is told, against what that is if all lines of the runs are parsed. */
    static void assertSame(String text) {
        assertThat(read(ShortRuns.of(text))).as(text).isEqualTo(read(ShortRuns.ofAnyLength(text)));
    }

    private static Object read(ShortRuns runs) {
        try {
            return TomlParser.parse(runs);
        } catch (TomlException e) {
            return e.faults();
        }
    }
}
