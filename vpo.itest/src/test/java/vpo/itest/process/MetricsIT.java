package vpo.itest.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;

import org.junit.jupiter.api.Test;

/** The real daemon in numbers. */
class MetricsIT extends ProcessTest {
    private static String open(DaemonProcess daemon, String accept) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) URI
                .create("http://127.0.0.1:" + daemon.port() + "/metrics").toURL().openConnection();
        connection.setRequestProperty("Accept", accept);
        int status = connection.getResponseCode();
        return status != 200
                ? Integer.toString(status)
                : connection.getContentType() + "\n"
                        + new String(connection.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void everyPartTellsAndAccessIsAsConfigured() throws Exception {
        configure("[metrics]\naccess = 'open'\n");
        DaemonProcess daemon = awaitPlugins(running());
        // Scans are left out as long as the library is slow.
        String text = await("scans").atMost(DaemonProcess.PATIENCE).until(
                () -> open(daemon, "application/openmetrics-text;version=1.0.0"),
                each -> each.contains("vpo_scans{"));
        assertThat(text).startsWith("application/openmetrics-text; version=1.0.0").endsWith("# EOF\n");
        List<String> samples = text.lines().filter(line -> !line.startsWith("#")).toList();
        assertThat(samples).contains("vpo_daemon_state{state=\"running\"} 1.0", "vpo_database_connected 1.0",
                "vpo_plugins{state=\"running\"} 1.0", "vpo_daemon_draining 0.0", "vpo_tasks_in_flight 0.0",
                "vpo_tasks_refused_total 0.0", "vpo_tasks_cancelled_total 0.0",
                "vpo_scans{status=\"completed\"} 0.0", "vpo_build_info{version=\"" + System.getProperty("vpo.version")
                        + "\"} 1")
                .anyMatch(line -> line.startsWith("vpo_http_requests_total "))
                .anyMatch(line -> line.startsWith("process_resident_memory_bytes "))
                .anyMatch(line -> line.startsWith("jvm_memory_used_bytes{area=\"heap\"} "));
        assertThat(open(daemon, "*/*")).startsWith("text/plain; version=0.0.4");

        change(daemon, "token");
        await("closed").atMost(DaemonProcess.PATIENCE).until(() -> List.of("401", "403").contains(open(daemon, "*/*")));
        assertThat(daemon.get("/metrics").statusCode()).isEqualTo(200);
        change(daemon, "off");
        await("off").atMost(DaemonProcess.PATIENCE).until(() -> open(daemon, "*/*").equals("404"));
        assertThat(daemon.get("/metrics").statusCode()).isEqualTo(404);
    }

    private void change(DaemonProcess daemon, String access) throws Exception {
        Files.writeString(config, "[metrics]\naccess = '" + access + "'\n");
        assertThat(started(daemon().arguments("reload", "--port", Integer.toString(daemon.port())).command())
                .awaitExit()).isZero();
    }
}
