package vpo.launcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;

import org.junit.jupiter.api.Test;

class VariablesTest {
    private static final Map<String, String> OF_A_SERVICE = Map.of("SYSTEMD_EXEC_PID", "12", "STATE_DIRECTORY",
            "/var/lib/x", "LOGS_DIRECTORY", "/var/log/x", "VPO_SERVER_PORT", "1");

    @Test
    void aServiceHasItsFolders() {
        assertThat(Variables.own(OF_A_SERVICE, 12)).isEqualTo(OF_A_SERVICE);
    }

    @Test
    void aCommandWithinAServiceHasNot() {
        assertThat(Variables.own(OF_A_SERVICE, 123)).containsOnlyKeys("SYSTEMD_EXEC_PID", "VPO_SERVER_PORT");
        assertThat(Variables.own(Map.of("STATE_DIRECTORY", "/var/lib/x"), 12)).isEmpty();
    }
}
