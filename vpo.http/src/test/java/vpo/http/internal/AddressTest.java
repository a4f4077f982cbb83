package vpo.http.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

import org.junit.jupiter.api.Test;

class AddressTest {

    @Test
    void isFreeAndStaysSo() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }

        assertThat(new Address("127.0.0.1", port).obstacle()).isEmpty();
        assertThat(new Address("127.0.0.1", port).obstacle()).as("the first look did not keep it").isEmpty();
    }

    @Test
    void isTaken() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = socket.getLocalPort();

            assertThat(new Address("127.0.0.1", port).obstacle())
                    .hasValueSatisfying(why -> assertThat(why).startsWith("Port " + port + " is already in use"));
        }
    }

    @Test
    void isNotOfThisMachine() {
        // TEST-NET-1 of RFC 5737 is nobody's.
        assertThat(new Address("192.0.2.1", 8321).obstacle())
                .hasValueSatisfying(why -> assertThat(why).contains("192.0.2.1 is not an address of this machine"));
    }

    @Test
    void doesNotResolve() {
        // RFC 2606 keeps .invalid without names.
        assertThat(new Address("vpo.invalid", 8321).obstacle())
                .hasValueSatisfying(why -> assertThat(why).contains("the name vpo.invalid does not resolve"));
    }

    @Test
    void isWrittenAsInAUrl() {
        assertThat(new Address("127.0.0.1", 8321)).hasToString("127.0.0.1:8321");
        assertThat(new Address("::1", 8321)).hasToString("[::1]:8321");
    }
}
