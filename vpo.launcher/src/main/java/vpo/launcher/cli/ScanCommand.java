package vpo.launcher.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.HttpURLConnection;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.Callable;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import vpo.config.ConfigurationException;

/** {@code vpo scan}: lets the running daemon scan, and shows how far it is. */
@Command(name = "scan", description = "Let the running daemon scan folders of the library, and wait for that.",
        mixinStandardHelpOptions = true, footer = {"",
                "Ctrl-C ends the wait, not the scan.", "",
                "Exit status: 0 completed, or with --no-wait begun; 1 failed, cancelled, refused, or no daemon;",
                "2 when the command line is wrong."})
final class ScanCommand implements Callable<Integer> {
    private static final String SCANS = "/plugins/scan/scans";
    /** Longer than the daemon waits for its folders to answer, and then for a locked library. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** The plugin comes a moment after the port. */
    private static final int TRIES = 20;
    private static final Duration BETWEEN_TRIES = Duration.ofMillis(150);

    @Mixin
    private DaemonOptions options;

    @Parameters(paramLabel = "PATH", arity = "0..*",
            description = "Folders, each a root of the library or below one. Default: all of roots in [plugins.scan].")
    private List<Path> paths = new ArrayList<>();

    @Option(names = "--full", description = "Read every file, changed or not.")
    private boolean full;

    @Option(names = "--prune", description = "Forget files that are gone, instead of marking them as missing.")
    private boolean prune;

    @Option(names = "--verify-hash", description = "Compare the contents of unchanged files, too.")
    private boolean verifyHash;

    @Option(names = "--no-wait", description = "Do not wait for the end of the scan; print its id.")
    private boolean noWait;

    @Option(names = "--json", description = "Print what the daemon says of the scan, as JSON, and nothing else.")
    private boolean json;

    @Option(names = "--list", description = "Tell of the newest scans, and begin none.")
    private boolean list;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        String order = order();
        try {
            DaemonClient client = options.client(PATIENCE);
            return list ? list(client) : scan(client, order);
        } catch (ConfigurationException e) {
            err().println("CONFIG_ERROR: " + e.getMessage());
        } catch (Failure e) {
            err().println("vpo scan: " + Plain.text(e.getMessage()));
        }
        return 1;
    }

    private int list(DaemonClient client) throws Failure, InterruptedException {
        DaemonClient.Answer answer = ask(client, HttpURLConnection.HTTP_OK, () -> client.get(SCANS));
        Optional<List<ScanAnswer>> scans = ScanAnswer.parseList(answer.body());
        if (scans.isEmpty()) {
            throw new Administration(client, Version.current()).refused(answer);
        }
        if (json) {
            out().println(answer.body());
        } else {
            scans.get().forEach(scan -> out().println(Plain.line(scan.line())));
        }
        return 0;
    }

    private int scan(DaemonClient client, String order) throws Failure, InterruptedException {
        AtomicReference<String> which = new AtomicReference<>("if the daemon has begun the scan, it");
        ScanAnswer end;
        // From before it begins: whoever ends this command then is told that the scan goes on.
        try (ProgressLine progress = ProgressLine.to(err(), !json);
                Farewell _ = new Farewell(() -> {
                    progress.close();
                    err().println("vpo scan: " + which.get() + " goes on; \"vpo scan --list\" tells of it");
                })) {
            DaemonClient.Answer begun = ask(client, HttpURLConnection.HTTP_ACCEPTED, () -> client.post(SCANS, order));
            String id = ScanAnswer.parse(begun.body()).orElse(ScanAnswer.RUNNING).id();
            which.set("the scan " + Plain.line(id));
            if (noWait) {
                out().println(json ? begun.body() : Plain.line(id));
                return 0;
            }
            end = watch(client, id, progress);
        }
        if (json) {
            out().println(end.json());
        } else {
            out().println(Plain.line("Scan of " + end.path() + " " + end.status() + ": " + end.result()));
            end.error().ifPresent(error -> err().println("vpo scan: " + Plain.line(error)));
        }
        return end.isCompleted() ? 0 : 1;
    }

    private static DaemonClient.Answer ask(DaemonClient client, int expected, Administration.Question question)
            throws Failure, InterruptedException {
        String there = client.address().toString();
        Administration daemon = new Administration(client, Version.current());
        DaemonClient.Answer answer = daemon.ask(question);
        for (int i = 1; i < TRIES && answer.status() == HttpURLConnection.HTTP_NOT_FOUND; i++) {
            Thread.sleep(BETWEEN_TRIES);
            answer = daemon.ask(question);
        }
        if (answer.status() == expected) {
            return answer;
        }
        if (answer.status() == HttpURLConnection.HTTP_NOT_FOUND) {
            throw new Failure("what answers at " + there + " does not scan; if it is the daemon, see in its"
                    + " log, or with \"vpo plugin list\", whether the plugin scan runs");
        }
        throw daemon.refused(answer);
    }

    private ScanAnswer watch(DaemonClient client, String id, ProgressLine progress)
            throws Failure, InterruptedException {
        try {
            return new ScanWatch(client, SCANS + "/" + Administration.encoded(id), json ? _ -> {} : progress::show)
                    .awaitEnd();
        } catch (IOException e) {
            throw new Failure("how the scan " + Plain.line(id) + " ends is not known: " + e.getMessage());
        }
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private PrintWriter err() {
        return spec.commandLine().getErr();
    }

    /** The body of the request. Paths are made absolute, for the daemon works in a folder of its own. */
    private String order() {
        if (list && (!paths.isEmpty() || full || prune || verifyHash || noWait)) {
            throw new ParameterException(spec.commandLine(), "--list begins no scan, and goes with --json alone");
        }
        JsonObject order = new JsonObject();
        if (!paths.isEmpty()) {
            JsonArray folders = new JsonArray();
            paths.forEach(path -> folders.add(absolute(path).toString()));
            order.add("paths", folders);
        }
        order.addProperty("full", full);
        order.addProperty("prune", prune);
        order.addProperty("verify_hash", verifyHash);
        return order.toString();
    }

    private Path absolute(Path path) {
        if (path.toString().isEmpty()) {
            throw new ParameterException(spec.commandLine(), "Invalid value for PATH: it is empty");
        }
        if (path.toString().indexOf('\uFFFD') >= 0) {
            throw new ParameterException(spec.commandLine(), "Invalid value for PATH: " + path
                    + " is no text in the character set " + System.getProperty("sun.jnu.encoding")
                    + "; set the variable LC_ALL, for example to C.UTF-8");
        }
        if (options.isRemote() && !path.isAbsolute()) {
            throw new ParameterException(spec.commandLine(), "Invalid value for PATH: " + path
                    + " must be absolute, for with --url it is a folder of the other machine");
        }
        return path.toAbsolutePath().normalize();
    }
}
