package vpo.access.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ClientTest {
    private static final String ELSEWHERE = "192.0.2.99";

    @Test
    void oneNetworkIsOneClient() {
        assertThat(key("2001:db8::1")).isEqualTo(key("2001:db8::ffff:1")).isNotEqualTo(key("2001:db8:0:1::1"));
        assertThat(key("192.0.2.1")).isNotEqualTo(key("192.0.2.2"));
    }

    private static String key(String address) {
        return Client.of(address, ELSEWHERE).key();
    }

    @Test
    void thisMachineIsLoopbackAndWhoeverHasTheAddressThatHeConnectsTo() {
        assertThat(Client.of("::ffff:127.0.0.1", ELSEWHERE).here()).isTrue();
        assertThat(Client.of("127.0.0.1", null).here()).isTrue();
        assertThat(Client.of("192.0.2.1", "192.0.2.1")).isEqualTo(
                new Client("192.0.2.1", Client.of("127.0.0.1", ELSEWHERE).key(), true));
        assertThat(Client.of("[fe80:0:0:0:0:0:0:1%eth0]", "[fe80:0:0:0:0:0:0:1%eth0]").here()).isTrue();
    }

    @Test
    void whateverIsNoAddressOrAnotherOneIsNot() {
        assertThat(Client.of("fe80::1%eth0", ELSEWHERE).here()).isFalse();
        assertThat(Client.of("fe80::1%eth0", "fe80::1%eth1").here()).as("another network's").isFalse();
        assertThat(Client.of("localhost", "localhost").here()).as("a name is no address").isFalse();
        assertThat(Client.of("0.0.0.0", "0.0.0.0").here()).isFalse();
        assertThat(Client.of("192.0.2.1", null).here()).isFalse();
    }
}
