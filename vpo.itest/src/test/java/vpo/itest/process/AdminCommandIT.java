package vpo.itest.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.Test;

/** The commands that steer a running daemon. */
class AdminCommandIT extends ProcessTest {
    private static final String TOKEN = "correct horse battery";

    private DaemonProcess vpo(DaemonProcess daemon, String... arguments) throws IOException {
        return started(daemon().environment("VPO_SERVER_PORT", Integer.toString(daemon.port())).arguments(arguments)
                .command());
    }

    private static DaemonProcess ended(DaemonProcess command, int status) throws InterruptedException {
        assertThat(command.awaitExit()).as(command.output() + command.logText()).isEqualTo(status);
        return command;
    }

    private List<String> done(DaemonProcess daemon, String... arguments) throws Exception {
        DaemonProcess command = ended(vpo(daemon, arguments), 0);
        assertThat(command.log()).isEmpty();
        return command.output();
    }

    private String refused(DaemonProcess command) throws InterruptedException {
        ended(command, 1);
        assertThat(command.output()).isEmpty();
        return command.logText();
    }

    /** An address of this machine that others can reach. */
    private static Optional<String> addressOfTheNetwork() throws IOException {
        return NetworkInterface.networkInterfaces().flatMap(NetworkInterface::inetAddresses)
                .filter(each -> each instanceof Inet4Address && !each.isLoopbackAddress() && !each.isLinkLocalAddress())
                .map(InetAddress::getHostAddress).findFirst();
    }

    @Test
    void isLetInWhereTheDaemonListensAtAnAddressOfTheNetwork() throws Exception {
        Optional<String> address = addressOfTheNetwork();
        assumeTrue(address.isPresent(), "this machine has no IPv4 address that others can reach");
        configure("[server]\nbind = '" + address.get() + "'\n");
        DaemonProcess daemon = started(daemon().environment("VPO_AUTH_TOKEN", TOKEN).serve());
        daemon.awaitLog("RUNNING, ");
        assertThat(done(daemon, "status")).first().asString().contains(" is running, ");
        assertThat(done(daemon, "log-level", "debug", "--logger", "vpo.itest")).containsExactly("vpo.itest logs debug");

        HttpRequest.Builder request = HttpRequest
                .newBuilder(URI.create("http://" + address.get() + ":" + daemon.port() + "/api/v1/status"));
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> stranger = client.send(request.build(), BodyHandlers.ofString());
            assertThat(stranger.statusCode()).isEqualTo(401);
            assertThat(stranger.body()).contains("\"UNAUTHORIZED\"");
            request.header("Authorization", "Bearer " + TOKEN);
            assertThat(client.send(request.build(), BodyHandlers.ofString()).statusCode()).isEqualTo(200);
        }
        assertThat(done(daemon, "stop", "--wait").getLast()).contains("has ended");
        assertThat(daemon.awaitExit()).isZero();
    }

    @Test
    void tellsAndSteersWhatTheDaemonDoes() throws Exception {
        configure("");
        DaemonProcess daemon = runningWithTestBundle();
        assertThat(done(daemon, "status")).first().asString().startsWith("vpo ").contains(" is running, healthy, up ");
        assertThat(done(daemon, "status", "--json")).singleElement().asString().startsWith("{")
                .contains("\"RUNNING\"");
        assertThat(done(daemon, "tasks")).containsExactly("Nothing is in flight");

        assertThat(done(daemon, "log-level", "debug", "--logger", "vpo.itest")).containsExactly("vpo.itest logs debug");
        assertThat(done(daemon, "log-level")).containsExactly("info", "vpo.itest  debug");
        assertThat(done(daemon, "logs", "-n", "1000"))
                .anyMatch(line -> line.endsWith(daemon.messages("INFO").getFirst()));

        configure("[logging]\nlevel = 'warning'\n[server]\nport = 9\n");
        // The daemon may have seen the change already.
        assertThat(done(daemon, "reload").getFirst()).matches("Nothing has changed|Changed: .*logging.level.*");
        assertThat(done(daemon, "log-level")).first().isEqualTo("warning");
        Files.writeString(config, "[server]\nport = 0\n");
        assertThat(refused(vpo(daemon, "reload"))).contains("config.toml:2").contains("Port must be 1-65535");
        assertThat(done(daemon, "tasks", "--url", "http://127.0.0.1:" + daemon.port(), "--token-file",
                data.resolve("admin-token").toString())).as("without the configuration").hasSize(1);
        configure("");
        assertThat(refused(vpo(daemon, "status", "--port", "9"))).as("by another configuration than the daemon's")
                .contains("no daemon answers at http://127.0.0.1:9", "listens at http://127.0.0.1:" + daemon.port());

        daemon.get("/itest/work/task?name=one");
        daemon.get("/itest/work/task?name=two");
        List<String> tasks = done(daemon, "tasks");
        assertThat(tasks).hasSize(3).anyMatch(line -> line.matches("\\d+ +\\d+ s +- +one"));
        String id = tasks.get(1).split(" ")[0];
        assertThat(done(daemon, "tasks", "--cancel", id)).containsExactly("Task " + id + " was asked to end");
        await().atMost(DaemonProcess.PATIENCE).untilAsserted(() -> assertThat(
                daemon.get("/itest/work/tasks").body().lines()).doesNotContain("one"));
        assertThat(refused(vpo(daemon, "tasks", "--cancel", id))).startsWith("vpo tasks: ").contains(id);

        assertThat(done(daemon, "drain").getFirst()).contains("1 task is still in flight");
        assertThat(daemon.get("/readyz").statusCode()).isEqualTo(503);
        assertThat(done(daemon, "status").getFirst()).contains(" is draining, ");
        assertThat(done(daemon, "resume")).containsExactly("Takes new work");
        assertThat(daemon.get("/readyz").statusCode()).isEqualTo(200);

        DaemonProcess taken = vpo(daemon, "stop", "--when-idle", "--wait");
        await().atMost(DaemonProcess.PATIENCE).until(() -> daemon.get("/readyz").statusCode() == 503);
        done(daemon, "resume");
        assertThat(refused(taken)).contains("taken the stop back");

        DaemonProcess stop = vpo(daemon, "stop", "--when-idle", "--wait");
        await().atMost(DaemonProcess.PATIENCE).until(() -> daemon.get("/readyz").statusCode() == 503);
        assertThat(stop.isAlive()).isTrue();
        Path token = data.resolve("admin-token");
        Path address = data.resolve("admin-address");
        byte[] leftToken = Files.readAllBytes(token);
        byte[] leftAddress = Files.readAllBytes(address);
        daemon.get("/itest/open");
        assertThat(ended(stop, 0).output()).containsExactly("The daemon has ended");
        assertThat(daemon.awaitExit()).isZero();
        assertThat(token).doesNotExist();
        assertThat(address).doesNotExist();

        assertThat(refused(vpo(daemon, "status"))).contains("no daemon answers at", "vpo serve").hasLineCount(1);
        // As a daemon leaves it that is killed; and somebody else takes its port.
        Files.write(token, leftToken);
        Files.write(address, leftAddress);
        assertThat(askedByStatus(daemon)).singleElement().asString().startsWith("GET /api/v1/status HTTP/1.1\n")
                .doesNotContainIgnoringCase("Authorization");
    }

    /** What the command shows somebody else who listens there. */
    private List<String> askedByStatus(DaemonProcess daemon) throws Exception {
        List<String> asked = new CopyOnWriteArrayList<>();
        HttpServer other = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), daemon.port()),
                0);
        other.createContext("/", exchange -> {
            asked.add("GET " + exchange.getRequestURI() + " " + exchange.getProtocol() + "\n"
                    + exchange.getRequestHeaders().entrySet());
            exchange.sendResponseHeaders(401, -1);
            exchange.close();
        });
        other.start();
        try {
            assertThat(refused(vpo(daemon, "status"))).contains("does not listen");
            return asked;
        } finally {
            other.stop(0);
        }
    }

    @Test
    void onlyWhoHasACredentialIsAnswered() throws Exception {
        configure("[server]\nauth_token = '" + TOKEN + "'\n");
        DaemonProcess daemon = running();
        String url = "http://127.0.0.1:" + daemon.port();
        assertThat(refused(vpo(daemon, "status", "--url", url))).contains("VPO_AUTH_TOKEN", "--token-file");
        Path wrong = Files.writeString(folder.resolve("wrong"), "wrong horse battery");
        assertThat(refused(vpo(daemon, "drain", "--url", url, "--token-file", wrong.toString())))
                .contains("does not take the credential in " + wrong).doesNotContain("wrong horse battery");
        assertThat(ended(started(daemon().environment("VPO_AUTH_TOKEN", TOKEN).arguments("plugin", "list", "--url", url)
                .command()), 0).output()).anyMatch(line -> line.startsWith("scan "));

        // The token of this daemon is not that of another data directory's.
        assertThat(refused(started(daemon().environment("VPO_DATA_DIR", folder.resolve("other").toString())
                .arguments("status", "--port", Integer.toString(daemon.port())).command())))
                .contains("is not the daemon with the data directory " + folder.resolve("other"));

        DaemonProcess followed = vpo(daemon, "logs", "-f");
        await().atMost(DaemonProcess.PATIENCE).until(() -> !followed.output().isEmpty());
        DaemonProcess interrupted = vpo(daemon, "logs", "-f");
        await().atMost(DaemonProcess.PATIENCE).until(() -> !interrupted.output().isEmpty());
        assertThat(interrupted.signal("INT").awaitExit()).isEqualTo(130);

        assertThat(done(daemon, "stop")).first().asString().startsWith("Stopping");
        assertThat(ended(followed, 0).logText()).contains("shutting down");
        assertThat(followed.output()).anyMatch(line -> line.contains("RUNNING"));
        assertThat(daemon.awaitExit()).isZero();
    }

    @Test
    void anotherUserIsToldWhoseTheDaemonIs() throws Exception {
        DaemonProcess daemon = running();
        Privileges.giveTo(folder, 0);
        assertThat(refused(started(daemon().asNobody().arguments("drain", "--port",
                Integer.toString(daemon.port())).command())))
                .contains("data directory " + data + " is not open to", "sudo -u root");
    }

}
