package vpo.console.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.api.Test;

import vpo.config.Setting;
import vpo.config.Source;

class SecretsTest {
    private static final Secrets SECRETS = Secrets.of(List.of(setting("server.auth_token", "it's a \"secret\" <b>/x"),
            setting("plugins.radar.sub[1].key", "longer than that"), setting("plugins.radar.key", "longer"),
            setting("plugins.radar.pin", "1"), setting("plugins.mail.\"smtp.token\"", "2"),
            setting("plugins.mail.to[0].\"pin[1]\"", "3"),
            new Setting("server.bind", "127.0.0.1", new Source.Default(), false, true)));

    private static Setting setting(String key, Object value) {
        return new Setting(key, value, new Source.Default(), true, false);
    }

    @Test
    void valuesAreMaskedHoweverTheyAreWritten() {
        assertThat(SECRETS.mask("{\"a\": \"it's a \\\"secret\\\" <b>/x\"}")).isEqualTo("{\"a\": \"********\"}");
        assertThat(SECRETS.mask("<td>it&#39;s a &#34;secret&#34; &lt;b&gt;/x</td>")).isEqualTo("<td>********</td>");
        assertThat(SECRETS.mask("longer than that, longer")).isEqualTo("********, ********");
        assertThat(SECRETS.mask("1 and 127.0.0.1")).isEqualTo("1 and 127.0.0.1");
    }

    @Test
    void propertiesAreKnownByPidAndName() {
        assertThat(SECRETS.include(null, "vpo.server", "auth_token")).isTrue();
        assertThat(SECRETS.include("vpo.plugins.radar.sub", "vpo.plugins.radar.sub~1", "key")).isTrue();
        assertThat(SECRETS.include(null, "vpo.plugins.radar", "pin")).isTrue();
        assertThat(SECRETS.include(null, "vpo.plugins.mail", "smtp.token")).isTrue();
        assertThat(SECRETS.include("vpo.plugins.mail.to", "vpo.plugins.mail.to~0", "pin[1]")).isTrue();
        assertThat(SECRETS.include(null, "vpo.server", "bind")).isFalse();
    }
}
