package vpo.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginSchemaTest {
    @TempDir
    private Path folder;
    private Trial trial;
    private Path plugins;

    @BeforeEach
    void start() {
        trial = new Trial(folder);
        plugins = trial.home.resolve(".vpo/plugins");
    }

    private Path fish() throws Exception {
        return PluginJar.built(plugins.resolve("fish.jar"), "fish", "1.0.0", "example.fish");
    }

    private Map<String, Object> published(String pid) throws ConfigurationException {
        return trial.readWithPlugins().published().get(pid);
    }

    @Test
    void values_and_defaults_have_the_types_that_the_plugin_asks_for() throws Exception {
        fish();
        trial.toml("[plugins.fish]\nmax_workers = 3\nratio = 1\nsmall = 7\nmark = 'x'\ndepths = [1, 2]\nmore = 5\n");
        Map<String, Object> fish = published("vpo.plugins.fish");
        assertThat(fish).containsEntry("max_workers", 3).containsEntry("ratio", 1.0).containsEntry("small", (byte) 7)
                .containsEntry("mark", 'x').containsEntry("more", 5L)
                .containsEntry("name", "a, b\\c ").containsEntry("bytes", 5_000_000_000L).containsEntry("factor", 0.5f)
                .containsEntry("wet", true).containsEntry("port", (short) 80).containsEntry("size", "BIG")
                .containsEntry("pin", "").containsEntry("dotted.key", "");
        assertThat((Integer[]) fish.get("depths")).containsExactly(1, 2);
        assertThat((String[]) fish.get("roots")).containsExactly("/a b", "c,d");
        assertThat((String[]) fish.get("sizes")).isEmpty();
    }

    /** As bnd writes them, an XML parser reads blanks; what the plugin gets without a value is its own default. */
    @Test
    void a_tab_as_a_default_is_left_to_the_plugin() throws Exception {
        metatype("sheet.jar", """
                <MetaData xmlns="http://www.osgi.org/xmlns/metatype/v1.0.0">
                  <OCD id="a" name="A"><AD id="gap" type="Character" default="\t"/>
                    <AD id="gaps" type="Character" cardinality="9" default=";,\t"/>
                    <AD id="most" type="Double" default="Infinity"/></OCD>
                  <Designate pid="vpo.plugins.sheet"><Object ocdref="a"/></Designate>
                </MetaData>
                """.getBytes(StandardCharsets.UTF_8));
        trial.toml("[plugins.sheet]\n");
        assertThat(published("vpo.plugins.sheet")).containsExactly(Map.entry("most", Double.POSITIVE_INFINITY));
        trial.toml("[plugins.sheet]\ngap = \"\\t\"\n");
        assertThat(published("vpo.plugins.sheet")).containsEntry("gap", '\t');
    }

    @Test
    void an_empty_array_is_of_the_right_type_too() throws Exception {
        fish();
        trial.toml("[plugins.fish]\ndepths = []\n");
        assertThat(published("vpo.plugins.fish").get("depths")).isInstanceOf(Integer[].class);
    }

    @Test
    void a_key_in_another_case_does_not_meet_its_default() throws Exception {
        fish();
        trial.toml("[plugins.fish]\nMAX_workers = 9\n");
        assertThat(published("vpo.plugins.fish")).containsEntry("MAX_workers", 9L).doesNotContainKey("max_workers");
    }

    @Test
    void instances_have_types_and_defaults() throws Exception {
        fish();
        trial.toml("[[plugins.fish.bait]]\nname = 'worm'\n[[plugins.fish.bait]]\nname = 'fly'\ngrams = 2\n"
                + "box.lid = 'open'\n");
        assertThat(published("vpo.plugins.fish.bait~worm")).containsEntry("grams", 10L).containsEntry("box.lid",
                "shut");
        assertThat(published("vpo.plugins.fish.bait~fly")).containsEntry("grams", 2L).containsEntry("box.lid", "open");
    }

    @Test
    void a_table_that_is_not_in_the_file_makes_no_configuration_but_its_defaults_are_shown() throws Exception {
        fish();
        Configuration configuration = trial.toml("").readWithPlugins();
        assertThat(configuration.published().keySet()).noneMatch(pid -> pid.contains("fish"));
        assertThat(configuration.setting("plugins.fish.max_workers")).hasToString(
                "plugins.fish.max_workers = 2 (default)");
        assertThat(configuration.setting("plugins.fish.pond.place").value()).isNull();
        assertThat(configuration.settings()).noneMatch(each -> each.key().contains("bait"));
        assertThat(configuration.warnings()).isEmpty();
    }

    @Test
    void all_is_shown_with_its_source_and_secrets_are_not() throws Exception {
        fish();
        Configuration configuration = trial.toml("[plugins.fish]\npin = 'correct horse'\napi_key = 'battery'\n"
                + "tokens = 3\nmark = 'x'\n[plugins.other]\napi_key = 'staple'\n").readWithPlugins();
        String text = ConfigReport.text(configuration);
        assertThat(text + ConfigReport.json(configuration)).doesNotContain("correct", "battery", "staple");
        assertThat(text.lines()).anyMatch(line -> line.matches("plugins\\.fish\\.pin +\\*{8} +.*config\\.toml:2:1"))
                .anyMatch(line -> line.matches("plugins\\.fish\\.tokens +3 +.*config\\.toml:4:1"))
                .anyMatch(line -> line.matches("plugins\\.fish\\.mark +\"x\" +.*config\\.toml:5:1"))
                .anyMatch(line -> line.matches("plugins\\.fish\\.bytes +5000000000 +default"))
                .anyMatch(line -> line.matches("plugins\\.fish\\.roots +\\[\"/a b\", \"c,d\"] +default"))
                .anyMatch(line -> line.matches("plugins\\.fish\\.\"dotted\\.key\" +\"\" +default"))
                .anyMatch(line -> line.matches("plugins\\.fish\\.pond\\.place +- +default"));
    }

    @Test
    void a_key_in_a_table_that_is_called_like_a_secret_is_one() throws Exception {
        metatype("mail.jar", """
                <MetaData xmlns="http://www.osgi.org/xmlns/metatype/v1.0.0">
                  <OCD id="a" name="A"><AD id="user" type="String" min="8" required="false"/></OCD>
                  <Designate pid="vpo.plugins.mail.credentials"><Object ocdref="a"/></Designate>
                </MetaData>
                """.getBytes(StandardCharsets.UTF_8));
        trial.toml("[plugins.mail.credentials]\nuser = 'hunter2'\n");
        assertThat(trial.linesWithPlugins()).containsExactly(
                "ERROR FILE:2:1: plugins.mail.credentials.user: Must be at least 8 characters (config.toml:2)");
        trial.toml("[plugins.mail.credentials]\nuser = 'correct horse'\n");
        assertThat(ConfigReport.text(trial.readWithPlugins())).doesNotContain("correct");
    }

    @Test
    void of_several_versions_the_highest_counts_wherever_it_lies() throws Exception {
        trial.toml("[plugins.fish]\nmax_workers = 100\n");
        PluginJar.built(plugins.resolve("z-old.jar"), "fish", "1.9.0", "example.fish");
        PluginJar.built(plugins.resolve("a-new.jar"), "fish", "1.10.0", "example.bird");
        assertThat(trial.linesWithPlugins()).containsExactly(
                "ERROR FILE:1:1: plugins.fish.nest: must be set: it has no default");
        Path builtIn = PluginJar.built(folder.resolve("built-in/fish.jar"), "fish", "2.0.0", "example.fish");
        assertThatThrownBy(() -> FileConfigurationSource.readWithPlugins(trial.inputs(trial.home), List.of(builtIn),
                trial.notes::add)).isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("plugins.fish.max_workers: Must be 1 to 64: 100");
        assertThat(trial.notes).isEmpty();
    }

    @Test
    void jars_within_a_jar_can_be_read_where_they_are() throws Exception {
        Path jar = PluginJar.built(folder.resolve("fish.jar"), "fish", "1.0.0", "example.fish");
        Path outer = PluginJar.with(folder.resolve("outer.jar"), "outer",
                Map.of("plugins/fish.jar", Files.readAllBytes(jar)));
        try (FileSystem zip = FileSystems.newFileSystem(outer)) {
            assertThat(PluginSchema.read(zip.getPath("plugins/fish.jar"))).map(PluginSchema::plugin).contains("fish");
        }
    }

    @Test
    void folders_are_looked_at_as_the_host_does() throws Exception {
        Path jar = PluginJar.built(folder.resolve("fish.jar"), "fish", "1.0.0", "example.fish");
        trial.toml("[plugins]\nplugin_dirs = ['/not/there', '" + folder.resolve("more") + "']\nfish.size = 'HUGE'\n");
        for (String elsewhere : List.of(".hidden.jar", "fish.jar.part", "within/fish.jar")) {
            Files.createDirectories(plugins.resolve(elsewhere).getParent());
            Files.copy(jar, plugins.resolve(elsewhere));
        }
        assertThat(trial.linesWithPlugins()).isEmpty();
        Files.createDirectories(folder.resolve("more"));
        Files.copy(jar, folder.resolve("more/fish.jar"));
        assertThat(trial.linesWithPlugins()).singleElement().asString().contains("Must be one of TINY, BIG: HUGE");
        trial.variable("VPO_PLUGIN_AUTO_LOAD", "false");
        assertThat(trial.linesWithPlugins()).as("plugins that are not loaded").isEmpty();
    }

    @Test
    void a_jar_that_cannot_be_read_is_noted_and_the_others_are() throws Exception {
        Path jar = fish();
        byte[] whole = Files.readAllBytes(jar);
        Files.write(plugins.resolve("half.jar"), Arrays.copyOf(whole, whole.length / 2));
        Files.writeString(plugins.resolve("garbage.jar"), "garbage");
        Files.writeString(plugins.resolve("empty.jar"), "");
        metatype("laughs.jar", "<!DOCTYPE a [<!ENTITY e \"ha\">]><a>&e;</a>".getBytes(StandardCharsets.UTF_8));
        metatype("large.jar", ("<a>" + " ".repeat(10 << 20) + "</a>").getBytes(StandardCharsets.UTF_8));
        PluginJar.with(plugins.resolve("climbs.jar"), "climbs", Map.of("../../x", new byte[1]));
        Map<String, byte[]> many = new LinkedHashMap<>();
        for (int i = 0; i < 300; i++) {
            many.put("OSGI-INF/metatype/" + i + ".xml", "<a/>".getBytes(StandardCharsets.UTF_8));
        }
        PluginJar.with(plugins.resolve("many.jar"), "many", many);
        trial.toml("[plugins.fish]\nlevel = 7\n[plugins.large]\nx = 1\n");
        assertThat(trial.linesWithPlugins()).containsExactly(
                "ERROR FILE:2:1: plugins.fish.level: Must be one of 1, 2: 7 (config.toml:2)");
        assertThat(trial.notes).hasSize(7).allMatch(note -> note.contains(": its settings are not checked: "))
                .anyMatch(note -> note.contains("laughs.jar") && note.contains("DOCTYPE"))
                .anyMatch(note -> note.contains("large.jar") && note.contains("is larger than 1048576 bytes"))
                .anyMatch(note -> note.contains("many.jar") && note.contains("more than 200"))
                .anyMatch(note -> note.contains("half.jar")).anyMatch(note -> note.contains("garbage.jar"))
                .anyMatch(note -> note.contains("empty.jar")).anyMatch(note -> note.contains("climbs.jar"));
    }

    private void metatype(String file, byte[] content) throws IOException {
        PluginJar.with(plugins.resolve(file), file.replace(".jar", ""), Map.of("OSGI-INF/metatype/a.xml", content));
    }

    @Test
    void a_plugin_that_says_nothing_gets_its_table_as_it_is() throws Exception {
        PluginJar.with(plugins.resolve("mute.jar"), "mute", Map.of());
        trial.toml("[plugins.mute]\na = 1\nb.c = 2\n");
        assertThat(trial.linesWithPlugins()).isEmpty();
        assertThat(published("vpo.plugins.mute")).containsExactly(Map.entry("a", 1L));
        assertThat(published("vpo.plugins.mute.b")).containsExactly(Map.entry("c", 2L));
    }

    @Test
    void what_is_no_plugin_has_no_schema() throws Exception {
        Path jar = folder.resolve("lib.jar");
        Path annotations = Path.of(org.osgi.annotation.versioning.Version.class.getProtectionDomain().getCodeSource()
                .getLocation().toURI());
        Files.copy(annotations, jar);
        assertThat(PluginSchema.read(jar)).isEmpty();
    }

    @Test
    void the_documents_of_an_installed_plugin_are_read_with_the_same_care() throws Exception {
        Path large = Files.write(folder.resolve("large.xml"), new byte[2 << 20]);
        URL url = large.toUri().toURL();
        assertThatThrownBy(() -> PluginSchema.read("fish", List.of(url))).isInstanceOf(IOException.class)
                .hasMessageContaining("is larger than");
    }
}
