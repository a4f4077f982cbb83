package vpo.http.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.util.Map;

import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HeldConnectorTest {
    private final Server server = new Server();
    private final ServerConnector theirs = new ServerConnector(server);

    @BeforeEach
    void begin() throws Exception {
        Map<String, Object> configuration = new JettyConfiguration().properties();
        theirs.setHost((String) configuration.get("org.apache.felix.http.host"));
        theirs.setAcceptQueueSize((int) configuration.get("org.apache.felix.http.jetty.acceptQueueSize"));
        server.addConnector(theirs);
        server.start();
    }

    @AfterEach
    void end() throws Exception {
        server.stop();
    }

    @Test
    void takes_the_place_of_the_placeholder_and_lets_nobody_in() {
        HeldConnector held = new HeldConnector(new Address("127.0.0.1", 8321), (all, _) -> new ServerConnector(all));
        assertThat(held.isThere()).isFalse();
        Connector made = held.createConnector(server);
        assertThat(held.isThere()).isTrue();
        try {
            assertThat(server.getConnectors()).isEmpty();
            assertThat(theirs.isStopped()).isTrue();
            assertThat(made).isInstanceOfSatisfying(ServerConnector.class, connector -> {
                assertThat(connector.isStarted()).isTrue();
                assertThat(connector.isAccepting()).isFalse();
                held.accept();
                assertThat(connector.isAccepting()).isTrue();
            });
        } finally {
            ((ServerConnector) made).close();
        }
    }

    @Test
    void one_that_does_not_start_is_none_and_leaves_no_port_open() throws Exception {
        ServerSocketChannel port = ServerSocketChannel.open().bind(null);
        HeldConnector held = new HeldConnector(new Address("127.0.0.1", 8321), (all, _) -> new Late(all, port));
        assertThatIllegalStateException().isThrownBy(() -> held.createConnector(server))
                .withMessage("nobody can listen on 127.0.0.1:8321").withStackTraceContaining("no thread to be had");
        assertThat(server.getConnectors()).isEmpty();
        assertThat(port.isOpen()).isFalse();
        assertThat(held.isThere()).isFalse();
    }

    @Test
    void a_jetty_of_somebody_elses_keeps_its_connector() {
        theirs.setAcceptQueueSize(0);
        HeldConnector held = new HeldConnector(new Address("127.0.0.1", 8321), (_, _) -> {
            throw new AssertionError("not asked for");
        });
        assertThatIllegalStateException().isThrownBy(() -> held.createConnector(server))
                .withMessageContaining("none of the daemon's");
        assertThat(server.getConnectors()).containsExactly(theirs);
        assertThat(theirs.isStarted()).isTrue();
    }

    /** Fails when its port is open. */
    private static final class Late extends ServerConnector {
        Late(Server server, ServerSocketChannel port) throws IOException {
            super(server);
            open(port);
        }

        @Override
        protected void doStart() throws Exception {
            throw new IOException("no thread to be had");
        }
    }
}
