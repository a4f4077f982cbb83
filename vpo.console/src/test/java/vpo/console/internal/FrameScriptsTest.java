package vpo.console.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FrameScriptsTest {

    @Test
    void scriptsOfTheFrameAreAllowedByTheirHashesAsTheyAreSent() {
        FrameScripts scripts = FrameScripts.of(
                "<script src=\"a.js\"></script><script type=\"x\">alert('${appRoot}/${head.label}')</script>");
        assertThat(scripts.inline()).containsExactly("alert('${appRoot}/${head.label}')");
        // printf "alert('/c/vpo')" | openssl dgst -sha256 -binary | base64
        assertThat(scripts.policy("/c", "vpo"))
                .contains("script-src 'self' 'sha256-dLU1ioBo1vPlDSoZJWb7E2bqOJ+NmOsxd3uTle1gQzU='; ")
                .doesNotContain("'unsafe-eval'");
    }

    @Test
    void felixHasSome() {
        assertThat(FrameScripts.ofFelix().inline()).isNotEmpty();
    }
}
