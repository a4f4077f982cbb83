package vpo.config.internal.schema;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostNamesTest {
    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "0.0.0.0", "255.255.255.255", "::", "::1", "2001:db8::ff00:42:8329",
            "::ffff:192.0.2.1", "fe80::1%eth0", "localhost", "LOCALHOST", "a", "3com.example", "media-box.lan",
            "xn--bcher-kva.example", "no.such.host.invalid"})
    void takes(String text) {
        assertThat(HostNames.valid(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "127.0.0.1 ", " 127.0.0.1", "256.0.0.1", "1.2.3", "127.1", "1.2.3.4.5", "1",
            "1.2.3.a4.5",
            ":", ":::", "1::2::3", "12345::", "::1%", "::1%a b", "[::1", "::1]", "[::1]", "g::1", "127.0.0.1:80",
            "localhost:8321", "http://localhost", "-a.example", "a-.example", "a..b", ".a", "a.", "a_b",
            "bücher.example",
            "a/b", "*", "eth0!", "\u0000", "127.0.0.1\n", "１２７.0.0.1"})
    void refuses(String text) {
        assertThat(HostNames.valid(text)).isFalse();
    }

    @Test
    @Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void refuses_what_is_as_long_as_a_file_may_be_at_once() {
        assertThat(HostNames.valid(":".repeat(1_000_000) + "x")).isFalse();
    }

    @Test
    void knows_the_limits_of_names() {
        assertThat(HostNames.valid("a".repeat(63))).isTrue();
        assertThat(HostNames.valid("a".repeat(64))).isFalse();
        String long253 = ("a".repeat(49) + ".").repeat(5) + "abc";
        assertThat(long253).hasSize(253);
        assertThat(HostNames.valid(long253)).isTrue();
        assertThat(HostNames.valid(long253 + "d")).isFalse();
    }
}
