package vpo.plugins.internal.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginStoreTest {
    private static final Quarantine WHY = new Quarantine("throws:\n  \"x\" = ü", Instant.parse("2026-01-02T03:04:05Z"));

    @TempDir
    Path folder;

    private String add(PluginStore store, String content) throws IOException {
        return store.add(Files.writeString(folder.resolve("source.jar"), content));
    }

    private PluginState state() {
        return PluginState.of("test.cat", "cat", folder.resolve("cät = 1.jar"));
    }

    @Test
    void a_state_is_read_as_it_was_saved() throws Exception {
        PluginStore store = PluginStore.open(folder.resolve("store"));
        String one = add(store, "one");
        String two = add(store, "two");
        PluginState state = state().activated(one, "cat").activated(two, "tom").quarantine(one, WHY).enabled(false);
        store.save(state);
        assertThat(PluginStore.open(folder.resolve("store")).states()).containsExactly(state);
        assertThat(state.quarantined().get(one).reason()).isEqualTo("throws: \"x\" = ü");
    }

    @Test
    void files_are_named_by_what_is_in_them() throws Exception {
        PluginStore store = PluginStore.open(folder.resolve("store"));
        String hash = add(store, "one");
        assertThat(hash).isEqualTo("7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed");
        assertThat(store.jar(hash)).hasContent("one");
        assertThat(store.holds(hash)).isTrue();
        Files.writeString(store.jar(hash), "two");
        assertThat(store.holds(hash)).isFalse();
    }

    @Test
    void a_file_that_has_more_than_it_had_is_not_read_on_and_on() throws Exception {
        // The kernel makes its content as it is read: its size is none.
        Path growing = Path.of("/proc/version");
        PluginStore store = PluginStore.open(folder.resolve("store"));
        assertThatIOException().isThrownBy(() -> store.add(growing)).withMessageContaining("grows while it is read");
        assertThatIOException().isThrownBy(() -> Sha256.of(growing)).withMessageContaining("grows while it is read");
        assertThat(folder.resolve("store/parts")).isEmptyDirectory();
        assertThat(folder.resolve("store/versions")).isEmptyDirectory();
    }

    @Test
    void only_the_newest_versions_are_kept_and_the_rest_is_swept() throws Exception {
        PluginStore store = PluginStore.open(folder.resolve("store"));
        PluginState state = state();
        for (String content : new String[]{"a", "b", "c", "d"}) {
            state = state.activated(add(store, content), "cat");
        }
        store.save(state);
        String staged = add(store, "staged");
        store.sweep(Set.of(staged));
        assertThat(folder.resolve("store/versions").toFile().list()).hasSize(4);
        store.sweep(Set.of());
        assertThat(folder.resolve("store/versions").toFile().list()).hasSize(3);
        assertThat(state.kept()).hasSize(3).startsWith(state.active().orElseThrow());
    }

    @Test
    void no_state_names_a_file_that_is_not_there() throws Exception {
        PluginStore store = PluginStore.open(folder.resolve("store"));
        assertThatIllegalArgumentException().isThrownBy(() -> store.save(state().activated("0".repeat(64), "cat")));
        assertThat(store.states()).isEmpty();
    }

    @Test
    void a_state_whose_active_version_has_lost_its_file_can_be_changed_in_all_else() throws Exception {
        PluginStore store = PluginStore.open(folder.resolve("store"));
        String one = add(store, "one");
        store.save(state().activated(one, "cat"));
        Files.delete(store.jar(one));
        store.save(store.state("test.cat").orElseThrow().enabled(false));
        PluginStore next = PluginStore.open(folder.resolve("store"));
        next.save(next.state("test.cat").orElseThrow().quarantine("0".repeat(64), WHY));
        assertThat(next.state("test.cat").orElseThrow().active()).contains(one);
        assertThat(next.state("test.cat").orElseThrow().enabled()).isFalse();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> next.save(state().activated("0".repeat(64), "cat")));
    }

    @Test
    void an_earlier_version_whose_file_was_deleted_is_kept_no_longer() throws Exception {
        PluginStore store = PluginStore.open(folder.resolve("store"));
        String one = add(store, "one");
        String two = add(store, "two");
        String three = add(store, "three");
        PluginState state = state().activated(one, "cat").activated(two, "cat").activated(three, "cat");
        store.save(state);
        Files.delete(store.jar(one));
        store.save(state.enabled(false));
        assertThat(store.state("test.cat").orElseThrow().kept()).containsExactly(three, two);
        Files.delete(store.jar(two));
        Files.delete(store.jar(three));
        PluginStore next = PluginStore.open(folder.resolve("store"));
        PluginState read = next.state("test.cat").orElseThrow();
        assertThat(read.kept()).as("the active one is not forgotten").containsExactly(three);
        String four = add(next, "four");
        next.save(read.activated(four, "cat"));
        assertThat(next.state("test.cat").orElseThrow().kept()).containsExactly(four);
    }

    @Test
    void a_damaged_state_is_put_aside() throws Exception {
        PluginStore store = PluginStore.open(folder.resolve("store"));
        store.save(state().activated(add(store, "one"), "cat"));
        Path file = folder.resolve("store/state/test.cat.properties");
        String text = Files.readString(file);
        for (String damage : new String[]{"", text.replace("kept=", "kept=zz"), text.replaceAll("(?m)^name=.*$", ""),
                text.replace("test.cat", "test.dog"), "\\u00"}) {
            Files.writeString(file, damage);
            assertThat(PluginStore.open(folder.resolve("store")).states()).as(damage).isEmpty();
            assertThat(folder.resolve("store/state/test.cat.properties.damaged")).hasContent(damage);
        }
    }

    @Test
    void what_a_kill_left_behind_is_cleared_away_and_nobody_else_can_look_in() throws Exception {
        Path store = folder.resolve("store");
        add(PluginStore.open(store), "unnamed");
        Files.writeString(store.resolve("parts/half"), "x");
        Files.setPosixFilePermissions(store, PosixFilePermissions.fromString("rwxrwxrwx"));
        PluginStore.open(store);
        assertThat(store.resolve("parts")).isEmptyDirectory();
        assertThat(store.resolve("versions")).isEmptyDirectory();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(store))).isEqualTo("rwx------");
    }

    @Test
    void quarantine_of_the_active_version_goes_back_to_the_one_before() {
        String a = "a".repeat(64);
        String b = "b".repeat(64);
        PluginState state = state().activated(a, "cat").activated(b, "cat");
        assertThat(state.previous()).contains(a);
        assertThat(state.quarantine(b, WHY).active()).contains(a);
        assertThat(state.quarantine(a, WHY).active()).contains(b);
        assertThat(state.quarantine(b, WHY).quarantine(a, WHY).active()).isEmpty();
        assertThat(state.quarantine(b, WHY).previous()).isEmpty();
        assertThat(state.quarantine(b, WHY).released().quarantined()).isEqualTo(Map.of());
        assertThat(state().active()).isEqualTo(Optional.empty());
    }

    @Test
    void quarantine_does_not_grow_without_end() {
        PluginState state = state();
        for (int i = 0; i < 30; i++) {
            state = state.quarantine(String.format("%064x", i), new Quarantine("x", Instant.ofEpochSecond(i)));
        }
        assertThat(state.quarantined()).as("a version whose file may be there is never released").hasSize(30);
        Set<String> there = Set.of(String.format("%064x", 0), String.format("%064x", 29));
        assertThat(state.forgettingAbsent(there::contains).quarantined().keySet()).hasSize(12).containsAll(there)
                .contains(String.format("%064x", 19), String.format("%064x", 28))
                .doesNotContain(String.format("%064x", 18));
    }
}
