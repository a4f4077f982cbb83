package vpo.lifecycle.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TaskTextTest {
    @Test
    void whatIsFineStaysTheSameObject() {
        String name = "scan of /media/Größe 北京";
        assertThat(TaskText.name(name)).isSameAs(name);
    }

    @Test
    void lineBreaksAndControlCharactersBecomeSpaces() {
        assertThat(TaskText.name("a\r\nb\tc\u001b[2J\u0085d\u2028e\u2029f")).isEqualTo("a  b c [2J d e f");
    }

    @Test
    void keepsTwoHundredCharactersAndNoHalfOnes() {
        assertThat(TaskText.name("x".repeat(200))).hasSize(200);
        assertThat(TaskText.name("x".repeat(100_000))).hasSize(200);
        assertThat(TaskText.name("x".repeat(199) + "\uD83D\uDE00")).isEqualTo("x".repeat(199));
        assertThat(TaskText.name("x".repeat(198) + "\uD83D\uDE00y")).endsWith("\uD83D\uDE00");
    }
}
