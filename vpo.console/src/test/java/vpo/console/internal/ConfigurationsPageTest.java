package vpo.console.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import org.junit.jupiter.api.Test;

import vpo.config.Configuration;
import vpo.config.Setting;
import vpo.config.Source;

class ConfigurationsPageTest {
    private static final Path FILE = Path.of("/home/anna/.vpo/config.toml");

    private final ConfigurationsPage page = new ConfigurationsPage(new Configuration(Optional.of(FILE),
            FILE.getParent(), FILE.resolveSibling("cache"), List.of(
                    setting("database_path", "/srv/library.db", new Source.Environment("VPO_DATABASE_PATH")),
                    setting("server.port", 8400, new Source.File(FILE, 3, 8)),
                    setting("server.bind", "127.0.0.1", new Source.Default()),
                    new Setting("server.auth_token", "a long secret", new Source.File(FILE, 4, 14), true, false),
                    new Setting("server.rate_limit.key", "another secret", new Source.File(FILE, 9, 7), true, false),
                    setting("plugins.radar.dish[0].name", "b", new Source.File(FILE, 12, 8)),
                    setting("plugins.radar.dish[1].name", "a", new Source.File(FILE, 14, 8)),
                    setting("plugins.radar.\"odd key\"", 1L, new Source.File(FILE, 15, 8))),
            published("vpo", "vpo.server", "vpo.server.rate_limit", "vpo.plugins.radar", "vpo.plugins.radar.dish~b",
                    "vpo.plugins.radar.dish~a"),
            List.of()));

    private static Setting setting(String key, Object value, Source source) {
        return new Setting(key, value, source, false, false);
    }

    private static Map<String, Map<String, Object>> published(String... pids) {
        Map<String, Map<String, Object>> all = new LinkedHashMap<>();
        List.of(pids).forEach(pid -> all.put(pid, Map.of()));
        return all;
    }

    /** As Felix writes it. */
    private static String form(String pid, String... properties) {
        return "{\"pid\":\"" + pid + "\",\"description\":\"This form is generated\",\"properties\":{" + String.join(",",
                List.of(properties).stream().map(name -> "\"" + name + "\":{\"name\":\"" + name
                        + "\",\"value\":1.50,\"is_set\":true,\"description\":\"\"}").toList())
                + "},\"bundle_location\":null}";
    }

    private static String origin(JsonObject form, String property) {
        return form.getAsJsonObject("properties").getAsJsonObject(property).get("description").getAsString();
    }

    @Test
    void eachValueTellsWhereItComesFrom() {
        JsonObject server = JsonParser.parseString(page.edit(form("vpo.server", "port", "bind", "unknown")))
                .getAsJsonObject();
        assertThat(origin(server, "port")).isEqualTo("From /home/anna/.vpo/config.toml:3:8");
        assertThat(origin(server, "bind")).isEqualTo("The default: nobody has set it");
        assertThat(origin(server, "unknown")).isEmpty();
        assertThat(server.get("description").getAsString())
                .isEqualTo("This form is generated\nOnly to be seen here: values"
                        + " are changed where they come from, chiefly in /home/anna/.vpo/config.toml. auth_token comes"
                        + " from /home/anna/.vpo/config.toml:4:14; it is a secret, and not shown.");
        JsonObject root = JsonParser.parseString(page.edit(form("vpo", "database_path"))).getAsJsonObject();
        assertThat(origin(root, "database_path")).isEqualTo("From VPO_DATABASE_PATH");
        assertThat(origin(JsonParser.parseString(page.edit(form("vpo.plugins.radar", "odd key"))).getAsJsonObject(),
                "odd key")).isEqualTo("From /home/anna/.vpo/config.toml:15:8");
    }

    @Test
    void instancesAreTheElementsOfTheArrayInItsOrder() {
        var list = JsonParser.parseString(page.edit("[" + form("vpo.plugins.radar.dish~a", "name") + ","
                + form("vpo.plugins.radar.dish~b", "name") + "]")).getAsJsonArray();
        assertThat(origin(list.get(0).getAsJsonObject(), "name")).endsWith(":14:8");
        assertThat(origin(list.get(1).getAsJsonObject(), "name")).endsWith(":12:8");
    }

    @Test
    void allElseStaysAsItIs() {
        assertThat(page.edit(form("vpo.server", "port"))).contains("\"value\":1.50", "\"bundle_location\":null");
        for (String answer : List.of(form("org.apache.felix.http", "port"), "[]", "{}", "{not JSON")) {
            assertThat(page.edit(answer)).isEqualTo(answer);
        }
    }

    @Test
    void thePageItselfGetsAScriptBehindFelixOwn() {
        String felix = "<script type=\"text/javascript\" src=\"/system/console/res/ui/config.js\"></script>";
        assertThat(page.edit("<p>\n" + felix + "<script>")).isEqualTo("<p>\n" + felix
                + "\n<script src=\"/system/console/vpo/res/felix-configuration.js\"></script><script>");
    }
}
