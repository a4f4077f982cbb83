package vpo.itest.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The table of a plugin is held against what the plugin says of it, with a daemon and without. */
class PluginSettingsIT extends ProcessTest {
    private static final String SCANS = "/plugins/scan/scans";

    @Test
    void commandsKnowTheKeysOfPluginsWithoutADaemon() throws Exception {
        configure("[plugins.scan]\nworkers = 0\nrots = []\n[plugins.hello]\ngreeting = 7\n");
        DaemonProcess check = vpo("config", "check");
        assertThat(check.awaitExit()).isEqualTo(1);
        assertThat(check.output()).containsExactly(
                "ERROR " + config + ":2:1: plugins.scan.workers: Must be 1 to 64: 0 (config.toml:2)",
                "WARNING " + config + ":3:1: plugins.scan.rots: unknown key, passed on as it is; did you mean"
                        + " plugins.scan.roots?",
                "ERROR " + config + ":5:1: plugins.hello.greeting: expected a string, found the integer 7");
        assertThat(check.log()).isEmpty();
        assertThat(vpo("config", "show").awaitExit()).isEqualTo(1);

        configure("[plugins.scan]\nworkers = 3\n");
        assertThat(vpo("config", "check").awaitExit()).isZero();
        DaemonProcess show = vpo("config", "show");
        assertThat(show.awaitExit()).isZero();
        assertThat(show.output()).anyMatch(line -> line.matches("plugins\\.scan\\.workers +3 +.*config\\.toml:2:1"))
                .anyMatch(line -> line.matches("plugins\\.scan\\.settle_seconds +10 +default"))
                .anyMatch(line -> line.matches("plugins\\.hello\\.greeting +\"Hello\" +default"));
        assertThat(show.log()).isEmpty();
        // Nothing is made by asking.
        assertThat(data).isDirectoryNotContaining(file -> !file.equals(config));
    }

    @Test
    void aBadValueDoesNotStopTheDaemonAndItsPluginRunsOnceItIsMended() throws Exception {
        configure("[plugins.scan]\nworkers = 0\n");
        DaemonProcess daemon = running();
        daemon.awaitLog(" cannot use its settings: " + config
                + ":2:1: plugins.scan.workers: Must be 1 to 64: 0 (config.toml:2)");
        daemon.awaitLog(" waits for settings that it can use, see the log: plugins.scan.workers (config.toml:2)");
        assertThat(daemon.get("/health").statusCode()).isEqualTo(200);
        assertThat(daemon.get("/readyz").statusCode()).isEqualTo(200);
        assertThat(daemon.awaitAnswer("/readyz?verbose", answer -> answer.body().contains("plugins WARN")).body())
                .contains("plugins.scan.workers (config.toml:2)").doesNotContain(folder.toString());
        assertThat(daemon.get(SCANS).statusCode()).isEqualTo(404);

        configure("[plugins.scan]\nworkers = 1\n");
        daemon.signal("HUP");
        daemon.awaitAnswer(SCANS, answer -> answer.statusCode() == 200);
        daemon.awaitAnswer("/readyz?verbose", answer -> answer.body().contains("plugins OK"));
        assertThat(daemon.signal("TERM").awaitExit()).isZero();
        assertThat(daemon.logText()).doesNotContain("quarantine");
    }

    @Test
    void aReloadThatARunningPluginCannotLiveWithChangesNothing() throws Exception {
        configure("[plugins.scan]\nworkers = 1\n[logging]\nlevel = 'info'\n");
        DaemonProcess daemon = running();
        daemon.awaitAnswer(SCANS, answer -> answer.statusCode() == 200);
        configure("[plugins.scan]\nworkers = 'many'\n[logging]\nlevel = 'debug'\n");
        daemon.signal("HUP").awaitLog("the old one stays in force: " + config
                + ":2:1: plugins.scan.workers: expected an integer, found the string \"many\"");
        assertThat(daemon.messages("DEBUG")).isEmpty();
        assertThat(daemon.get("/readyz?verbose").body()).contains("refused: line 2: plugins.scan.workers: ")
                .doesNotContain("many");
        assertThat(daemon.get(SCANS).statusCode()).isEqualTo(200);

        configure("[plugins.scan]\nworkers = 4\nrots = []\n[logging]\nlevel = 'info'\n");
        daemon.signal("HUP").awaitLog("): plugins.scan.workers");
        daemon.awaitLog(":3:1: plugins.scan.rots: unknown key, passed on as it is; did you mean plugins.scan.roots?");
        assertThat(daemon.get("/readyz?verbose").body()).contains("configuration OK").doesNotContain("refused");
        assertThat(daemon.signal("TERM").awaitExit()).isZero();
    }

    private DaemonProcess vpo(String... arguments) throws Exception {
        return started(daemon().arguments(arguments).command());
    }
}
