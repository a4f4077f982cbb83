package vpo.itest.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;

import org.junit.jupiter.api.Test;

/** What is missing or goes wrong in the container ends the start, and never leaves a daemon half started. */
class StartupFailedIT extends ProcessTest {
    @Test
    void bundleThatThrows() throws Exception {
        DaemonProcess daemon = started(daemon().withTestBundle("start-throws").serve());
        assertThat(daemon.awaitFailedStart("STARTUP_FAILED"))
                .isEqualTo("bundle vpo.itest did not start: start-throws was asked for");
        assertThat(daemon.log()).noneMatch(line -> line.contains("RUNNING"));
    }

    @Test
    void bundleThatHangs() throws Exception {
        DaemonProcess daemon = started(
                daemon().withTestBundle("start-hangs").environment("VPO_SERVER_START_TIMEOUT", "20").serve());
        assertThat(daemon.awaitFailedStart("STARTUP_FAILED")).contains("not reached within 20.0 s",
                "vpo.itest", "is still starting", "server.start_timeout");
    }

    @Test
    void bundleThatMissesAClass() throws Exception {
        DaemonProcess daemon = started(daemon().jar(VpoJar.without("org.apache.felix.configadmin")).serve());
        assertThat(daemon.awaitFailedStart("STARTUP_FAILED")).startsWith("bundle org.apache.felix.")
                .contains(" did not start: ", "org.osgi.service.cm.ManagedService");
    }

    @Test
    void bundleThatDoesNotResolve() throws Exception {
        DaemonProcess daemon = started(daemon().jar(VpoJar.without("vpo.lifecycle")).serve());
        assertThat(daemon.awaitFailedStart("STARTUP_FAILED")).contains("did not start: Unable to resolve",
                "vpo.lifecycle");
    }

    @Test
    void componentThatIsNeverSatisfied() throws Exception {
        DaemonProcess daemon = started(daemon().jar(VpoJar.without("vpo.healthcheck"))
                .environment("VPO_SERVER_START_TIMEOUT", "20").serve());
        assertThat(daemon.awaitFailedStart("STARTUP_FAILED")).contains("component vpo.health.internal.",
                "has no service org.apache.felix.hc.api.execution.HealthCheckExecutor");
    }

    @Test
    void aSecondDaemonOnTheSameDataDirectoryNamesTheFirst() throws Exception {
        DaemonProcess first = running();
        DaemonProcess second = started(daemon().serve());
        assertThat(second.awaitFailedStart("STARTUP_FAILED")).contains("pid " + first.pid(), data.toString(),
                "VPO_DATA_DIR");
        assertThat(first.get("/health").statusCode()).isEqualTo(200);
    }

    @Test
    void theLockOfADeadProcessDoesNotBlock() throws Exception {
        DaemonProcess first = running();
        first.signal("KILL").awaitExit();
        assertThat(Files.readString(data.resolve("daemon.lock"))).contains(Long.toString(first.pid()));
        running();
    }

    @Test
    void dataDirectoryThatIsAFile() throws Exception {
        Files.writeString(data, "");
        assertThat(started(daemon().serve()).awaitFailedStart("CONFIG_ERROR")).contains("VPO_DATA_DIR",
                data.toString());
    }

    @Test
    void dataDirectoryThatCannotBeMade() throws Exception {
        Privileges.giveTo(folder, 0);
        DaemonProcess daemon = started(daemon().asNobody().serve());
        assertThat(daemon.awaitFailedStart("STARTUP_FAILED")).contains("cannot use the data directory " + data);
    }
}
