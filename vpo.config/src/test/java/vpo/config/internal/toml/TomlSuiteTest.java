package vpo.config.internal.toml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The public toml-test suite, as far as it is about TOML 1.0, against what the daemon reads with. */
class TomlSuiteTest {
    private static final Path SUITE = Path.of("src/test/resources/toml-test");
    /** Not TOML 1.0: {@code \e} is of a later version. */
    private static final Set<String> NOT_OURS = Set.of("valid/string/escape-esc");
    /** Where the library is known to be wrong. A case that comes right must leave this list. */
    private static final Set<String> KNOWN_FAILURES = Set.of();

    @TestFactory
    Stream<DynamicTest> valid() throws IOException {
        return cases("valid").map(name -> DynamicTest.dynamicTest(name, () -> judge(name, () -> {
            JsonElement expected = JsonParser.parseString(Files.readString(SUITE.resolve(name + ".json")));
            assertThat(typed(read(name))).isEqualTo(normal(expected));
        })));
    }

    @TestFactory
    Stream<DynamicTest> invalid() throws IOException {
        return cases("invalid").map(name -> DynamicTest.dynamicTest(name, () -> judge(name,
                () -> assertThatThrownBy(() -> read(name)).isInstanceOf(TomlException.class))));
    }

    @TestFactory
    Stream<DynamicTest> with_long_runs_of_comments_between_all_lines() throws IOException {
        return Stream.concat(cases("valid"), cases("invalid")).map(name -> DynamicTest.dynamicTest(name, () -> {
            // Those that are not UTF-8 are as good for this as others.
            String text = Files.readString(SUITE.resolve(name + ".toml"), StandardCharsets.ISO_8859_1);
            ShortRunsTest.assertSame(text.replace("\n", "\n" + "# \"'\n\n \t\r\n".repeat(4)));
        }));
    }

    @Test
    void the_suite_is_whole() throws IOException {
        assertThat(cases("valid").count()).isEqualTo(99);
        assertThat(cases("invalid").count()).isEqualTo(234);
    }

    private interface Check {
        void run() throws Exception;
    }

    private static void judge(String name, Check check) throws Exception {
        if (KNOWN_FAILURES.contains(name)) {
            assertThatThrownBy(check::run).isInstanceOf(Throwable.class);
        } else {
            check.run();
        }
    }

    private static Stream<String> cases(String kind) throws IOException {
        try (Stream<Path> files = Files.walk(SUITE.resolve(kind))) {
            List<String> names = files.map(file -> SUITE.relativize(file).toString())
                    .filter(name -> name.endsWith(".toml")).map(name -> name.substring(0, name.length() - 5))
                    .filter(name -> !NOT_OURS.contains(name)).sorted().toList();
            return names.stream();
        }
    }

    private static Node read(String name) throws TomlException {
        return TomlParser.parse(TomlFile.read(SUITE.resolve(name + ".toml")).orElseThrow());
    }

    /** What was read, in the suite's terms: a type and a value for each leaf. */
    private static Object typed(Node node) {
        return switch (node) {
            case Node.Table table -> table.entries().entrySet().stream()
                    .collect(Collectors.toMap(Map.Entry::getKey, e -> typed(e.getValue())));
            case Node.Array array -> array.elements().stream().map(TomlSuiteTest::typed).toList();
            // The suite does not tell the two zeros apart.
            case Node.Value(Double value, var _) -> new Leaf("float", value + 0.0);
            case Node.Value(Object value, var _) -> new Leaf(type(value), value);
        };
    }

    private record Leaf(String type, Object value) {}

    private static String type(Object value) {
        return switch (value) {
            case String _ -> "string";
            case Long _ -> "integer";
            case Boolean _ -> "bool";
            case OffsetDateTime _ -> "datetime";
            case LocalDateTime _ -> "datetime-local";
            case LocalDate _ -> "date-local";
            case LocalTime _ -> "time-local";
            default -> throw new IllegalArgumentException(value.getClass().getName());
        };
    }

    /** What is expected, in the same terms. */
    private static Object normal(JsonElement json) {
        if (json.isJsonArray()) {
            return json.getAsJsonArray().asList().stream().map(TomlSuiteTest::normal).toList();
        }
        JsonObject object = json.getAsJsonObject();
        if (object.size() == 2 && object.has("type") && object.get("type").isJsonPrimitive()) {
            String type = object.get("type").getAsString();
            return new Leaf(type, value(type, object.get("value").getAsString()));
        }
        return object.asMap().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, e -> normal(e.getValue())));
    }

    private static Object value(String type, String text) {
        return switch (type) {
            case "string" -> text;
            case "integer" -> Long.valueOf(text);
            case "float" -> switch (text) {
                case "inf", "+inf" -> Double.POSITIVE_INFINITY;
                case "-inf" -> Double.NEGATIVE_INFINITY;
                case "nan", "+nan", "-nan" -> Double.NaN;
                default -> Double.valueOf(text) + 0.0;
            };
            case "bool" -> Boolean.valueOf(text);
            case "datetime" -> OffsetDateTime.parse(text);
            case "datetime-local" -> LocalDateTime.parse(text);
            case "date-local" -> LocalDate.parse(text);
            case "time-local" -> LocalTime.parse(text);
            default -> throw new IllegalArgumentException(type);
        };
    }
}
