package vpo.access.internal.password;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordHashTest {
    @Test
    void knowsItsPasswordAndNoOther() {
        PasswordHash hash = PasswordHash.of("für Elise 12".toCharArray());
        PasswordHash read = PasswordHash.parse(hash + "\n").orElseThrow();
        assertThat(read.matches("für Elise 12".toCharArray())).isTrue();
        assertThat(read.matches("fu\u0308r Elise 12".toCharArray())).as("typed with another keyboard").isTrue();
        assertThat(read.matches("fur Elise 12".toCharArray())).isFalse();
        assertThat(hash.toString()).startsWith("pbkdf2-sha512$210000$").doesNotContain("Elise");
        assertThat(PasswordHash.of("für Elise 12".toCharArray()).toString()).as("salted").isNotEqualTo(hash.toString());
    }

    /** Another implementation's: {@code hashlib.pbkdf2_hmac('sha512', b'correct horse', b'0123456789abcdef', 210000, 32)}. */
    @Test
    void isThePbkdf2ThatOthersKnow() {
        String hash = "pbkdf2-sha512$210000$MDEyMzQ1Njc4OWFiY2RlZg$k8YH0Yn3oOV/55BXLWBweWK4tppWYEpSjRW0XrRWj+I";
        assertThat(PasswordHash.parse(hash).orElseThrow().matches("correct horse".toCharArray())).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "correct horse", "pbkdf2-sha512$1$MDEyMzQ1Njc4OWFiY2RlZg$AAAA",
            "pbkdf2-sha512$210000$MDEyMzQ1Njc4OWFiY2RlZg$AAAA",
            "pbkdf2-sha512$1$MDEyMzQ1Njc4OWFiY2RlZg$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
            "pbkdf2-sha512$999999999$MDEyMzQ1Njc4OWFiY2RlZg$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
            "pbkdf2-sha512$x$MDEyMzQ1Njc4OWFiY2RlZg$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
            "pbkdf2-sha512$210000$!$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
            "sha256$210000$MDEyMzQ1Njc4OWFiY2RlZg$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})
    void nothingElseIsAHash(String text) {
        assertThat(PasswordHash.parse(text)).isEmpty();
    }
}
