package vpo.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import vpo.config.ConfigurationSource.Reload;

class ReloadTest {
    @TempDir
    private Path folder;
    private Trial trial;
    private FileConfigurationSource source;

    @BeforeEach
    void start() throws ConfigurationException {
        trial = new Trial(folder).toml("""
                [server]
                port = 1111
                [logging]
                level = "info"
                [plugins.foo]
                a = 1
                """);
        source = trial.source();
    }

    @Test
    void nothing_differs() {
        Configuration before = source.current();
        assertThat(source.reload()).isInstanceOf(Reload.Unchanged.class);
        assertThat(source.current()).usingRecursiveComparison().isEqualTo(before);
    }

    @Test
    void a_value_that_only_moved_is_no_change_but_its_place_is_known() {
        trial.toml("\n\nserver.port = 1111\nplugins.foo.a = 1");
        assertThat(source.reload()).isInstanceOf(Reload.Unchanged.class);
        assertThat(source.current().setting("server.port").source().toString()).endsWith(":3:1");
    }

    @Test
    void what_changed_is_in_force_at_once() {
        trial.toml("[server]\nport = 1111\n[logging]\nlevel = 'debug'\n[plugins.foo]\na = 2\nb = 3\n[plugins.bar]\n");
        Reload.Changed changed = (Reload.Changed) source.reload();
        assertThat(changed.changed()).containsExactly("logging.level", "plugins.foo.a", "plugins.foo.b", "plugins.bar");
        assertThat(changed.afterRestart()).isEmpty();
        assertThat(changed.configuration()).isSameAs(source.current());
        assertThat(source.current().published().get("vpo.logging")).containsEntry("level", "debug");
        assertThat(source.current().published()).containsKey("vpo.plugins.bar");
    }

    @Test
    void what_is_gone_falls_back() {
        trial.toml("server.port = 1111");
        Reload.Changed changed = (Reload.Changed) source.reload();
        assertThat(changed.changed()).containsExactly("plugins.foo.a");
        assertThat(source.current().published()).doesNotContainKey("vpo.plugins.foo");
    }

    @Test
    void an_empty_table_is_told_beside_one_whose_name_starts_alike() {
        trial.toml("server.port = 1111\nplugins.foo.a = 1\n[plugins.ba]\n[plugins.bar]\nx = 1\n[[plugins.baz]]\n");
        assertThat(((Reload.Changed) source.reload()).changed()).containsExactly("plugins.bar.x", "plugins.ba",
                "plugins.baz~0");
    }

    @Test
    void a_key_that_needs_a_restart_keeps_its_value_until_then() {
        trial.toml("server.port = 2222\nlogging.level = 'error'\nplugins.foo.a = 1");
        Reload.Changed changed = (Reload.Changed) source.reload();
        assertThat(changed.changed()).containsExactly("logging.level");
        assertThat(changed.afterRestart()).containsExactly("server.port");
        assertThat(source.current().setting("server.port").value()).isEqualTo(1111);
        assertThat(source.current().published().get("vpo.server")).containsEntry("port", 1111);

        // It is told as long as it differs.
        Reload.Changed again = (Reload.Changed) source.reload();
        assertThat(again.changed()).isEmpty();
        assertThat(again.afterRestart()).containsExactly("server.port");

        trial.toml("server.port = 1111\nlogging.level = 'error'\nplugins.foo.a = 1");
        assertThat(source.reload()).isInstanceOf(Reload.Unchanged.class);
    }

    @Test
    void what_is_bad_changes_nothing() {
        Configuration before = source.current();
        trial.toml("server.port = 0\nlogging.level = 'debug'");
        Reload.Refused refused = (Reload.Refused) source.reload();
        assertThat(refused.problems()).extracting(Problem::key).containsExactly("server.port");
        assertThat(source.current()).isSameAs(before);
        trial.toml("server.port = ");
        assertThat(source.reload()).isInstanceOf(Reload.Refused.class);
        assertThat(source.current()).isSameAs(before);
    }

    @Test
    void a_file_that_is_gone_changes_nothing() throws IOException {
        Files.delete(trial.file());
        Reload.Refused refused = (Reload.Refused) source.reload();
        assertThat(refused.problems()).hasToString(
                "[" + trial.file() + ": the file is gone; what was read from it stays in force]");
        assertThat(source.current().setting("server.port").value()).isEqualTo(1111);
        trial.toml("server.port = 1111\nplugins.foo.a = 1");
        assertThat(source.reload()).isInstanceOf(Reload.Unchanged.class);
    }

    @Test
    void a_file_that_cannot_be_read_for_a_reason_that_may_pass_is_refused_to_who_asked_and_else_breaks_off()
            throws IOException {
        Files.delete(trial.file());
        // Nothing is mapped where it begins: for who reads it, an error of the disk.
        Files.createSymbolicLink(trial.file(), Path.of("/proc/self/mem"));
        assertThatThrownBy(source::reloadChanged).isInstanceOf(UncheckedIOException.class)
                .hasMessageEndingWith("Input/output error");
        assertThat(source.reload()).isEqualTo(new Reload.Refused(List.of(new Problem(Problem.Severity.ERROR,
                trial.file().toString(), "", "cannot be read: Input/output error"))));
        Files.delete(trial.file());
        trial.toml("logging.level = 'debug'");
        assertThat(source.reloadChanged()).isInstanceOf(Reload.Changed.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \n\t\n"})
    void a_file_that_was_emptied_is_taken_only_if_somebody_asks(String nothing) {
        Configuration before = source.current();
        trial.toml(nothing);
        assertThat(source.reloadChanged()).isEqualTo(new Reload.Refused(List.of(new Problem(Problem.Severity.WARNING,
                trial.file().toString(), "", "the file was emptied; what was read from it stays in force: write it, or"
                        + " take it as it is with SIGHUP or 'vpo reload'"))));
        assertThat(source.current()).isSameAs(before);
        assertThat(((Reload.Changed) source.reload()).changed()).containsExactly("plugins.foo.a");
        assertThat(source.reloadChanged()).as("nothing is left to lose").isInstanceOf(Reload.Changed.class);
    }

    @Test
    void a_file_without_keys_is_taken_if_it_holds_anything() {
        trial.toml("# all as it comes\n");
        assertThat(source.reloadChanged()).isInstanceOf(Reload.Changed.class);
    }

    @Test
    void an_empty_file_that_appears_is_read() throws ConfigurationException, IOException {
        Files.delete(trial.file());
        source = trial.source();
        trial.toml("");
        assertThat(source.reloadChanged()).isInstanceOf(Reload.Unchanged.class);
        assertThat(source.current().file()).contains(trial.file());
    }

    @Test
    void a_file_that_appears_is_read() throws ConfigurationException, IOException {
        Files.delete(trial.file());
        source = trial.source();
        trial.toml("logging.level = 'debug'");
        assertThat(((Reload.Changed) source.reload()).changed()).isEqualTo(List.of("logging.level"));
        assertThat(source.current().file()).contains(trial.file());
    }
}
