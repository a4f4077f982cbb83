package vpo.systemd.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(60)
class ListenerTest {
    private static final Duration SHORT = Duration.ofMillis(200);
    private static final Duration LONG = Duration.ofSeconds(30);
    /** TEST-NET-1 of RFC 5737 is nobody's. */
    private static final String NOBODY = "192.0.2.1";

    @RegisterExtension
    final Logged logged = new Logged();

    private ServerSocket server;

    @BeforeEach
    void bind() throws IOException {
        server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    /** Asks, and has it answered. */
    private void askAnswered(Listener listener) throws Exception {
        Thread answering = Thread.ofVirtual().start(() -> {
            try (Socket client = server.accept()) {
                client.getOutputStream().write("HTTP/1.1 503 No\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                client.shutdownOutput();
                client.getInputStream().readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        listener.ask();
        answering.join();
    }

    @Test
    void is_heard_whatever_it_answers_and_not_if_it_is_silent() throws Exception {
        for (String everywhere : List.of("0.0.0.0", "127.0.0.1")) {
            Listener silent = new Listener(everywhere, server.getLocalPort(), SHORT);
            assertThatThrownBy(silent::ask).isInstanceOf(IOException.class);
            server.accept().close();
            askAnswered(new Listener(everywhere, server.getLocalPort(), LONG));
        }
        askAnswered(Listener.of(new InetSocketAddress("0.0.0.0", server.getLocalPort()), LONG));
    }

    @Test
    void one_whose_address_this_machine_has_lost_hangs_not() throws Exception {
        Listener listener = new Listener(NOBODY, server.getLocalPort(), SHORT);
        listener.ask();
        listener.ask();
        assertThat(logged.lines()).singleElement().asString()
                .startsWith("WARN the HTTP listener cannot be asked: no interface of this machine has 192.0.2.1");
    }

    @Test
    void an_address_of_the_loopback_interface_is_never_lost() throws Exception {
        int port = server.getLocalPort();
        server.close();
        // No interface names the second one, and this machine has it all the same.
        for (String loopback : List.of("127.0.0.1", "127.1.2.3")) {
            assertThatThrownBy(new Listener(loopback, port, SHORT)::ask).isInstanceOf(IOException.class);
        }
        assertThat(logged.lines()).isEmpty();
    }

    @Test
    void one_on_all_addresses_is_asked_by_ipv4_where_there_is_no_ipv6() throws Exception {
        int port = server.getLocalPort();
        Listener.Lookup everywhere = () -> InetAddress.getByName("::");
        Listener silent = new Listener(everywhere, port, SHORT, Inet4Address.class::isInstance);
        assertThatThrownBy(silent::ask).isInstanceOf(IOException.class);
        server.accept().close();
        askAnswered(new Listener(everywhere, port, LONG, Inet4Address.class::isInstance));
        assertThat(logged.lines()).isEmpty();
        server.close();
        new Listener(everywhere, port, LONG, _ -> false).ask();
        assertThat(logged.lines()).singleElement().asString()
                .contains("no interface of this machine has 0:0:0:0:0:0:0:1 or 127.0.0.1 any more");
    }

    @Test
    void that_it_can_be_asked_again_is_told_once() throws Exception {
        int port = server.getLocalPort();
        server.close();
        Listener listener = new Listener(InetAddress::getLoopbackAddress, port, LONG, _ -> false);
        listener.ask();
        server = new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
        askAnswered(listener);
        askAnswered(listener);
        assertThat(logged.lines()).hasSize(2).last().asString()
                .isEqualTo("INFO the HTTP listener can be asked again, at 127.0.0.1");
    }

    @Test
    void a_name_is_looked_up_until_it_resolves_and_never_again() throws Exception {
        Queue<InetAddress> answers = new ArrayDeque<>(List.of(InetAddress.getLoopbackAddress()));
        boolean[] up = new boolean[1];
        Listener listener = new Listener(() -> {
            if (!up[0]) {
                throw new UnknownHostException("box.lan: Temporary failure in name resolution");
            }
            return answers.remove();
        }, server.getLocalPort(), LONG, _ -> true);
        listener.ask();
        listener.ask();
        assertThat(logged.lines()).singleElement().asString().contains("does not resolve: box.lan");
        up[0] = true;
        askAnswered(listener);
        askAnswered(listener);
    }
}
