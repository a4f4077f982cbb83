package vpo.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import vpo.config.ConfigurationSource.Reload;

/** Of a running plugin, and of the version that is to take its place. */
class PluginReloadTest {
    @TempDir
    private static Path jars;
    private static PluginSchema fish;
    /** Needs {@code nest}, and takes more than 64 workers. */
    private static PluginSchema next;

    @TempDir
    private Path folder;
    private Trial trial;
    private FileConfigurationSource source;

    @BeforeAll
    static void build() throws Exception {
        fish = PluginSchema.read(PluginJar.built(jars.resolve("1.jar"), "fish", "1.0.0", "example.fish")).orElseThrow();
        next = PluginSchema.read(PluginJar.built(jars.resolve("2.jar"), "fish", "2.0.0", "example.bird")).orElseThrow();
    }

    @BeforeEach
    void start() throws ConfigurationException {
        trial = new Trial(folder).toml("[logging]\nlevel = 'info'\n[plugins.fish]\nmax_workers = 5\n");
        source = trial.source();
    }

    private Object workers() {
        return source.current().published().get("vpo.plugins.fish").get("max_workers");
    }

    @Test
    void the_schema_in_use_gives_the_types_and_takes_them_with_it() {
        assertThat(workers()).isEqualTo(5L);
        source.use(List.of(fish));
        assertThat(workers()).isEqualTo(5);
        assertThat(source.current().setting("plugins.fish.level").source()).hasToString("default");
        assertThat(source.reload()).as("types alone are no news").isInstanceOf(Reload.Unchanged.class);
        source.use(List.of());
        assertThat(workers()).isEqualTo(5L);
        assertThat(source.current().published().get("vpo.plugins.fish")).doesNotContainKey("level");
    }

    @Test
    void what_is_bad_for_a_plugin_that_runs_changes_nothing() {
        source.use(List.of(fish));
        Configuration before = source.current();
        trial.toml("[logging]\nlevel = 'debug'\n[plugins.fish]\nmax_workers = 65\n");
        assertThat(((Reload.Refused) source.reload()).problems()).hasToString("[" + trial.file()
                + ":4:1: plugins.fish.max_workers: Must be 1 to 64: 65 (config.toml:4)]");
        assertThat(source.current()).isSameAs(before);
        trial.toml("[logging]\nlevel = 'debug'\n[plugins.fish]\nmax_workers = 64\n");
        assertThat(((Reload.Changed) source.reload()).changed()).containsExactly("logging.level",
                "plugins.fish.max_workers");
        assertThat(workers()).isEqualTo(64);
    }

    @Test
    void what_is_bad_for_a_plugin_that_does_not_run_is_its_own_affair() {
        trial.toml("[logging]\nlevel = 'debug'\n[plugins.fish]\nmax_workers = 65\n");
        assertThat(source.reload()).isInstanceOf(Reload.Changed.class);
        assertThat(source.errors(fish)).hasToString("[" + trial.file()
                + ":4:1: plugins.fish.max_workers: Must be 1 to 64: 65 (config.toml:4)]");
        trial.toml("[logging]\nlevel = 'debug'\n[plugins.fish]\nmax_workers = 64\n");
        source.reload();
        assertThat(source.errors(fish)).isEmpty();
    }

    @Test
    void the_version_that_runs_counts_and_the_next_one_gets_what_it_needs_by_a_reload() {
        source.use(List.of(fish));
        assertThat(source.errors(next)).singleElement().asString().contains(":3:1: plugins.fish.nest: must be set");
        // To the version that runs this is an unknown key, no error.
        trial.toml("[logging]\nlevel = 'info'\n[plugins.fish]\nmax_workers = 5\nnest = 'tree'\n");
        assertThat(source.reload()).isInstanceOf(Reload.Changed.class);
        assertThat(source.current().warnings()).singleElement().asString().contains(
                "plugins.fish.nest: unknown key, passed on as it is");
        assertThat(source.errors(next)).isEmpty();
        trial.toml("[logging]\nlevel = 'info'\n[plugins.fish]\nmax_workers = 500\nnest = 'tree'\n");
        assertThat(source.reload()).as("too many for the one that runs").isInstanceOf(Reload.Refused.class);

        source.use(List.of(next));
        assertThat(source.current().warnings()).isEmpty();
        assertThat(source.reload()).isInstanceOf(Reload.Changed.class);
        assertThat(workers()).isEqualTo(500L);
    }

    @Test
    void a_table_in_force_that_does_not_fit_stays_as_it_is() {
        trial.toml("[logging]\nlevel = 'info'\n[plugins.fish]\nmax_workers = 65\n");
        source.reload();
        source.use(List.of(fish));
        assertThat(workers()).isEqualTo(65L);
        assertThat(source.reload()).isInstanceOf(Reload.Refused.class);
    }

    @Test
    void of_two_schemas_of_one_plugin_the_last_counts() {
        source.use(List.of(fish, next));
        assertThat(source.reload()).as("nest is missing").isInstanceOf(Reload.Refused.class);
        source.use(List.of(next, fish));
        assertThat(source.reload()).isInstanceOf(Reload.Unchanged.class);
    }

    @Test
    void a_table_that_goes_is_no_problem() {
        source.use(List.of(next));
        trial.toml("[logging]\nlevel = 'info'\n");
        assertThat(source.reload()).isInstanceOf(Reload.Changed.class);
        assertThat(source.errors(next)).isEmpty();
    }
}
