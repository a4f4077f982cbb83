package vpo.itest.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;

import org.junit.jupiter.api.Test;

/** A changed configuration takes effect while the daemon runs, or says why not. */
class ReloadIT extends ProcessTest {
    @Test
    void hangupReloads() throws Exception {
        configure("[logging]\nlevel = 'info'\n");
        DaemonProcess daemon = running();
        daemon.signal("HUP").awaitLog("Configuration reloaded (SIGHUP): nothing changed");
        assertThat(daemon.messages("DEBUG")).isEmpty();

        configure("[logging]\nlevel = 'debug'\n");
        daemon.signal("HUP").awaitLog("): logging.level");
        // Jetty tells a lot at this level.
        daemon.get("/livez");
        daemon.awaitLog(" - DEBUG - ");
        assertThat(daemon.signal("TERM").awaitExit()).isZero();
    }

    @Test
    void aChangedFileReloadsByItself() throws Exception {
        DaemonProcess daemon = running();
        configure("[server]\nshutdown_timeout = 1.5\n");
        daemon.awaitLog("Configuration reloaded (file changed): server.shutdown_timeout");
        Files.delete(config);
        daemon.awaitLog("the file is gone; what was read from it stays in force");
        configure("[server]\nshutdown_timeout = 2.5\n");
        daemon.awaitLogs("Configuration reloaded (file changed): server.shutdown_timeout", 2);
        assertThat(daemon.signal("TERM").awaitExit()).isZero();
        daemon.awaitLog("SIGTERM received: stopping, waiting up to 2.5 s");
    }

    @Test
    void keysThatNeedARestartSayIt() throws Exception {
        int port = DaemonProcess.freePort();
        int other = DaemonProcess.freePort();
        configure("[server]\nport = " + port + "\n");
        // An empty variable counts as unset.
        DaemonProcess daemon = started(daemon().port(port).environment("VPO_SERVER_PORT", "").serve()).awaitRunning();
        configure("[server]\nport = " + other + "\n");
        daemon.signal("HUP").awaitLog("server.port changed and needs a restart; the old value stays in force");
        assertThat(daemon.get("/health").statusCode()).isEqualTo(200);
        assertThat(daemon.get("/readyz?verbose").body()).contains("server.port: needs a restart");
    }

    @Test
    void aBadFileChangesNothingAndIsTold() throws Exception {
        configure("[logging]\nlevel = 'info'\n");
        DaemonProcess daemon = running();
        configure("[logging]\nlevel = 'debug'\n[server]\nshutdown_timeout = 'soon'\n");
        daemon.signal("HUP").awaitLog("the old one stays in force: " + config + ":4:1: server.shutdown_timeout: ");
        assertThat(daemon.messages("DEBUG")).isEmpty();
        assertThat(daemon.get("/readyz").statusCode()).isEqualTo(200);
        assertThat(daemon.get("/readyz?verbose").body())
                .contains("configuration WARN", "refused: line 4: server.shutdown_timeout: ");

        configure("[logging]\nlevel = 'info'\n");
        daemon.signal("HUP").awaitLog("nothing changed");
        assertThat(daemon.get("/readyz?verbose").body()).contains("configuration OK").doesNotContain("refused");
    }
}
