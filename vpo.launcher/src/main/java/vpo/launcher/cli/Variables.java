package vpo.launcher.cli;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The environment as far as it is meant for this process. */
final class Variables {
    /** By which systemd tells a service the folders that it has made for it. */
    private static final List<String> FOLDERS = List.of("STATE_DIRECTORY", "CACHE_DIRECTORY",
            "CONFIGURATION_DIRECTORY", "RUNTIME_DIRECTORY", "LOGS_DIRECTORY");

    private Variables() {}

    /** Those of this process. */
    static Map<String, String> own() {
        return own(System.getenv(), ProcessHandle.current().pid());
    }

    /**
     * All of these, but for folders that were made for another process and came here by inheritance, as to a command in
     * a shell that runs in a service.
     *
     * @param pid of this process
     */
    static Map<String, String> own(Map<String, String> environment, long pid) {
        if (Long.toString(pid).equals(environment.get("SYSTEMD_EXEC_PID"))) {
            return environment;
        }
        Map<String, String> rest = new HashMap<>(environment);
        rest.keySet().removeAll(FOLDERS);
        return rest;
    }
}
