package vpo.launcher.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import javax.lang.model.SourceVersion;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written; that it builds and runs is shown by {@code vpo.itest.process.PluginNewIT}. */
class PluginProjectTest {
    private static final byte[] API = {1, 2, 3};

    @TempDir
    private Path folder;

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    @Test
    void everyPlaceholderIsFilledIn() throws IOException {
        new PluginProject("sub-check", API).write(folder);
        assertThat(files()).hasSize(11).filteredOn(each -> !each.toString().endsWith(".jar"))
                .allSatisfy(each -> assertThat(each).content().doesNotContain("@name", "@class", "version@", "@{",
                        "${bnd", "${slf4j"));
        assertThat(folder.resolve("src/main/java/plugin/sub_check/SubCheckPlugin.java")).content()
                .contains("package plugin.sub_check;", "@Plugin(name = \"sub-check\"", "class SubCheckPlugin");
        assertThat(folder.resolve(".gitignore")).hasContent("target/");
    }

    @Test
    void anotherApiIsAnotherArtifact() throws IOException {
        new PluginProject("one", API).write(folder.resolve("one"));
        new PluginProject("one", new byte[]{4}).write(folder.resolve("other"));
        assertThat(files()).filteredOn(each -> each.toString().endsWith(".jar")).extracting(Path::getFileName)
                .extracting(Path::toString).allMatch(each -> each.matches("vpo\\.api-.+-[0-9a-f]{8}\\.jar"))
                .doesNotHaveDuplicates().hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"new", "int", "class", "a-1", "x9", "servlet", "http", "plugin", "true", "a--b"})
    void goodNamesMakeGoodJavaNames(String name) {
        assertThat(PluginProject.objection(name)).isEmpty();
        assertThat(SourceVersion.isName(PluginProject.packageName(name))).as(PluginProject.packageName(name)).isTrue();
        assertThat(SourceVersion.isName(PluginProject.className(name) + "Plugin")).isTrue();
    }

    /** As the language's specification lists them, section 3.9, and its three literals. */
    @ParameterizedTest
    @ValueSource(strings = {"abstract continue for new switch", "assert default if package synchronized",
            "boolean do goto private this", "break double implements protected throw", "byte else import public throws",
            "case enum instanceof return transient", "catch extends int short try", "char final interface static void",
            "class finally long strictfp volatile", "const float native super while", "true false null"})
    void noPackageIsNamedAsAKeyword(String words) {
        assertThat(words.split(" ")).allSatisfy(word -> {
            assertThat(SourceVersion.isKeyword(word)).as(word).isTrue();
            assertThat(SourceVersion.isName(PluginProject.packageName(word))).as(word).isTrue();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "A1", "1a", "a_b", "a-", "-a", "\u00e4b", "a b", "a/b", "..", "metadata", "trust"})
    void badNamesAreRefused(String name) {
        assertThat(PluginProject.objection(name)).isPresent();
    }

    @ParameterizedTest
    @CsvSource({"sub-check,SubCheck", "a-1,A1", "x9,X9", "a--b,AB"})
    void classesAreNamedAfterThePlugin(String name, String expected) {
        assertThat(PluginProject.className(name)).isEqualTo(expected);
    }

    @Test
    void whatIsThereIsLeftAlone() throws IOException {
        Path mine = Files.writeString(folder.resolve("mine"), "x");
        PluginProject project = new PluginProject("cat-box", API);
        assertThatExceptionOfType(DirectoryNotEmptyException.class).isThrownBy(() -> project.write(folder))
                .satisfies(e -> assertThat(PluginProject.reason(folder, e)).contains(folder + " is not empty"));
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> project.write(mine))
                .satisfies(e -> assertThat(PluginProject.reason(mine, e)).contains(mine + " is there, and is not a"));
        assertThat(files()).containsExactly(mine);
    }
}
