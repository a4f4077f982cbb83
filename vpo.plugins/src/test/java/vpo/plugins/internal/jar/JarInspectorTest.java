package vpo.plugins.internal.jar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.Version;

import vpo.plugins.internal.Jars;

class JarInspectorTest {
    @TempDir
    Path folder;

    @Test
    void a_plugin_is_read() throws Exception {
        PluginJar jar = inspect(Jars.plugin("cat", "1.2.3").header("Export-Package",
                "a.b;c;version=\"1.0\";uses:=\"x,y\",d").header("Bundle-SymbolicName", "test.cat;singleton:=true"));
        assertThat(jar.symbolicName()).isEqualTo("test.cat");
        assertThat(jar.version()).isEqualTo(new Version(1, 2, 3));
        assertThat(jar.name()).isEqualTo("cat");
        assertThat(jar.isPlugin()).isTrue();
        assertThat(jar.exports()).containsExactlyInAnyOrder("a.b", "c", "d");
    }

    @Test
    void an_ordinary_bundle_goes_by_its_symbolic_name() throws Exception {
        PluginJar jar = inspect(Jars.bundle("org.example.lib", "1"));
        assertThat(jar.name()).isEqualTo("org.example.lib");
        assertThat(jar.isPlugin()).isFalse();
    }

    @Test
    void a_jar_that_is_no_bundle_is_told_how_to_become_one() {
        refused(Jars.plain(), "is a jar but no OSGi bundle", "bnd wrap");
    }

    @Test
    void every_shorter_part_of_a_jar_is_not_whole() throws Exception {
        byte[] whole = Jars.plugin("cat", "1").entry("a.txt", new byte[1000]).bytes();
        Path file = folder.resolve("part.jar");
        for (int length = 0; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThatExceptionOfType(NotWholeException.class).as("%s bytes", length)
                    .isThrownBy(() -> new JarInspector().inspect(file));
        }
    }

    @Test
    void a_jar_of_the_right_length_with_a_hole_is_not_whole() throws Exception {
        byte[] content = new byte[20_000];
        new Random(1).nextBytes(content);
        byte[] bytes = Jars.plugin("cat", "1").entry("a.bin", content).bytes();
        Arrays.fill(bytes, 5_000, 9_000, (byte) 0);
        Path file = Files.write(folder.resolve("hole.jar"), bytes);
        assertThatExceptionOfType(NotWholeException.class).isThrownBy(() -> new JarInspector().inspect(file));
    }

    @Test
    void garbage_is_not_whole() throws Exception {
        Path file = Files.writeString(folder.resolve("x.jar"), "garbage");
        assertThatExceptionOfType(NotWholeException.class).isThrownBy(() -> new JarInspector().inspect(file));
    }

    @ParameterizedTest
    @ValueSource(strings = {"../evil", "a/../../evil", "/etc/evil", "a\\..\\evil", "C:/evil", "C:a\nb", ".."})
    void an_entry_that_points_out_is_refused(String name) {
        refused(Jars.plugin("cat", "1").entry(name, new byte[1]), "points out of it");
    }

    @Test
    void a_zip_bomb_is_refused() {
        refused(Jars.plugin("cat", "1").entry("bomb", new byte[20_000_000]), "zip bomb");
    }

    @Test
    void blanks_in_a_small_file_are_no_bomb() throws Exception {
        assertThat(inspect(Jars.plugin("cat", "1").entry("blanks", new byte[500_000])).name()).isEqualTo("cat");
    }

    @Test
    void too_many_bytes_and_entries_are_refused() throws Exception {
        Jars jars = Jars.plugin("cat", "1").entry("a", new byte[3_000_000]).entry("b", new byte[10]);
        Path file = jars.write(folder.resolve("large.jar"));
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> new JarInspector(new JarLimits(1 << 20, 100, 2 << 20, 5000)).inspect(file))
                .withMessageContaining("unpacks to more than 2 MiB");
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> new JarInspector(new JarLimits(1 << 20, 2, 1 << 30, 5000)).inspect(file))
                .withMessageContaining("has 3 entries, more than 2");
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> new JarInspector(new JarLimits(100, 2, 1 << 30, 5000)).inspect(file))
                .withMessageContaining("is larger than");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "Cat", "cat-", "-cat", "1cat", "c t", "cat_x", "../x"})
    void a_plugins_name_is_checked(String name) {
        refused(Jars.bundle("test.x", "1").header("Provide-Capability", "vpo.plugin;name=\"" + name + "\""),
                "has the plugin name '" + name + "'");
    }

    @Test
    void a_plugins_version_is_its_bundles() throws Exception {
        assertThat(inspect(withVersion("1.2.3", "version:Version=\"1.2.3\"")).version())
                .isEqualTo(new Version(1, 2, 3));
        assertThat(inspect(withVersion("1.2", "version:Version=1.2.0")).version()).isEqualTo(new Version(1, 2, 0));
        refused(withVersion("1.2.3", "version:Version=1.2.4"), "plugin version 1.2.4", "bundle version 1.2.3");
        // What bnd leaves of a macro in an annotation.
        refused(withVersion("1.2.3", "version:Version=\"${Bundle-Version}\""), "plugin version ${Bundle-Version}");
    }

    private static Jars withVersion(String version, String attribute) {
        return Jars.bundle("test.x", version).header("Provide-Capability", "vpo.plugin;name=cat;" + attribute);
    }

    @Test
    void fragments_two_plugins_in_one_and_false_capabilities_are_refused() {
        refused(Jars.bundle("test.x", "1").header("Fragment-Host", "vpo.http"), "is a fragment");
        refused(Jars.bundle("test.x", "1").header("Provide-Capability", "vpo.plugin;name=aa,vpo.plugin;name=bb"),
                "one bundle is one plugin");
        refused(Jars.bundle("test.x", "1").header("Provide-Capability", "vpo.api;version:Version=9"),
                "the daemon's own");
        refused(Jars.bundle("test.x", "1.x"), "has a version that is none");
        refused(Jars.bundle("../x", "1"), "has a symbolic name that is none");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a;=", "a;==", "=", "a,b; = ;c", "a;=\"v\""})
    void a_header_with_an_attribute_that_has_no_name_is_refused(String header) {
        refused(Jars.bundle("test.x", "1").header("Export-Package", header), "has a manifest with a header that is");
        refused(Jars.bundle("test.x", "1").header("Provide-Capability", header),
                "has a manifest with a header that is");
    }

    private PluginJar inspect(Jars jars) throws Exception {
        return new JarInspector().inspect(jars.write(folder.resolve("x.jar")));
    }

    private void refused(Jars jars, String... words) {
        assertThatExceptionOfType(RefusedException.class).isThrownBy(() -> inspect(jars))
                .satisfies(e -> assertThat(e.getMessage()).contains(words));
    }
}
