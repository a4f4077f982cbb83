package vpo.config.internal.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SchemaTest {
    static Stream<Key> keys() {
        return Schema.keys().stream();
    }

    @Test
    void names_variables_and_flags_are_unique() {
        assertThat(keys().map(Key::name)).doesNotHaveDuplicates();
        assertThat(Stream.concat(keys(), Schema.variables().stream()).map(Key::variable).filter(v -> !v.isEmpty()))
                .doesNotHaveDuplicates().allMatch(v -> v.matches("VPO_[A-Z_]+"));
        assertThat(keys().map(Key::flag).filter(f -> !f.isEmpty())).doesNotHaveDuplicates()
                .containsExactly("--database", "--log-level", "--log-file", "--log-format", "--bind", "--port");
    }

    @Test
    void no_key_is_a_table() {
        assertThat(keys().map(Key::name)).noneMatch(Schema::isTable);
    }

    @ParameterizedTest
    @MethodSource("keys")
    void a_default_is_of_its_type_and_keeps_its_rule(Key key) throws InvalidValueException {
        Object value = key.fallback().value(Path.of("/data"));
        if (value == null) {
            return;
        }
        Class<?> type = switch (key.type()) {
            case Type.STRING, Type.PATH, Type.LOG_PATH, Type.SECRET_PATH -> String.class;
            case Type.INTEGER -> Integer.class;
            case Type.LONG -> Long.class;
            case Type.FLOAT -> Double.class;
            case Type.BOOLEAN -> Boolean.class;
            case Type.PATHS -> List.class;
            case ListType _ -> List.class;
        };
        assertThat(value).isInstanceOf(type);
        assertThat(key.rule().check().apply(value)).isEqualTo(value);
    }

    @Test
    void what_needs_a_restart_is_what_the_existing_daemon_restarts_for() {
        assertThat(keys().filter(Key::restart).map(Key::name)).containsExactly("database_path", "data_directory",
                "cache_directory", "tools.ffmpeg",
                "tools.ffprobe", "tools.mkvmerge", "tools.mkvpropedit", "tools.detection.cache_ttl_hours",
                "tools.detection.auto_detect_on_startup", "plugins.plugin_dirs", "plugins.entry_point_group",
                "plugins.auto_load", "server.bind", "server.port", "server.auth_token");
    }

    @Test
    void knows_its_secrets() {
        assertThat(keys().filter(Key::secret).map(Key::name)).containsExactly("plugins.trust_store_password",
                "plugins.metadata.radarr.api_key",
                "plugins.metadata.sonarr.api_key", "server.auth_token");
    }

    @Test
    void knows_what_the_daemon_acts_on() {
        assertThat(keys().filter(key -> key.use() == Use.NOW).map(Key::name)).containsExactly("database_path",
                "data_directory", "cache_directory", "tools.ffprobe", "plugins.plugin_dirs", "plugins.auto_load",
                "plugins.warn_unacknowledged",
                "plugins.trust", "plugins.trust_store", "plugins.trust_store_password", "plugins.start_timeout",
                "plugins.call_timeout", "logging.level", "logging.file",
                "logging.format", "logging.max_bytes", "logging.backup_count",
                "server.bind", "server.port", "server.shutdown_timeout", "server.start_timeout",
                "server.idle_exit", "server.auth_token", "server.auth_token_file", "server.host_names",
                "server.rate_limit.enabled",
                "server.rate_limit.get_max_requests", "server.rate_limit.mutate_max_requests",
                "server.rate_limit.window_seconds", "console.allow_remote", "metrics.access");
    }
}
