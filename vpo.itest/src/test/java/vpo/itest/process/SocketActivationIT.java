package vpo.itest.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

/** The socket is somebody else's, as a service manager's is, and outlives the daemon. */
class SocketActivationIT extends ProcessTest {
    /** Listens, and hands that to one process after the other, as sd_listen_fds(3) has it; they end with it. */
    static final String MANAGER = """
            use IO::Socket::INET; use POSIX (); $^F = 9;
            my $s = IO::Socket::INET->new(Listen => 128, LocalAddr => '127.0.0.1', LocalPort => shift, ReuseAddr => 1);
            for (1 .. 2) {
                my $pid = fork;
                if (!$pid) {
                    POSIX::dup2(fileno $s, 3);
                    @ENV{'LISTEN_PID', 'LISTEN_FDS'} = ($$, 1);
                    exec 'setpriv', '--pdeathsig', 'KILL', @ARGV;
                }
                waitpid $pid, 0;
                exit 1 if $?;
            }
            """;

    @Test
    void a_restart_refuses_no_connection_and_leaves_none_unanswered() throws Exception {
        int port = DaemonProcess.freePort();
        DaemonProcess daemon = awaitPlugins(started(daemon().withTestBundle("").port(port)
                .wrappedIn("perl", "-e", MANAGER, Integer.toString(port)).serve()).awaitRunning());
        daemon.awaitLog("listening on http://127.0.0.1:" + port + ", the service manager's socket");
        String first = pid();

        try (Clients clients = new Clients(port, 4)) {
            CompletableFuture<HttpResponse<String>> inFlight = daemon.begin("/itest/work/request");
            kill(first);
            // The drain answers all the while, as it does on a port of its own.
            daemon.awaitAnswer("/health", answer -> answer.statusCode() == 503);
            assertThat(inFlight).isNotDone();
            daemon.get("/itest/open");
            assertThat(inFlight.get(DaemonProcess.PATIENCE.toSeconds(), TimeUnit.SECONDS).body()).isEqualTo("done");
            daemon.awaitLogs("listening on", 2);
            clients.goOn(100);
        }
        assertThat(pid()).isNotEqualTo(first);
        daemon.awaitRunning();
        try (Socket page = lookAtConsole(port)) {
            configure("[server]\nidle_exit = 0.5\n");
            new ProcessBuilder("kill", "-HUP", pid()).inheritIO().start().waitFor();
            daemon.awaitLog("idle_exit");
            await().during(Duration.ofSeconds(2)).atMost(DaemonProcess.PATIENCE)
                    .until(() -> daemon.logText().lines().noneMatch(line -> line.contains("nothing was asked for")));
            assertThat(page.isClosed()).isFalse();
        }
        // Nobody asks for anything any more but health.
        assertThat(daemon.awaitExit()).isZero();
        // To its very end: a socket that is inherited must not take the standard streams with it.
        daemon.awaitLogs(" - stopped", 2);
        daemon.awaitLog("server.idle_exit, as nothing was asked for in 0.5 s");
        daemon.assertPrintedOnlyLogLines();
        assertThat(daemon.messages("WARNING")).singleElement().asString().contains("server.idle_exit: Below 30 s");
    }

    /** A page of the console's lives by the stream of events alone. */
    private Socket lookAtConsole(int port) throws IOException {
        Socket page = new Socket(InetAddress.getLoopbackAddress(), port);
        String token = Files.readString(data.resolve("admin-token")).strip();
        page.getOutputStream()
                .write(("GET /api/v1/events?topics=status HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                        + token + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        assertThat(new String(page.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
                .isEqualTo("HTTP/1.1 200");
        return page;
    }

    private String pid() throws IOException {
        return Files.readString(data.resolve("daemon.lock")).strip();
    }

    private static void kill(String pid) throws Exception {
        new ProcessBuilder("kill", pid).inheritIO().start().waitFor();
    }

    /** Each connects, asks and reads the answer, again and again; whatever else happens is told when this is closed. */
    private static final class Clients implements AutoCloseable {
        private final int port;
        private final List<Thread> threads = new ArrayList<>();
        private final ConcurrentLinkedQueue<String> answers = new ConcurrentLinkedQueue<>();
        private volatile boolean ends;

        Clients(int port, int count) {
            this.port = port;
            for (int i = 0; i < count; i++) {
                threads.add(Thread.ofVirtual().start(this::run));
            }
        }

        private void run() {
            while (!ends) {
                answers.add(ask());
            }
        }

        private String ask() {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                socket.setSoTimeout(Math.toIntExact(DaemonProcess.PATIENCE.toMillis()));
                socket.getOutputStream().write("GET /livez HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                        .getBytes(StandardCharsets.US_ASCII));
                return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8).split("\r\n", 2)[0];
            } catch (IOException e) {
                return e.toString();
            }
        }

        /** Until there are so many more answers. */
        void goOn(int more) {
            int enough = answers.size() + more;
            await().atMost(DaemonProcess.PATIENCE).until(() -> answers.size() >= enough);
        }

        @Override
        public void close() throws InterruptedException {
            ends = true;
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(Set.copyOf(answers)).containsExactly("HTTP/1.1 200 OK");
        }
    }
}
