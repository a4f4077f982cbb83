package vpo.launcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a standard stream leads to. */
class StandardStreamTest {
    @ParameterizedTest
    @CsvSource({"/dev/pts/3, true", "/dev/tty, true", "/dev/tty1, true", "/dev/ttyS0, true", "/dev/console, true",
            "/dev/hvc0, true", "/dev/null, false", "/dev/pts/ptmx, false", "/home/anna/dev/pts/3, false",
            "pipe:[4711], false", "socket:[4711], false", "/tmp/log (deleted), false"})
    void isOneByItsDevice(String target, boolean isTerminal) {
        assertThat(StandardStream.isTerminal(target)).isEqualTo(isTerminal);
    }
}
