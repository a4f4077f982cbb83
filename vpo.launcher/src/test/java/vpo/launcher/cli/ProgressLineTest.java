package vpo.launcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.OptionalInt;

import org.junit.jupiter.api.Test;

/** How far something is, on a terminal and elsewhere. */
class ProgressLineTest {
    private final StringWriter out = new StringWriter();

    private ProgressLine on(OptionalInt columns) {
        return new ProgressLine(new PrintWriter(out), columns);
    }

    @Test
    void whatIsLongerThanARowIsCut() {
        try (ProgressLine progress = on(OptionalInt.of(20))) {
            progress.show("0123456789012345678");
            progress.show("01234567890123456789");
        }
        assertThat(out).hasToString("\r0123456789012345678\u001b[K\r0123456789012345...\u001b[K\r\u001b[K");
    }

    @Test
    void whatOthersWroteMovesNoCursor() {
        try (ProgressLine progress = on(OptionalInt.of(80))) {
            progress.show("waiting for a\u001b[2Jb\nc");
        }
        assertThat(out.toString()).startsWith("\rwaiting for a?[2Jb c\u001b[K");
    }

    @Test
    void withoutATerminalNothingIsShownAtOnce() {
        try (ProgressLine progress = on(OptionalInt.empty())) {
            progress.show("waiting");
        }
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void theShellTellsHowWideItIs() {
        assertThat(ProgressLine.columns("132")).isEqualTo(132);
        assertThat(ProgressLine.columns("")).isEqualTo(80);
        assertThat(ProgressLine.columns("4")).isEqualTo(80);
        assertThat(ProgressLine.columns("wide")).isEqualTo(80);
    }
}
