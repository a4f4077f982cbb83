package vpo.itest.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A configuration that cannot be used ends the start with one line that says what is wrong, and where. */
class ConfigErrorIT extends ProcessTest {
    @Test
    void malformedToml() throws Exception {
        configure("[server]\nport = = 1\n");
        assertThat(failedStart()).startsWith(config + ":2:8: ");
    }

    @Test
    void allProblemsAreCountedAndTheFirstIsTold() throws Exception {
        configure("[server]\nport = \"8321\"\nshutdown_timeout = nan\n");
        assertThat(failedStart()).startsWith(config + ":2:1: server.port: ")
                .endsWith("(and 1 more, see 'vpo config check " + config + "')");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "port = 0                 | server.port: Port must be 1-65535",
            "port = 65536             | server.port: Port must be 1-65535",
            "bind = 'no such host'    | server.bind: Invalid bind address",
            "shutdown_timeout = 0     | server.shutdown_timeout: Shutdown timeout must be positive",
            "shutdown_timeout = -1.5  | server.shutdown_timeout: Shutdown timeout must be positive"})
    void valuesOfTheFile(String line, String message) throws Exception {
        configure("[server]\n" + line + "\n");
        assertThat(failedStart()).startsWith(config + ":2:").contains(message);
    }

    @ParameterizedTest
    @CsvSource({"VPO_SERVER_PORT, eighty", "VPO_SERVER_PORT, 70000", "VPO_SERVER_SHUTDOWN_TIMEOUT, nan",
            "VPO_SERVER_BIND, not an address"})
    void valuesOfTheEnvironment(String variable, String value) throws Exception {
        DaemonProcess daemon = started(daemon().environment(variable, value).serve());
        assertThat(daemon.awaitFailedStart("CONFIG_ERROR")).startsWith(variable + ": ").contains(value);
    }

    @ParameterizedTest
    @CsvSource({"--port, 0", "--port, 99999999999", "--bind, a b"})
    void valuesOfFlags(String flag, String value) throws Exception {
        DaemonProcess daemon = started(daemon().arguments(flag, value).serve());
        assertThat(daemon.awaitFailedStart("CONFIG_ERROR")).startsWith(flag + ": ").contains(value);
    }

    /** As the existing VPO does. */
    @ParameterizedTest
    @CsvSource({"--port, x", "--log-level, loud", "--log-format, xml", "--config, nowhere.toml"})
    void valuesThatAFlagDoesNotTake(String flag, String value) throws Exception {
        DaemonProcess daemon = started(daemon().arguments(flag, value).serve());
        assertThat(daemon.awaitExit()).isEqualTo(2);
        assertThat(daemon.logText()).startsWith("vpo: Invalid value for option '" + flag + "': ")
                .contains(value, "Usage: vpo serve");
        assertThat(data).doesNotExist();
    }

    @Test
    void namedFileThatIsNotThere() throws Exception {
        DaemonProcess byVariable = started(daemon().environment("VPO_CONFIG_PATH", "/no/where.toml").serve());
        assertThat(byVariable.awaitFailedStart("CONFIG_ERROR")).contains("/no/where.toml", "no such file",
                "VPO_CONFIG_PATH");
    }

    @Test
    void whatIsToBeCheckedIsNamed() throws Exception {
        Path other = Files.writeString(folder.resolve("other.toml"), "[server]\nport = 0\nshutdown_timeout = nan\n");
        DaemonProcess daemon = started(daemon().arguments("--config", other.toString()).serve());
        assertThat(daemon.awaitFailedStart("CONFIG_ERROR")).endsWith("see 'vpo config check " + other + "')");
        DaemonProcess byVariable = started(daemon().environment("VPO_CONFIG_PATH", other.toString()).serve());
        assertThat(byVariable.awaitFailedStart("CONFIG_ERROR")).endsWith("see 'vpo config check " + other + "')");
    }

    @Test
    void directory() throws Exception {
        Files.createDirectories(config);
        assertThat(failedStart()).contains(config.toString(), "directory");
    }

    @Test
    void hugeFile() throws Exception {
        configure("");
        try (RandomAccessFile file = new RandomAccessFile(config.toFile(), "rw")) {
            file.setLength(100_000_000);
        }
        assertThat(failedStart()).contains(config.toString());
    }

    @Test
    void byteOrderMark() throws Exception {
        configure("\uFEFF[server]\n");
        assertThat(failedStart()).startsWith(config.toString());
    }

    @Test
    void nulBytes() throws Exception {
        configure("[server]\nbind = '\0'\n");
        assertThat(failedStart()).startsWith(config + ":2:");
    }

    @Test
    void unreadableFile() throws Exception {
        configure("");
        Privileges.giveTo(folder, Privileges.NOBODY);
        Files.setPosixFilePermissions(config, Set.of());
        assertThat(started(daemon().asNobody().serve()).awaitFailedStart("CONFIG_ERROR"))
                .contains(config.toString(), "denied");
    }

    @Test
    void unknownKeysAreOnlyWarnedOf() throws Exception {
        configure("[server]\nprot = 1\n");
        DaemonProcess daemon = running();
        assertThat(daemon.messages("WARNING")).singleElement().asString().contains(":2:", "server.prot",
                "did you mean server.port");
    }

    private String failedStart() throws Exception {
        return started(daemon().serve()).awaitFailedStart("CONFIG_ERROR");
    }
}
