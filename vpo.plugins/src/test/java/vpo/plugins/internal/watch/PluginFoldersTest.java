package vpo.plugins.internal.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginFoldersTest {
    @TempDir
    Path folder;

    @Test
    void a_file_settles_when_two_looks_find_it_the_same() throws Exception {
        PluginFolders folders = new PluginFolders(List.of(folder));
        Path jar = Files.writeString(folder.resolve("a.jar"), "a");
        assertThat(folders.look().changed()).isEmpty();
        assertThat(folders.look().changed()).containsExactly(jar);
        assertThat(folders.look().changed()).isEmpty();
        for (int i = 0; i < 5; i++) {
            Files.writeString(jar, "more", StandardOpenOption.APPEND);
            assertThat(folders.look().changed()).isEmpty();
            assertThat(folders.isUnchanged(jar)).isFalse();
        }
        assertThat(folders.look().changed()).containsExactly(jar);
        assertThat(folders.isUnchanged(jar)).isTrue();
        folders.forget(jar);
        assertThat(folders.look().changed()).containsExactly(jar);
    }

    @Test
    void a_rename_over_is_seen_even_if_size_and_time_are_the_same() throws Exception {
        PluginFolders folders = new PluginFolders(List.of(folder));
        Path jar = Files.writeString(folder.resolve("a.jar"), "a");
        folders.look();
        folders.look();
        Path other = Files.writeString(folder.resolve("b.tmp"), "b");
        Files.setLastModifiedTime(other, Files.getLastModifiedTime(jar));
        Files.move(other, jar, StandardCopyOption.REPLACE_EXISTING);
        folders.look();
        assertThat(folders.look().changed()).containsExactly(jar);
    }

    @Test
    void only_jars_that_are_not_hidden_are_looked_at_and_folders_that_are_not_there_are_known() throws Exception {
        Path gone = folder.resolve("gone");
        PluginFolders folders = new PluginFolders(List.of(folder, gone));
        Files.writeString(folder.resolve("a.txt"), "a");
        Files.writeString(folder.resolve(".a.jar"), "a");
        Files.createDirectory(folder.resolve("d.jar"));
        Files.createSymbolicLink(folder.resolve("dangling.jar"), gone);
        Path jar = Files.writeString(folder.resolve("a.jar"), "a");
        PluginFolders.Look look = folders.look();
        assertThat(look.present()).containsExactly(jar);
        assertThat(look.readable()).containsExactly(folder);
    }

    @Test
    void a_file_that_cannot_be_looked_at_is_there_and_as_it_was() throws Exception {
        PluginFolders folders = new PluginFolders(List.of(folder));
        Path target = Files.writeString(folder.resolve("target"), "a");
        Path jar = Files.createSymbolicLink(folder.resolve("a.jar"), target);
        folders.look();
        folders.look();
        Path aside = Files.move(target, folder.resolve("aside"));
        // Every look at it ends with an error of its own: too many links.
        Files.createSymbolicLink(target, target);
        for (int i = 0; i < 3; i++) {
            PluginFolders.Look look = folders.look();
            assertThat(look.present()).containsExactly(jar);
            assertThat(look.changed()).isEmpty();
            assertThat(look.settling()).isFalse();
        }
        assertThat(new PluginFolders(List.of(folder)).look().present()).as("and was not seen before")
                .containsExactly(jar);
        Files.move(aside, target, StandardCopyOption.REPLACE_EXISTING);
        folders.look();
        assertThat(folders.look().changed()).as("renamed twice, which its time of change tells").containsExactly(jar);
        Files.delete(target);
        assertThat(folders.look().present()).isEmpty();
    }
}
