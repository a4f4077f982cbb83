package vpo.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigReportTest {
    @TempDir
    private Path folder;

    private Trial trial() {
        return new Trial(folder).toml("""
                [server]
                auth_token = "do not show this"
                [plugins.foo]
                text = "a \\"b\\" \\\\ \\n é \\u0001"
                list = [1, 2]
                real = inf
                """);
    }

    @Test
    void text_is_aligned() throws ConfigurationException {
        List<String> lines = ConfigReport.text(trial().read()).lines().toList();
        assertThat(lines).hasSize(KnownKey.all().size() + 3).doesNotHaveDuplicates();
        int value = lines.getFirst().indexOf('"');
        assertThat(lines).allMatch(line -> line.charAt(value) != ' ' && line.charAt(value - 1) == ' ');
        assertThat(lines).anyMatch(line -> line.matches("server\\.port +8321 +default"))
                .anyMatch(line -> line.matches("server\\.auth_token +\\*{8} +.*config\\.toml:2:1"))
                .anyMatch(line -> line.matches("tools\\.ffmpeg +- +default"))
                .anyMatch(line -> line.matches("plugins\\.foo\\.list +\\[1, 2] .*"));
    }

    @Test
    void json_is_json() throws ConfigurationException {
        JsonArray array = JsonParser.parseString(ConfigReport.json(trial().read())).getAsJsonArray();
        assertThat(array).hasSize(KnownKey.all().size() + 3)
                .allMatch(e -> List.copyOf(e.getAsJsonObject().keySet()).equals(List.of("key", "value", "source")));
        assertThat(value(array, "server.port").getAsInt()).isEqualTo(8321);
        assertThat(value(array, "server.auth_token").getAsString()).isEqualTo("********");
        assertThat(value(array, "plugins.metadata.radarr.api_key").isJsonNull()).isTrue();
        assertThat(value(array, "plugins.foo.text").getAsString()).isEqualTo("a \"b\" \\ \n é \u0001");
        assertThat(value(array, "plugins.foo.list")).hasToString("[1,2]");
        assertThat(value(array, "plugins.foo.real").getAsString()).isEqualTo("inf");
        assertThat(value(array, "jobs.auto_purge").getAsBoolean()).isTrue();
        assertThat(value(array, "plugins.plugin_dirs").getAsJsonArray()).hasSize(1);
    }

    @Test
    void secrets_are_shown_nowhere() throws ConfigurationException {
        Configuration configuration = trial().read();
        assertThat(ConfigReport.text(configuration) + ConfigReport.json(configuration) + configuration.settings())
                .doesNotContain("do not show this");
    }

    @Test
    void problems_are_lines() {
        assertThat(ConfigReport.problems(List.of())).isEmpty();
        assertThat(ConfigReport.problems(List.of(new Problem(Problem.Severity.ERROR, "f:1:1", "a.b", "is bad"),
                new Problem(Problem.Severity.WARNING, "VPO_X", "", "is odd"))))
                .isEqualTo("ERROR f:1:1: a.b: is bad\nWARNING VPO_X: is odd\n");
    }

    private static JsonElement value(JsonArray array, String key) {
        return array.asList().stream().map(JsonElement::getAsJsonObject)
                .filter(object -> object.get("key").getAsString().equals(key)).map((JsonObject o) -> o.get("value"))
                .findFirst().orElseThrow();
    }
}
