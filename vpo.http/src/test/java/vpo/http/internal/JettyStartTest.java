package vpo.http.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import vpo.api.start.StartFailure;

@Timeout(60)
class JettyStartTest {
    private static final Duration LIMIT = Duration.ofMillis(1500);

    private ServerSocket taken;
    private Address address;

    @BeforeEach
    void take() throws IOException {
        taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        address = new Address("127.0.0.1", taken.getLocalPort());
    }

    @AfterEach
    void free() throws IOException {
        taken.close();
    }

    private static boolean never(Duration time) throws InterruptedException {
        Thread.sleep(time.isPositive() ? time : Duration.ZERO);
        return false;
    }

    @Test
    void a_port_that_somebody_else_has_is_told_at_the_first_look() throws Exception {
        assertThat(new JettyStart(address, _ -> false, () -> ListeningSockets.Owner.OTHERS)
                .await(LIMIT, Duration.ofHours(1))).hasValueSatisfying(failure -> {
                    assertThat(failure.state()).isEqualTo(StartFailure.State.PORT_IN_USE);
                    assertThat(failure.message()).startsWith("Port " + taken.getLocalPort() + " is already in use");
                });
    }

    @Test
    void the_daemons_own_port_is_in_nobodys_way() throws Exception {
        assertThat(new JettyStart(address, JettyStartTest::never, () -> ListeningSockets.of(address.port()))
                .await(LIMIT, LIMIT)).hasValueSatisfying(failure -> {
                    assertThat(failure.state()).isEqualTo(StartFailure.State.STARTUP_FAILED);
                    assertThat(failure.message()).isEqualTo("the HTTP listener on " + address
                            + " did not come within 1.5 s (server.start_timeout): the port is open, and the HTTP service"
                            + " is not ready; if the machine is merely slow, raise server.start_timeout");
                });
    }

    @Test
    void that_nothing_was_opened_is_told_as_such() throws Exception {
        assertThat(new JettyStart(address, JettyStartTest::never, () -> ListeningSockets.Owner.NOBODY)
                .await(LIMIT, Duration.ZERO).orElseThrow().message()).contains("did not open the port");
    }

    @Test
    void it_may_take_as_long_as_the_start() throws Exception {
        AtomicInteger looks = new AtomicInteger();
        assertThat(new JettyStart(address, _ -> looks.incrementAndGet() > 50, () -> ListeningSockets.Owner.OURSELVES)
                .await(LIMIT, Duration.ofHours(1))).isEqualTo(Optional.empty());
    }

    @Test
    void whose_a_port_is_is_told_by_the_kernel() throws Exception {
        assertThat(ListeningSockets.of(taken.getLocalPort())).isEqualTo(ListeningSockets.Owner.OURSELVES);
        int port = taken.getLocalPort();
        taken.close();
        assertThat(ListeningSockets.of(port)).isEqualTo(ListeningSockets.Owner.NOBODY);
        Process other = new ProcessBuilder("perl", "-MIO::Socket::INET", "-e",
                "my $s = IO::Socket::INET->new(Listen => 1,"
                        + " LocalAddr => '127.0.0.1', LocalPort => shift, ReuseAddr => 1) or die; print qq(up\\n); close STDOUT;"
                        + " <STDIN>",
                Integer.toString(port)).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try {
            assertThat(other.inputReader().readLine()).isEqualTo("up");
            assertThat(ListeningSockets.of(port)).isEqualTo(ListeningSockets.Owner.OTHERS);
        } finally {
            other.destroyForcibly();
        }
    }
}
