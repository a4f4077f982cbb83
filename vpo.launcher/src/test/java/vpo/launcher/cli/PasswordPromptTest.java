package vpo.launcher.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import vpo.launcher.cli.PasswordPrompt.PasswordException;

/** A password is what was typed, or none. */
class PasswordPromptTest {
    private static char[] piped(String line, Charset charset) throws Exception {
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream((line + "\n").getBytes(charset)));
        try {
            return PasswordPrompt.read();
        } finally {
            System.setIn(before);
        }
    }

    @Test
    void whatIsNoTextIsRefused() throws Exception {
        assertThat(piped("gr\u00fcne Katze", StandardCharsets.UTF_8)).containsExactly("gr\u00fcne Katze".toCharArray());
        assertThatThrownBy(() -> piped("gr\u00fcne Katze", StandardCharsets.ISO_8859_1))
                .isInstanceOf(PasswordException.class).hasMessageContaining("character set UTF-8");
    }

    @Test
    void whatWouldBeSeenIsNotAskedFor() {
        assertThatThrownBy(() -> PasswordPrompt.line(true)).isInstanceOf(PasswordException.class)
                .hasMessageContaining("what is typed would be seen");
    }

    /** As by a terminal that sends UTF-8 to a program that was told nothing of it. */
    @Test
    void norIsWhatTheTerminalSendsInAnotherCharacterSet() {
        char[] read = new String("gr\u00fcne Katze".getBytes(StandardCharsets.UTF_8), StandardCharsets.US_ASCII)
                .toCharArray();
        assertThatThrownBy(() -> PasswordPrompt.entered(read, StandardCharsets.US_ASCII))
                .isInstanceOf(PasswordException.class).hasMessageContaining("character set US-ASCII")
                .hasMessageContaining("LC_ALL, for example to C.UTF-8");
        assertThat(read).containsOnly('\0');
    }
}
