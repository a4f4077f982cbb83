package vpo.itest.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

import org.junit.Test;
import org.osgi.framework.ServiceReference;

import vpo.config.ConfigurationReload;
import vpo.config.ConfigurationSource.Reload;
import vpo.lifecycle.Lifecycle;

/** What clients notice of a reload: nothing. */
public class ReloadIT extends InContainer {

    @Test
    public void anOpenConnectionSurvivesANewShutdownTimeout() throws Exception {
        serve("[server]", "shutdown_timeout = 5.0");
        try (Socket connection = http.connect()) {
            assertThat(ask(connection)).startsWith("HTTP/1.1 200");
            assertThat(reload("[server]", "shutdown_timeout = 6.0")).isInstanceOfSatisfying(Reload.Changed.class,
                    changed -> assertThat(changed.changed()).containsExactly("server.shutdown_timeout"));
            assertThat(ask(connection)).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    public void aNewAddressWaitsForARestart() throws Exception {
        serve();
        try (Socket connection = http.connect()) {
            assertThat(reload("[server]", "bind = '127.0.0.2'")).isInstanceOfSatisfying(Reload.Changed.class,
                    changed -> assertThat(changed.afterRestart()).containsExactly("server.bind"));
            assertThat(ask(connection)).startsWith("HTTP/1.1 200");
        }
        assertThat(http.get("/readyz?verbose").body()).contains("server.bind: needs a restart");
    }

    /** Each change of a row: an earlier one must not hide a later one from the components. */
    @Test
    public void everyReloadReachesTheComponents() throws Exception {
        serve("[server]", "shutdown_timeout = 5.0");
        ServiceReference<Lifecycle> component = context.getServiceReference(Lifecycle.class);
        for (double timeout = 6; timeout < 16; timeout++) {
            write("[server]", "shutdown_timeout = " + timeout);
            service(ConfigurationReload.class).reload("test");
            Double wanted = timeout;
            await().atMost(PATIENCE).until(() -> wanted.equals(component.getProperty("shutdown_timeout")));
        }
    }

    /** One request of a connection that stays open, and its whole answer. */
    private static String ask(Socket connection) throws IOException {
        connection.getOutputStream()
                .write("GET /livez HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        StringBuilder answer = new StringBuilder();
        InputStream in = connection.getInputStream();
        for (int b = in.read(); b >= 0 && !answer.toString().endsWith("\r\n\r\nok\n"); b = in.read()) {
            answer.append((char) b);
            if (answer.toString().endsWith("\r\n\r\nok\n")) {
                break;
            }
        }
        return answer.toString();
    }
}
