package vpo.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingTest {
    @TempDir
    private Path folder;

    @Test
    void each_setting_tells_where_it_is_in_configuration_admin() throws ConfigurationException {
        Configuration configuration = new Trial(folder).toml("""
                [plugins.mail]
                plain = 1
                "smtp.token" = 1
                'a "b" \\ [1]' = 1
                "\\u0001\\t\\r\\n é😀" = 1
                'a"]["' = 1
                [plugins.mail.inner]
                "x.y" = 1
                [[plugins.mail.to]]
                "a.b" = 1
                c."d[0]".e = 1
                [[plugins.mail.to]]
                "[f]" = 1
                """).read();
        assertThat(configuration.settings().stream().filter(each -> each.value() != null).map(Setting::property))
                .containsExactlyInAnyOrderElementsOf(configuration.published().entrySet().stream()
                        .flatMap(table -> table.getValue().keySet().stream()
                                .map(name -> table.getKey().replaceFirst("~.*", "") + "." + name))
                        .toList());
    }
}
