package vpo.itest.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import vpo.systemd.Notification;
import vpo.systemd.ServiceManager;
import vpo.systemd.internal.Datagrams;

/** What the service manager is told, at its end of the socket; the thread that waits for it has a limit. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class NotifyIT extends ProcessTest {
    /** Starts a daemon on a network of its own, which loses its address and gets it back when files say so. */
    private static final String NETWORK = """
            address() { ip addr "$1" 192.0.2.10/32 dev lo; }
            await() { until [ -e "$1" ]; do kill -0 $$ || exit; sleep 0.1; done; }
            ip link set lo up && address add || exit
            (await "$0/gone"; address del; await "$0/back"; address add) &
            exec "$@"
            """;

    @TempDir
    Path place;
    /** Told by these tests only. */
    private static final String UNBIND = "STATUS=nobody listens any more";
    private static final String END = "STATUS=the process has ended";

    /** Read all the time, as the service manager does: its queue has room for a dozen. */
    private final BlockingQueue<String> manager = new LinkedBlockingQueue<>();
    private Thread reader;
    private String socket;

    @BeforeEach
    void bind() throws Exception {
        socket = place.resolve("notify").toString();
        Datagrams datagrams = new Datagrams(socket);
        reader = Thread.ofPlatform().daemon().start(() -> {
            try (datagrams) {
                String last;
                do {
                    last = datagrams.take();
                    manager.add(last);
                } while (!last.equals(UNBIND));
            }
        });
    }

    @AfterEach
    void unbind() throws Exception {
        tell(UNBIND);
        reader.join();
    }

    private void tell(String status) {
        ServiceManager here = ServiceManager.of(Map.of("NOTIFY_SOCKET", socket)).orElseThrow();
        await().atMost(DaemonProcess.PATIENCE).until(() -> here.send(new Notification(List.of(status))));
    }

    /** All up to the first that has this in it. */
    private List<String> until(String part) throws InterruptedException {
        List<String> told = new ArrayList<>();
        do {
            told.add(manager.take());
        } while (!told.getLast().contains(part));
        return told;
    }

    /** As a unit with these folders starts it. */
    private DaemonProcess watched() throws Exception {
        return started(daemon().defaultDataDirectory().wrappedIn("sh", "-c", "SYSTEMD_EXEC_PID=$$ exec \"$@\"", "sh")
                .environment("STATE_DIRECTORY", data.toString())
                .environment("CACHE_DIRECTORY", place.resolve("cache").toString())
                .environment("NOTIFY_SOCKET", socket).environment("WATCHDOG_USEC", "3000000").serve());
    }

    @Test
    void it_is_told_of_a_whole_life() throws Exception {
        DaemonProcess daemon = watched();
        List<String> start = until("READY=1");
        assertThat(start.getLast()).contains("STATUS=Running");
        assertThat(daemon.get("/health").statusCode()).isEqualTo(200);
        assertThat(data).isDirectoryContaining(path -> path.endsWith("library.db"));
        assertThat(place.resolve("cache")).isDirectoryContaining(path -> path.endsWith("framework"));
        assertThat(data.resolve("cache")).doesNotExist();
        assertThat(start.getFirst()).contains("EXTEND_TIMEOUT_USEC=").contains("STATUS=Starting");
        // Three times in three seconds: fed by a listener and a framework that move.
        for (int i = 0; i < 3; i++) {
            until("WATCHDOG=1");
        }

        daemon.signal("HUP");
        assertThat(until("RELOADING=1").getLast()).containsPattern("MONOTONIC_USEC=[0-9]+");
        assertThat(until("READY=1")).allMatch(told -> !told.contains("refused"));
        configure("[server]\nshutdown_timeout = -1\n");
        daemon.signal("HUP");
        until("RELOADING=1");
        assertThat(until("READY=1").getLast()).contains("STATUS=The new configuration is refused");

        daemon.signal("TERM");
        assertThat(until("STOPPING=1").getLast()).contains("STATUS=Stopping");
        assertThat(daemon.awaitExit()).isZero();
        daemon.assertPrintedOnlyLogLines();
    }

    @Test
    void a_daemon_whose_address_is_lost_for_a_while_is_taken_for_well() throws Exception {
        assumeTrue(new ProcessBuilder("unshare", "-n", "ip", "link").start().waitFor() == 0, "needs root, and ip");
        DaemonProcess daemon = started(daemon().arguments("--bind", "192.0.2.10")
                .wrappedIn("unshare", "-n", "sh", "-c", NETWORK, place.toString())
                .environment("NOTIFY_SOCKET", socket).environment("WATCHDOG_USEC", "3000000").serve());
        until("READY=1");
        until("WATCHDOG=1");
        Files.createFile(place.resolve("gone"));
        daemon.awaitLog("no interface of this machine has 192.0.2.10");
        manager.clear();
        // More often than evidence from before could be good for.
        for (int i = 0; i < 5; i++) {
            until("WATCHDOG=1");
        }
        Files.createFile(place.resolve("back"));
        daemon.awaitLog("the HTTP listener can be asked again");
        until("WATCHDOG=1");
        daemon.signal("TERM");
        assertThat(daemon.awaitExit()).isZero();
    }

    @Test
    void what_is_still_in_flight_is_told_while_it_stops() throws Exception {
        DaemonProcess daemon = awaitPlugins(started(daemon().withTestBundle("")
                .environment("NOTIFY_SOCKET", socket).serve()).awaitRunning());
        CompletableFuture<HttpResponse<String>> answer = daemon.begin("/itest/work/request");
        until("in flight: GET /itest/work/request");
        daemon.signal("TERM");
        assertThat(until("STOPPING=1").getLast()).contains("EXTEND_TIMEOUT_USEC=")
                .contains("1 task left: GET /itest/work/request");
        daemon.get("/itest/open");
        assertThat(answer.get(DaemonProcess.PATIENCE.toSeconds(), TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        assertThat(daemon.awaitExit()).isZero();
    }

    /** The log of a daemon whose standard error is the journal's, as far as it can tell. */
    @Test
    void the_journal_gets_the_log_where_standard_error_is_its_own() throws Exception {
        configure("[server]\nport = \"x\"\n");
        String address = place.resolve("journal").toString();
        try (Datagrams journal = new Datagrams(address)) {
            DaemonProcess daemon = started(daemon().property("vpo.journal.socket", address)
                    .wrappedIn("sh", "-c", "export JOURNAL_STREAM=$(stat -Lc %d:%i /proc/self/fd/2); exec \"$@\"", "sh")
                    .serve());
            assertThat(journal.take()).startsWith("MESSAGE=CONFIG_ERROR: ").contains("\nPRIORITY=3\n",
                    "\nSYSLOG_IDENTIFIER=vpo\n", "\nCODE_FUNC=vpo.launcher.serve.Daemon.",
                    "\nCODE_FILE=Daemon.java\nCODE_LINE=", "\nVPO_STATE=CONFIG_ERROR\n");
            assertThat(daemon.awaitExit()).isEqualTo(1);
            // Nor has the JVM anything to say about the foreign functions.
            assertThat(daemon.log()).isEmpty();
        }
    }

    /** The last status of a process that has ended. */
    private String lastStatus() throws InterruptedException {
        tell(END);
        List<String> told = until(END);
        return told.subList(0, told.size() - 1).stream().filter(each -> each.contains("STATUS=")).toList().getLast();
    }

    /** Nothing that the container tells of its stop comes after it. */
    @Test
    void why_a_start_failed_is_the_last_that_is_told_whoever_finds_it() throws Exception {
        configure("[server]\nport = \"x\"\n");
        assertThat(watched().awaitExit()).isEqualTo(1);
        assertThat(lastStatus()).contains("STATUS=CONFIG_ERROR: " + config + ":2:1: server.port:", "ERRNO=22");

        configure("database_path = \"" + place + "\"\n");
        assertThat(watched().awaitExit()).isEqualTo(1);
        assertThat(lastStatus()).contains("STATUS=DB_ERROR: ", "ERRNO=5");

        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            configure("");
            DaemonProcess daemon = started(
                    daemon().port(other.getLocalPort()).environment("NOTIFY_SOCKET", socket).serve());
            assertThat(daemon.awaitExit()).isEqualTo(1);
            assertThat(lastStatus()).contains("STATUS=PORT_IN_USE: ", "ERRNO=98");
        }
    }
}
