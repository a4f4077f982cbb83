package vpo.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an operator is told, to the letter. A semicolon in the input stands for a line break; so does one in the lines. */
class ProblemLinesTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            # ServerConfig, to the letter
            [server];port = 0            | ERROR FILE:2:1: server.port: Port must be 1-65535: 0 (config.toml:2)
            [server];port = 65536        | ERROR FILE:2:1: server.port: Port must be 1-65535: 65536 (config.toml:2)
            [server];port = -1           | ERROR FILE:2:1: server.port: Port must be 1-65535: -1 (config.toml:2)
            [server];port = 80           | WARNING FILE:2:1: server.port: Privileged port requires root: 80 (config.toml:2)
            [server];port = 1023         | WARNING FILE:2:1: server.port: Privileged port requires root: 1023 (config.toml:2)
            [server];port = 1024         |
            [server];port = 65535        |
            [server];port = "8321"       | ERROR FILE:2:1: server.port: expected an integer, found the string "8321"
            [server];port = 8321.0       | ERROR FILE:2:1: server.port: expected an integer, found the float 8321.0
            [server];port = true         | ERROR FILE:2:1: server.port: expected an integer, found the boolean true
            [server];port = 2020-01-01   | ERROR FILE:2:1: server.port: expected an integer, found the date or time 2020-01-01
            [server];port = [1]          | ERROR FILE:2:1: server.port: expected an integer, found an array
            [server];port = nan          | ERROR FILE:2:1: server.port: expected an integer, found the float nan
            [server];port = 4294975617   | ERROR FILE:2:1: server.port: expected an integer from -2147483648 to 2147483647, found 4294975617
            [server];port = {a = 1}      | ERROR FILE:2:1: server.port: expected an integer, found a table
            [[server.port]]              | ERROR FILE:1:1: server.port: expected an integer, found an array of tables
            [server.port]                | ERROR FILE:1:1: server.port: expected an integer, found a table
            server.port = 0              | ERROR FILE:1:1: server.port: Port must be 1-65535: 0 (config.toml:1)
            server = { port = 0 }        | ERROR FILE:1:12: server.port: Port must be 1-65535: 0 (config.toml:1)
            [server];bind = "nope!"      | ERROR FILE:2:1: server.bind: Invalid bind address: nope! (config.toml:2)
            [server];bind = ""           | ERROR FILE:2:1: server.bind: Invalid bind address: "" (config.toml:2)
            [server];bind = " ::1"       | ERROR FILE:2:1: server.bind: Invalid bind address: " ::1" (config.toml:2)
            [server];bind = "127.1"      | ERROR FILE:2:1: server.bind: Invalid bind address: 127.1 (config.toml:2)
            [server];bind = "a\\nb"       | ERROR FILE:2:1: server.bind: Invalid bind address: "a\\nb" (config.toml:2)
            [server];bind = 127          | ERROR FILE:2:1: server.bind: expected a string, found the integer 127
            [server];bind = "::1"        |
            [server];bind = "[::1]"      |
            [server];bind = "box.lan"    |
            [server];shutdown_timeout = 0    | ERROR FILE:2:1: server.shutdown_timeout: Shutdown timeout must be positive: 0 (config.toml:2)
            [server];shutdown_timeout = -1.5 | ERROR FILE:2:1: server.shutdown_timeout: Shutdown timeout must be positive: -1.5 (config.toml:2)
            [server];shutdown_timeout = nan  | ERROR FILE:2:1: server.shutdown_timeout: Shutdown timeout must be positive: nan (config.toml:2)
            [server];shutdown_timeout = inf  | ERROR FILE:2:1: server.shutdown_timeout: Shutdown timeout must be positive: inf (config.toml:2)
            [server];shutdown_timeout = -inf | ERROR FILE:2:1: server.shutdown_timeout: Shutdown timeout must be positive: -inf (config.toml:2)
            [server];shutdown_timeout = "30" | ERROR FILE:2:1: server.shutdown_timeout: expected a number, found the string "30"
            [server];shutdown_timeout = 30   |
            [server];start_timeout = 0       | ERROR FILE:2:1: server.start_timeout: Start timeout must be positive: 0 (config.toml:2)
            # secrets are not told
            [server];auth_token = "hunter2"  | ERROR FILE:2:1: server.auth_token: Must be at least 16 characters (config.toml:2)
            [server];auth_token = 12345678   | ERROR FILE:2:1: server.auth_token: expected a string
            [server];auth_token = "  "       |
            # the other sections
            database_path = ""               | ERROR FILE:1:1: database_path: A path must not be empty: "" (config.toml:1)
            database_path = "~bob/x.db"      | ERROR FILE:1:1: database_path: The home of another user is not looked up: write the path out (or ./~ for a name that starts with ~): ~bob/x.db (config.toml:1)
            database_path = "a\\u0000b"       | ERROR FILE:1:1: database_path: Not a path: Nul character not allowed: "a\\u0000b" (config.toml:1)
            database_path = 1                | ERROR FILE:1:1: database_path: expected a path in quotes, found the integer 1
            [logging];level = "loud"         | ERROR FILE:2:1: logging.level: Must be one of debug, info, warning, error: loud (config.toml:2)
            [logging];level = "Warning"      |
            [logging];format = "xml"         | ERROR FILE:2:1: logging.format: Must be one of text, json: xml (config.toml:2)
            [logging];include_stderr = "yes" | ERROR FILE:2:1: logging.include_stderr: expected true or false, found the string "yes"
            [logging];include_stderr = 1     | ERROR FILE:2:1: logging.include_stderr: expected true or false, found the integer 1
            [logging];max_bytes = 9999999999 |
            [logging];max_bytes = -1         | ERROR FILE:2:1: logging.max_bytes: Must be at least 0: -1 (config.toml:2)
            [logging];backup_count = 2000    | ERROR FILE:2:1: logging.backup_count: Must be 0 to 1000: 2000 (config.toml:2)
            [jobs];retention_days = -1       | ERROR FILE:2:1: jobs.retention_days: Must be at least 0: -1 (config.toml:2)
            [jobs];min_free_disk_percent = 101 | ERROR FILE:2:1: jobs.min_free_disk_percent: Must be a finite number from 0.0 to 100.0: 101 (config.toml:2)
            [jobs];disk_space_buffer = 0     | ERROR FILE:2:1: jobs.disk_space_buffer: Must be a finite number above 0: 0 (config.toml:2)
            [jobs];auto_prune_interval_hours = 0 | ERROR FILE:2:1: jobs.auto_prune_interval_hours: Must be at least 1: 0 (config.toml:2)
            [worker];end_by = "24:00"        | ERROR FILE:2:1: worker.end_by: Must be a time of day HH:MM from 00:00 to 23:59: 24:00 (config.toml:2)
            [worker];end_by = "05:59"        |
            [worker];max_files = -1          | ERROR FILE:2:1: worker.max_files: Must be at least 0, where 0 means none: -1 (config.toml:2)
            [transcription];model_size = "huge"         | ERROR FILE:2:1: transcription.model_size: Must be one of tiny, base, small, medium, large: huge (config.toml:2)
            [transcription];confidence_threshold = 1.01 | ERROR FILE:2:1: transcription.confidence_threshold: Must be a finite number from 0.0 to 1.0: 1.01 (config.toml:2)
            [transcription];incumbent_bonus = inf       | ERROR FILE:2:1: transcription.incumbent_bonus: Must be a finite number at least 0.0: inf (config.toml:2)
            [language];standard = "639-3"    | ERROR FILE:2:1: language.standard: Must be one of 639-2/B, 639-2/T, 639-1: 639-3 (config.toml:2)
            [processing];workers = 0         | ERROR FILE:2:1: processing.workers: Must be at least 1: 0 (config.toml:2)
            [server.rate_limit];window_seconds = 0 | ERROR FILE:2:1: server.rate_limit.window_seconds: Must be at least 1: 0 (config.toml:2)
            [plugins];plugin_dirs = "x"      | ERROR FILE:2:1: plugins.plugin_dirs: expected an array of paths, found the string "x"
            [plugins];plugin_dirs = ["a", 1] | ERROR FILE:2:1: plugins.plugin_dirs: expected an array of paths in quotes, found the integer 1 in it
            [plugins];plugin_dirs = [["a"]]  | ERROR FILE:2:1: plugins.plugin_dirs: expected an array of paths in quotes, found an array in it
            [plugins];plugin_dirs = []       |
            [plugins];entry_point_group = " " | ERROR FILE:2:1: plugins.entry_point_group: Must not be blank: " " (config.toml:2)
            [plugins.metadata.radarr];url = "ftp://x";api_key = "k" | ERROR FILE:2:1: plugins.metadata.radarr.url: Must be an address that starts with http:// or https://: ftp://x (config.toml:2)
            [plugins.metadata.radarr];url = "http://";api_key = "k" | ERROR FILE:2:1: plugins.metadata.radarr.url: Must be an address that starts with http:// or https://: http:// (config.toml:2)
            [plugins.metadata.sonarr];url = "http://x:8989/a";api_key = "a b" | ERROR FILE:3:1: plugins.metadata.sonarr.api_key: Must not be blank or hold white space (config.toml:3)
            [plugins.metadata.sonarr];url = "http://x:8989/a" | WARNING FILE:2:1: plugins.metadata.sonarr.url: has no effect without plugins.metadata.sonarr.api_key
            [plugins.metadata.sonarr];api_key = "k" | WARNING FILE:2:1: plugins.metadata.sonarr.api_key: has no effect without plugins.metadata.sonarr.url
            [plugins.metadata.radarr];timeout_seconds = 301 | ERROR FILE:2:1: plugins.metadata.radarr.timeout_seconds: Must be 1 to 300: 301 (config.toml:2)
            # tables and values confused, unknown keys
            server = 3                       | ERROR FILE:1:1: server: expected a table, found the integer 3
            server = []                      | ERROR FILE:1:1: server: expected a table, found an array
            [[server]]                       | ERROR FILE:1:1: server: expected a table, found an array of tables
            [plugins];metadata = 1           | ERROR FILE:2:1: plugins.metadata: expected a table, found the integer 1
            [server];prot = 1                | WARNING FILE:2:1: server.prot: unknown key, ignored; did you mean server.port?
            port = 1                         | WARNING FILE:1:1: port: unknown key, ignored; did you mean server.port?
            [servr];port = 1                 | WARNING FILE:1:1: servr: unknown table, ignored; did you mean server?
            [server];colour = 1              | WARNING FILE:2:1: server.colour: unknown key, ignored
            "server.port" = 1                | WARNING FILE:1:1: "server.port": unknown key, ignored; did you mean server.port?
            [plugins];whisper = 1            | WARNING FILE:2:1: plugins.whisper: unknown key, ignored
            [plugins.Whisper]                | WARNING FILE:1:1: plugins.Whisper: unknown table, ignored; a plugin's name is two or more of a-z, 0-9 and -, starts with a letter and does not end with -
            [plugins.x]                      | WARNING FILE:1:1: plugins.x: unknown table, ignored; a plugin's name is two or more of a-z, 0-9 and -, starts with a letter and does not end with -
            # plugins' own tables
            [plugins.foo];a = [1, "x"]       | ERROR FILE:2:1: plugins.foo.a: an array must hold values of one type
            [plugins.foo];a = [[1]]          | ERROR FILE:2:6: plugins.foo.a: an array can hold values only, found an array in it
            [plugins.foo];a = [1, {b = 1}]   | ERROR FILE:2:9: plugins.foo.a: an array can hold values only, found a table in it
            [plugins.foo];a = 1;A = 2        | ERROR FILE:3:1: plugins.foo.A: differs from a only in case
            [plugins.foo];service.pid = "x"  |
            [plugins.foo];"service.pid" = 1  | ERROR FILE:2:1: plugins.foo."service.pid": the name is reserved: choose another
            [plugins.foo."a b"];x = 1        | ERROR FILE:1:1: plugins.foo."a b": the name of a table can have only A-Z, a-z, 0-9, _ and -
            [[plugins.foo.r]];[[plugins.foo.r.q]] | ERROR FILE:2:1: plugins.foo.r[0].q: an array of tables cannot stand within another
            # malformed TOML: every place
            a = ;b = 1 2;[c                  | ERROR FILE:1:5: Unexpected end of line, expected a value;ERROR FILE:2:7: Unexpected '2', expected a newline or end-of-input;ERROR FILE:3:3: Unexpected end of input, expected ]
            [server];port = 1;port = 2       | ERROR FILE:3:1: port previously defined at line 2, column 1
            # all problems at once, in the order of the file
            [server];port = 0;bind = "";x = 1;[jobs];auto_purge = 1 | ERROR FILE:2:1: server.port: Port must be 1-65535: 0 (config.toml:2);ERROR FILE:3:1: server.bind: Invalid bind address: "" (config.toml:3);WARNING FILE:4:1: server.x: unknown key, ignored;ERROR FILE:6:1: jobs.auto_purge: expected true or false, found the integer 1
            """)
    void of_the_file(String toml, String lines) {
        assertThat(new Trial(folder).toml(toml.replace(';', '\n')).lines()).isEqualTo(split(lines));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            VPO_SERVER_PORT | 0        | ERROR VPO_SERVER_PORT: server.port: Port must be 1-65535: 0 (VPO_SERVER_PORT)
            VPO_SERVER_PORT | eighty   | ERROR VPO_SERVER_PORT: server.port: expected an integer, found "eighty"
            VPO_SERVER_PORT | 8_321    | ERROR VPO_SERVER_PORT: server.port: expected an integer, found "8_321"
            VPO_SERVER_PORT | ` 8321`  | ERROR VPO_SERVER_PORT: server.port: expected an integer, found " 8321"
            VPO_SERVER_PORT | 8321.0   | ERROR VPO_SERVER_PORT: server.port: expected an integer, found "8321.0"
            VPO_SERVER_PORT | ٣٣       | ERROR VPO_SERVER_PORT: server.port: expected an integer, found "٣٣"
            VPO_SERVER_PORT | 99999999999 | ERROR VPO_SERVER_PORT: server.port: expected an integer from -2147483648 to 2147483647, found 99999999999
            VPO_SERVER_PORT | 99999999999999999999 | ERROR VPO_SERVER_PORT: server.port: expected an integer of 64 bits, found 99999999999999999999
            VPO_SERVER_PORT | 80       | WARNING VPO_SERVER_PORT: server.port: Privileged port requires root: 80 (VPO_SERVER_PORT)
            VPO_SERVER_PORT | ``       |
            VPO_SERVER_BIND | ``       |
            VPO_SERVER_BIND | ` `      | ERROR VPO_SERVER_BIND: server.bind: Invalid bind address: " " (VPO_SERVER_BIND)
            VPO_SERVER_SHUTDOWN_TIMEOUT | nan  | ERROR VPO_SERVER_SHUTDOWN_TIMEOUT: server.shutdown_timeout: Shutdown timeout must be positive: nan (VPO_SERVER_SHUTDOWN_TIMEOUT)
            VPO_SERVER_SHUTDOWN_TIMEOUT | Inf  | ERROR VPO_SERVER_SHUTDOWN_TIMEOUT: server.shutdown_timeout: Shutdown timeout must be positive: Inf (VPO_SERVER_SHUTDOWN_TIMEOUT)
            VPO_SERVER_SHUTDOWN_TIMEOUT | 1e3  |
            VPO_SERVER_SHUTDOWN_TIMEOUT | 30d  | ERROR VPO_SERVER_SHUTDOWN_TIMEOUT: server.shutdown_timeout: expected a number, found "30d"
            VPO_SERVER_SHUTDOWN_TIMEOUT | 0x1p3 | ERROR VPO_SERVER_SHUTDOWN_TIMEOUT: server.shutdown_timeout: expected a number, found "0x1p3"
            VPO_SERVER_SHUTDOWN_TIMEOUT | 1e999 | ERROR VPO_SERVER_SHUTDOWN_TIMEOUT: server.shutdown_timeout: Shutdown timeout must be positive: 1e999 (VPO_SERVER_SHUTDOWN_TIMEOUT)
            VPO_JOBS_AUTO_PURGE | maybe  | ERROR VPO_JOBS_AUTO_PURGE: jobs.auto_purge: expected true or false (or 1, yes, on, 0, no, off), found "maybe"
            VPO_JOBS_AUTO_PURGE | Off    |
            VPO_AUTH_TOKEN      | short  | ERROR VPO_AUTH_TOKEN: server.auth_token: Must be at least 16 characters (VPO_AUTH_TOKEN)
            VPO_DATABASE_PATH   | ~eve/x | ERROR VPO_DATABASE_PATH: database_path: The home of another user is not looked up: write the path out (or ./~ for a name that starts with ~): ~eve/x (VPO_DATABASE_PATH)
            VPO_PLUGIN_DIRS     | a: :~eve | ERROR VPO_PLUGIN_DIRS: plugins.plugin_dirs: The home of another user is not looked up: write the path out (or ./~ for a name that starts with ~): "a: :~eve" (VPO_PLUGIN_DIRS)
            VPO_SERVER_PRT      | 1      | WARNING VPO_SERVER_PRT: unknown variable, ignored; did you mean VPO_SERVER_PORT?
            VPO_COLOUR          | 1      | WARNING VPO_COLOUR: unknown variable, ignored
            VPO_COLOUR          | ``     |
            vpo_server_port     | x      |
            VPO_DB_TIMEOUT      | 0      | ERROR VPO_DB_TIMEOUT: Must be a finite number above 0: 0 (VPO_DB_TIMEOUT)
            VPO_DB_TIMEOUT      | 30.0   |
            VPO_GIT_HASH        | xyz    | ERROR VPO_GIT_HASH: Must be 7 to 64 hexadecimal digits: xyz (VPO_GIT_HASH)
            VPO_GIT_HASH        | 889bee9 |
            VPO_SESSION_SECRET  | abc    | ERROR VPO_SESSION_SECRET: Must be base64 of 32 bytes (VPO_SESSION_SECRET)
            VPO_SESSION_SECRET  | AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA= |
            VPO_TEMP_DIR        | /tmp   |
            VPO_CONFIG_PATH     | ~eve/c | ERROR VPO_CONFIG_PATH: The home of another user is not looked up: write the path out (or ./~ for a name that starts with ~): "~eve/c"
            VPO_DATA_DIR        | /dev/null | ERROR VPO_DATA_DIR: Not a directory: /dev/null
            VPO_CONFIG_PATH     | /no/such.toml | ERROR /no/such.toml: no such file, named by VPO_CONFIG_PATH: create it, or correct the path
            """)
    void of_the_environment(String name, String value, String lines) {
        assertThat(new Trial(folder).variable(name, value).lines()).isEqualTo(split(lines));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            server.port    | 0       | ERROR --port: server.port: Port must be 1-65535: 0 (--port)
            server.port    | x       | ERROR --port: server.port: expected an integer, found "x"
            server.port    | ``      | ERROR --port: server.port: expected an integer, found ""
            server.port    | 80      | WARNING --port: server.port: Privileged port requires root: 80 (--port)
            server.bind    | ``      | ERROR --bind: server.bind: Invalid bind address: "" (--bind)
            database_path  | ``      | ERROR --database: database_path: A path must not be empty: "" (--database)
            logging.level  | loud    | ERROR --log-level: logging.level: Must be one of debug, info, warning, error: loud (--log-level)
            logging.level  | DEBUG   |
            logging.format | json    |
            """)
    void of_the_flags(String key, String value, String lines) {
        assertThat(new Trial(folder).flag(key, value).lines()).isEqualTo(split(lines));
    }

    @Test
    void a_value_that_is_overridden_must_be_good_all_the_same() {
        Trial trial = new Trial(folder).toml("server.port = 0").variable("VPO_SERVER_PORT", "x")
                .flag("server.port", "9000");
        assertThat(trial.lines()).containsExactly(
                "ERROR FILE:1:1: server.port: Port must be 1-65535: 0 (config.toml:1)",
                "ERROR VPO_SERVER_PORT: server.port: expected an integer, found \"x\"");
    }

    @Test
    void a_file_that_is_all_wrong_is_told_in_a_bounded_number_of_lines() {
        StringBuilder toml = new StringBuilder();
        for (int i = 0; i < 30_000; i++) {
            toml.append("unknown_").append(i).append(" = 1\n");
        }
        List<String> lines = new Trial(folder).toml(toml.toString()).lines();
        assertThat(lines).hasSize(51);
        assertThat(lines.getLast()).isEqualTo("WARNING FILE: and 29950 more warnings");
    }

    private static List<String> split(String lines) {
        return lines == null ? List.of() : Arrays.asList(lines.split(";(?=ERROR|WARNING)"));
    }
}
