package vpo.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileConfigurationSourceTest {
    @TempDir
    private Path folder;

    @Test
    void without_anything_there_are_defaults() throws ConfigurationException {
        Trial trial = new Trial(folder);
        Configuration configuration = trial.read();
        assertThat(configuration.file()).isEmpty();
        assertThat(configuration.warnings()).isEmpty();
        assertThat(configuration.dataDirectory()).isEqualTo(trial.home.resolve(".vpo"));
        assertThat(configuration.settings()).hasSameSizeAs(KnownKey.all())
                .allMatch(setting -> setting.source() instanceof Source.Default);
        assertThat(configuration.setting("server.port").value()).isEqualTo(8321);
        assertThat(configuration.setting("database_path").value())
                .isEqualTo(trial.home.resolve(".vpo/library.db").toString());
        assertThat(configuration.setting("plugins.plugin_dirs").value())
                .isEqualTo(List.of(trial.home.resolve(".vpo/plugins").toString()));
    }

    @Test
    void flag_over_variable_over_file_over_default_key_by_key() throws ConfigurationException {
        Trial trial = new Trial(folder).toml("""
                [server]
                port = 1111
                bind = "::1"
                shutdown_timeout = 1
                """).variable("VPO_SERVER_PORT", "2222").variable("VPO_SERVER_BIND", "::2").flag("server.port", "3333");
        Configuration configuration = trial.read();
        assertThat(configuration.setting("server.port")).hasToString("server.port = 3333 (--port)");
        assertThat(configuration.setting("server.bind")).hasToString("server.bind = ::2 (VPO_SERVER_BIND)");
        assertThat(configuration.setting("server.shutdown_timeout"))
                .hasToString("server.shutdown_timeout = 1.0 (" + trial.file() + ":4:1)");
        assertThat(configuration.setting("server.start_timeout"))
                .hasToString("server.start_timeout = 60.0 (default)");
    }

    @Test
    void a_list_of_names_is_one_of_texts_or_a_text_with_commas() throws ConfigurationException {
        Trial trial = new Trial(folder).toml("server.host_names = ['vpo.example', 'nas']");
        assertThat(trial.read().setting("server.host_names").value()).isEqualTo(List.of("vpo.example", "nas"));
        trial.variable("VPO_SERVER_HOST_NAMES", "a.example, ,b");
        assertThat(trial.read().setting("server.host_names").value()).isEqualTo(List.of("a.example", "b"));
        trial.variable("VPO_SERVER_HOST_NAMES", "a.example,b:80").toml("server.host_names = ['http://nas', 'b']");
        assertThat(trial.lines()).containsExactly(
                "ERROR FILE:1:1: server.host_names: Invalid host name: http://nas (config.toml:1)",
                "ERROR VPO_SERVER_HOST_NAMES: server.host_names: Invalid host name: b:80"
                        + " (VPO_SERVER_HOST_NAMES)");
    }

    @Test
    void an_empty_variable_is_unset() throws ConfigurationException {
        Configuration configuration = new Trial(folder).toml("server.bind = '::1'").variable("VPO_SERVER_BIND", "")
                .variable("VPO_DATA_DIR", "").variable("VPO_CONFIG_PATH", "").read();
        assertThat(configuration.setting("server.bind").value()).isEqualTo("::1");
    }

    @Test
    void the_flag_names_the_file_before_the_variable_does() throws ConfigurationException {
        Trial trial = new Trial(folder).toml("server.port = 1111");
        trial.write(trial.working.resolve("by-variable.toml"), "server.port = 2222");
        trial.write(trial.home.resolve("by-flag.toml"), "server.port = 3333");
        trial.variable("VPO_CONFIG_PATH", "by-variable.toml");
        assertThat(trial.read().setting("server.port").value()).isEqualTo(2222);
        trial.configFlag = Optional.of("~/by-flag.toml");
        assertThat(trial.read().setting("server.port").value()).isEqualTo(3333);
        assertThat(trial.read().file()).contains(trial.home.resolve("by-flag.toml"));
    }

    @Test
    void a_named_file_must_be_there() {
        Trial trial = new Trial(folder);
        trial.configFlag = Optional.of("nope.toml");
        assertThat(trial.lines()).containsExactly("ERROR " + trial.working.resolve("nope.toml")
                + ": no such file, named on the command line: create it, or correct the path");
    }

    @Test
    void the_data_directory_moves_everything() throws ConfigurationException {
        Trial trial = new Trial(folder).toml("server.port = 1111").variable("VPO_DATA_DIR", "~/elsewhere");
        Path data = trial.home.resolve("elsewhere");
        trial.write(data.resolve("config.toml"), "server.port = 2222");
        Configuration configuration = trial.read();
        assertThat(configuration.dataDirectory()).isEqualTo(data);
        assertThat(configuration.file()).contains(data.resolve("config.toml"));
        assertThat(configuration.setting("database_path").value()).isEqualTo(data.resolve("library.db").toString());
        assertThat(configuration.setting("plugins.plugin_dirs").value())
                .isEqualTo(List.of(data.resolve("plugins").toString()));
    }

    @Test
    void a_service_managers_folders_come_after_everything_that_an_operator_says() throws ConfigurationException {
        Path etc = folder.resolve("etc");
        Trial trial = new Trial(folder).variable("STATE_DIRECTORY", folder.resolve("state") + ":/elsewhere")
                .variable("CACHE_DIRECTORY", folder.resolve("cache").toString())
                .variable("CONFIGURATION_DIRECTORY", etc.toString())
                .variable("LOGS_DIRECTORY", folder.resolve("logs").toString());
        Configuration given = trial.read();
        assertThat(given.file()).isEmpty();
        assertThat(given.filePlace()).isEqualTo(etc.resolve("config.toml"));
        assertThat(given.dataDirectory()).isEqualTo(folder.resolve("state"));
        assertThat(given.setting("data_directory"))
                .hasToString("data_directory = " + folder.resolve("state") + " (STATE_DIRECTORY)");
        assertThat(given.setting("cache_directory"))
                .hasToString("cache_directory = " + folder.resolve("cache") + " (CACHE_DIRECTORY)");
        assertThat(given.setting("database_path").value()).isEqualTo(folder.resolve("state/library.db").toString());

        trial.write(etc.resolve("config.toml"),
                "data_directory = 'data'\ncache_directory = 'temp'\nlogging.file = 'vpo.log'");
        Configuration file = trial.read();
        assertThat(file.file()).contains(etc.resolve("config.toml"));
        assertThat(file.dataDirectory()).isEqualTo(etc.resolve("data"));
        assertThat(file.setting("plugins.plugin_dirs").value())
                .isEqualTo(List.of(etc.resolve("data/plugins").toString()));
        assertThat(file.setting("cache_directory").value()).isEqualTo(etc.resolve("temp").toString());
        assertThat(file.setting("logging.file").value()).isEqualTo(folder.resolve("logs/vpo.log").toString());

        Configuration variable = trial.variable("VPO_DATA_DIR", "~/elsewhere").read();
        assertThat(variable.dataDirectory()).isEqualTo(trial.home.resolve("elsewhere"));
        assertThat(variable.setting("data_directory").source()).hasToString("VPO_DATA_DIR");
        assertThat(variable.file()).contains(etc.resolve("config.toml"));
    }

    @Test
    void a_service_managers_folder_may_not_be_a_file() {
        Trial trial = new Trial(folder);
        trial.write(folder.resolve("file"), "").variable("STATE_DIRECTORY", folder.resolve("file").toString());
        assertThat(trial.lines()).contains("ERROR STATE_DIRECTORY: data_directory: Not a directory: "
                + folder.resolve("file") + " (STATE_DIRECTORY)");
    }

    @Test
    void a_service_managers_folder_that_is_no_path_is_an_error() {
        assertThat(new Trial(folder).variable("STATE_DIRECTORY", "/a\ud800").lines()).singleElement().asString()
                .startsWith("ERROR STATE_DIRECTORY: Not a path: ").contains("set LC_ALL").endsWith(": \"/a\\ud800\"");
    }

    @Test
    void a_name_alone_may_be_that_of_a_credential() throws ConfigurationException {
        Path credentials = folder.resolve("credentials");
        Trial trial = new Trial(folder).toml("server.auth_token_file = 'token'")
                .variable("CREDENTIALS_DIRECTORY", credentials.toString());
        assertThat(trial.read().setting("server.auth_token_file").value())
                .isEqualTo(trial.home.resolve(".vpo/token").toString());
        trial.write(credentials.resolve("token"), "");
        assertThat(trial.read().setting("server.auth_token_file").value())
                .isEqualTo(credentials.resolve("token").toString());
        trial.variable("VPO_AUTH_TOKEN_FILE", "./token");
        assertThat(trial.read().setting("server.auth_token_file").value())
                .isEqualTo(trial.working.resolve("token").toString());
    }

    @Test
    void without_a_home_something_else_must_say_where_the_data_is() throws ConfigurationException {
        Path none = Path.of("?");
        Trial trial = new Trial(folder);
        assertThatThrownBy(() -> FileConfigurationSource.read(trial.inputs(none), false))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("HOME: no home folder: set HOME or VPO_DATA_DIR");
        trial.variable("HOME", "/a\ud800");
        assertThatThrownBy(() -> FileConfigurationSource.read(trial.inputs(none), false))
                .isInstanceOf(ConfigurationException.class).hasMessageStartingWith("HOME: Not a path: ")
                .hasMessageContaining("set LC_ALL");
        trial.variable("VPO_DATA_DIR", "~/data");
        assertThatThrownBy(() -> FileConfigurationSource.read(trial.inputs(none), false))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("VPO_DATA_DIR: No home folder for ~: set HOME, or write the path out: \"~/data\"");
        Path data = folder.resolve("data");
        trial.variable("VPO_DATA_DIR", data.toString());
        assertThat(FileConfigurationSource.read(trial.inputs(none), false).current().dataDirectory()).isEqualTo(data);
        trial.write(data.resolve("config.toml"), "database_path = '~'");
        assertThatThrownBy(() -> FileConfigurationSource.read(trial.inputs(none), false))
                .isInstanceOf(ConfigurationException.class).hasMessageContaining(":1:1: database_path: No home folder");
    }

    @Test
    void paths_start_from_the_file_or_from_the_working_directory_or_from_home() throws ConfigurationException {
        Trial trial = new Trial(folder).toml("""
                database_path = "db/../x.db"
                [tools]
                ffmpeg = "~/bin/ffmpeg"
                ffprobe = "/usr/bin/ffprobe"
                [plugins]
                plugin_dirs = ["a", "~"]
                """).variable("VPO_MKVMERGE_PATH", "./mkvmerge");
        Configuration configuration = trial.read();
        assertThat(configuration.setting("database_path").value())
                .isEqualTo(trial.home.resolve(".vpo/x.db").toString());
        assertThat(configuration.setting("tools.ffmpeg").value())
                .isEqualTo(trial.home.resolve("bin/ffmpeg").toString());
        assertThat(configuration.setting("tools.ffprobe").value()).isEqualTo("/usr/bin/ffprobe");
        assertThat(configuration.setting("tools.mkvmerge").value())
                .isEqualTo(trial.working.resolve("mkvmerge").toString());
        assertThat(configuration.setting("plugins.plugin_dirs").value())
                .isEqualTo(List.of(trial.home.resolve(".vpo/a").toString(), trial.home.toString(),
                        trial.home.resolve(".vpo/plugins").toString()));
        trial.flag("database_path", "y.db");
        assertThat(trial.read().setting("database_path").value())
                .isEqualTo(trial.working.resolve("y.db").toString());
    }

    @Test
    void a_list_variable_replaces_the_list_of_the_file() throws ConfigurationException {
        Trial trial = new Trial(folder).toml("plugins.plugin_dirs = ['/a']").variable("VPO_PLUGIN_DIRS", " /b : :/c");
        assertThat(trial.read().setting("plugins.plugin_dirs").value())
                .isEqualTo(List.of("/b", "/c", trial.home.resolve(".vpo/plugins").toString()));
    }

    @Test
    void what_is_written_in_several_ways_is_brought_to_one() throws ConfigurationException {
        Configuration configuration = new Trial(folder).toml("""
                [server]
                bind = "[::1]"
                auth_token = " "
                [logging]
                level = "WARNING"
                [worker]
                max_files = 0
                max_duration = 60
                [transcription]
                plugin = ""
                """).variable("VPO_JOBS_AUTO_PURGE", "No").read();
        assertThat(configuration.setting("server.bind").value()).isEqualTo("::1");
        assertThat(configuration.setting("server.auth_token").value()).isNull();
        assertThat(configuration.setting("logging.level").value()).isEqualTo("warning");
        assertThat(configuration.setting("worker.max_files").value()).isNull();
        assertThat(configuration.setting("worker.max_duration").value()).isEqualTo(60);
        assertThat(configuration.setting("transcription.plugin").value()).isNull();
        assertThat(configuration.setting("jobs.auto_purge").value()).isEqualTo(false);
    }

    @Test
    void a_blank_path_is_as_good_as_none() throws ConfigurationException {
        Trial trial = new Trial(folder).toml("""
                database_path = ""
                cache_directory = " "
                [logging]
                file = ""
                [plugins]
                plugin_dirs = ["", "/a"]
                """).variable("VPO_DATABASE_PATH", " ");
        Configuration configuration = trial.read();
        assertThat(configuration.setting("database_path"))
                .hasToString("database_path = " + trial.home.resolve(".vpo/library.db") + " (default)");
        assertThat(configuration.setting("cache_directory").value())
                .isEqualTo(trial.home.resolve(".vpo/cache").toString());
        assertThat(configuration.setting("logging.file").value()).isNull();
        assertThat(configuration.setting("plugins.plugin_dirs").value())
                .isEqualTo(List.of("/a", trial.home.resolve(".vpo/plugins").toString()));
        trial.toml("database_path = '/b'");
        assertThat(trial.read().setting("database_path").value()).isEqualTo("/b");
    }

    @Test
    void an_empty_value_of_a_higher_layer_hides_the_one_below() throws ConfigurationException {
        Configuration configuration = new Trial(folder).toml("server.auth_token = 'abcdefghijklmnop'")
                .variable("VPO_AUTH_TOKEN", "  ").read();
        assertThat(configuration.setting("server.auth_token").value()).isNull();
    }

    @Test
    void every_table_is_published_under_its_pid() throws ConfigurationException {
        Trial trial = new Trial(folder).toml("[server]\nport = 9000\n");
        Map<String, Map<String, Object>> published = trial.read().published();
        assertThat(published.keySet()).containsExactlyInAnyOrder("vpo", "vpo.tools", "vpo.tools.detection",
                "vpo.behavior", "vpo.plugins", "vpo.plugins.metadata.radarr", "vpo.plugins.metadata.sonarr", "vpo.jobs",
                "vpo.worker", "vpo.logging", "vpo.transcription", "vpo.server", "vpo.server.rate_limit",
                "vpo.console", "vpo.metrics", "vpo.processing", "vpo.language");
        assertThat(published.get("vpo.server")).containsOnly(Map.entry("bind", "127.0.0.1"), Map.entry("port", 9000),
                Map.entry("shutdown_timeout", 30.0), Map.entry("start_timeout", 60.0),
                Map.entry("host_names", new String[0]));
        assertThat(published.get("vpo")).containsExactly(
                Map.entry("database_path", trial.home.resolve(".vpo/library.db").toString()),
                Map.entry("data_directory", trial.home.resolve(".vpo").toString()),
                Map.entry("cache_directory", trial.home.resolve(".vpo/cache").toString()));
        assertThat((String[]) published.get("vpo.plugins").get("plugin_dirs"))
                .containsExactly(trial.home.resolve(".vpo/plugins").toString());
        assertThat(published.get("vpo.logging")).containsEntry("max_bytes", 10_485_760L);
    }

    @Test
    void unknown_keys_are_published_nowhere() throws ConfigurationException {
        Map<String, Map<String, Object>> published = new Trial(folder)
                .toml("colour = 1\n[server]\nprot = 1\n[x]\ny = 1")
                .read().published();
        assertThat(published).doesNotContainKey("vpo.x");
        assertThat(published.get("vpo")).doesNotContainKey("colour");
        assertThat(published.get("vpo.server")).doesNotContainKey("prot");
    }

    @Test
    void a_plugin_gets_its_table_as_it_is() throws ConfigurationException {
        Configuration configuration = new Trial(folder).toml("""
                [plugins.whisper-local]
                text = "x"
                whole = 1
                real = 1.5
                yes = true
                day = 2025-11-23
                time = 12:45:23
                moment = 2025-11-23T12:45:23Z
                words = ["a", "b"]
                numbers = [1, 2]
                mixed = [1, 2.5]
                none = []
                "dotted.key" = 1
                api_token = "hunter2"
                [plugins.whisper-local.sub.deeper]
                x = 1
                [[plugins.whisper-local.row]]
                name = "one"
                [[plugins.whisper-local.row]]
                name = "two"
                at = { x = 1, y = 2 }
                [[plugins.whisper-local.item]]
                [[plugins.whisper-local.item]]
                name = "b"
                [[plugins.zip]]
                a = 1
                """).read();
        Map<String, Map<String, Object>> published = configuration.published();
        Map<String, Object> table = published.get("vpo.plugins.whisper-local");
        assertThat(table).containsEntry("text", "x").containsEntry("whole", 1L).containsEntry("real", 1.5)
                .containsEntry("yes", true).containsEntry("day", "2025-11-23").containsEntry("time", "12:45:23")
                .containsEntry("moment", "2025-11-23T12:45:23Z").containsEntry("dotted.key", 1L)
                .containsEntry("api_token", "hunter2");
        assertThat(table.get("words")).isEqualTo(new String[]{"a", "b"});
        assertThat(table.get("numbers")).isEqualTo(new Long[]{1L, 2L});
        assertThat(table.get("mixed")).isEqualTo(new Double[]{1.0, 2.5});
        assertThat(table.get("none")).isEqualTo(new String[0]);
        assertThat(published.get("vpo.plugins.whisper-local.sub")).isEmpty();
        assertThat(published.get("vpo.plugins.whisper-local.sub.deeper")).containsExactly(Map.entry("x", 1L));
        assertThat(published.get("vpo.plugins.whisper-local.row~one")).containsExactly(Map.entry("name", "one"));
        assertThat(published.get("vpo.plugins.whisper-local.row~two")).containsOnly(Map.entry("name", "two"),
                Map.entry("at.x", 1L), Map.entry("at.y", 2L));
        assertThat(published.get("vpo.plugins.whisper-local.item~0")).isEmpty();
        assertThat(published.get("vpo.plugins.whisper-local.item~1")).containsExactly(Map.entry("name", "b"));
        assertThat(published.get("vpo.plugins.zip~0")).containsExactly(Map.entry("a", 1L));
        assertThat(configuration.setting("plugins.whisper-local.sub.deeper.x").value()).isEqualTo(1L);
        assertThat(configuration.setting("plugins.whisper-local.api_token").shown()).isEqualTo("********");
    }

    @ParameterizedTest
    @ValueSource(strings = {"api_key", "apikey", "radarr-API-key", "api.key", "password", "smtp_passwd", "passphrase",
            "db_pwd", "client_secret", "accessToken", "credentials.user", "private_key", "privateKey", "max_tokens"})
    void what_is_called_like_a_secret_is_not_shown(String name) throws ConfigurationException {
        Configuration configuration = new Trial(folder).toml("plugins.mail." + name + " = 'hunter2'\n[[plugins.zip]]\n"
                + name + " = 'hunter2'\n[[plugins.foo.row]]\n" + name + " = 'hunter2'\n").read();
        assertThat(configuration.settings()).filteredOn(each -> each.key().matches("plugins\\.(mail|zip|foo).*"))
                .hasSize(3).allMatch(each -> each.shown().equals("********"));
    }

    @Test
    void a_plugin_that_is_called_like_a_secret_is_shown() throws ConfigurationException {
        Configuration configuration = new Trial(folder).toml("plugins.token-store.place = 'x'\n[[plugins.secrets]]\n"
                + "place = 'x'\n[plugins.secret.api]\nplace = 'x'\n").read();
        assertThat(configuration.settings()).filteredOn(each -> each.key().endsWith("place")).hasSize(3)
                .allMatch(each -> each.shown().equals("x"));
    }

    @Test
    void a_flag_that_no_key_has_is_a_mistake_of_the_caller() {
        assertThatThrownBy(() -> new Trial(folder).flag("jobs.auto_purge", "true").read())
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void the_exception_says_everything() {
        ConfigurationException e = catchThrowableOfType(ConfigurationException.class,
                () -> new Trial(folder).toml("server.port = 0\nserver.bind = ''").read());
        assertThat(e.problems()).hasSize(2);
        assertThat(e.getMessage().lines()).hasSize(2);
    }

    @Test
    void a_port_below_1024_is_no_news_to_root() throws ConfigurationException {
        Trial trial = new Trial(folder).flag("server.port", "80");
        ConfigInputs inputs = trial.inputs(trial.home);
        assertThat(FileConfigurationSource.read(inputs, true).current().warnings()).isEmpty();
        assertThat(FileConfigurationSource.read(inputs, false).current().warnings()).hasSize(1);
    }
}
