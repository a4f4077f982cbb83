package vpo.itest.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An address that cannot be listened on ends the start. */
class PortErrorIT extends ProcessTest {
    @Test
    void taken() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            DaemonProcess daemon = started(daemon().port(other.getLocalPort()).serve());
            assertThat(daemon.awaitFailedStart("PORT_IN_USE"))
                    .startsWith("Port " + other.getLocalPort() + " is already in use on 127.0.0.1")
                    .contains("ss -ltnp");
        }
    }

    @ParameterizedTest
    @CsvSource({"192.0.2.1, is not an address of this machine", "no-such-host.invalid, does not resolve"})
    void addressOfSomebodyElse(String bind, String what) throws Exception {
        DaemonProcess daemon = started(daemon().arguments("--bind", bind).serve());
        assertThat(daemon.awaitFailedStart("PORT_IN_USE")).contains(bind, what);
    }

    @Test
    void notPermitted() throws Exception {
        // In one go, as readAllLines does: the kernel gives such a value only once.
        String firstFree = Files.readAllLines(Path.of("/proc/sys/net/ipv4/ip_unprivileged_port_start")).getFirst();
        assumeTrue(Integer.parseInt(firstFree) > 80, "on this machine everybody may listen on port 80");
        Privileges.giveTo(folder, Privileges.NOBODY);
        DaemonProcess daemon = started(daemon().port(80).asNobody().serve());
        assertThat(daemon.awaitFailedStart("PORT_IN_USE")).contains("port 80 is not permitted for this user");
        assertThat(daemon.messages("WARNING")).singleElement().asString().contains("Privileged port requires root");
    }
}
