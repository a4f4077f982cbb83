package vpo.itest.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A folder for each test, with a data directory that does not exist yet; what a test starts, ends with it. */
abstract class ProcessTest {
    @TempDir
    Path folder;
    Path data;
    Path library;
    Path config;

    private final List<DaemonProcess> started = new ArrayList<>();

    @BeforeEach
    final void paths() {
        data = folder.resolve("data");
        library = data.resolve("library.db");
        config = data.resolve("config.toml");
    }

    @AfterEach
    final void endAll() {
        started.forEach(DaemonProcess::close);
    }

    final DaemonProcess.Builder daemon() {
        return DaemonProcess.in(data);
    }

    /** Notes a process that is to end with the test. */
    final DaemonProcess started(DaemonProcess process) {
        started.add(process);
        return process;
    }

    final void configure(String toml) throws IOException {
        Files.createDirectories(data);
        Files.writeString(config, toml);
    }

    /** Starts it with the jar as users get it, and waits until it is RUNNING. */
    final DaemonProcess running() throws IOException {
        return started(daemon().serve()).awaitRunning();
    }

    /** Starts it with the bundle of these tests, and waits until it is RUNNING, and its plugins too. */
    final DaemonProcess runningWithTestBundle() throws IOException {
        return awaitPlugins(started(daemon().withTestBundle("").serve()).awaitRunning());
    }

    /**
     * Waits until the daemon's own plugin has started, which begins when it is RUNNING: its start is a task like those
     * that tests count, and asks the database that tests break.
     */
    static DaemonProcess awaitPlugins(DaemonProcess daemon) {
        daemon.awaitLog(" - plugin scan ");
        return daemon;
    }
}
