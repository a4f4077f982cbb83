package vpo.http.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.ServerSocketChannel;

import org.junit.jupiter.api.Test;

class AddressTest {

    @Test
    void isFreeAgainOnceItIsClosed() throws IOException {
        Address address;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            address = new Address("127.0.0.1", socket.getLocalPort());
        }
        for (int time = 0; time < 2; time++) {
            try (ServerSocketChannel open = address.open(1)) {
                assertThat(open.getLocalAddress()).isEqualTo(new InetSocketAddress("127.0.0.1", address.port()));
            }
        }
    }

    @Test
    void isTaken() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = socket.getLocalPort();
            assertThatIOException().isThrownBy(() -> new Address("127.0.0.1", port).open(1))
                    .withMessageStartingWith("Port " + port + " is already in use");
        }
    }

    @Test
    void isNotOfThisMachine() {
        // TEST-NET-1 of RFC 5737 is nobody's.
        assertThatIOException().isThrownBy(() -> new Address("192.0.2.1", 8321).open(1))
                .withMessageContaining("192.0.2.1 is not an address of this machine");
    }

    @Test
    void doesNotResolve() {
        // RFC 2606 keeps .invalid without names.
        assertThatIOException().isThrownBy(() -> new Address("vpo.invalid", 8321).open(1))
                .withMessageContaining("the name vpo.invalid does not resolve");
    }

    @Test
    void isWrittenAsInAUrl() {
        assertThat(new Address("127.0.0.1", 8321)).hasToString("127.0.0.1:8321");
        assertThat(new Address("::1", 8321)).hasToString("[::1]:8321");
    }
}
