package vpo.launcher.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import vpo.config.ConfigurationException;
import vpo.config.FileConfigurationSource;

/**
 * {@code vpo plugin}: asks the daemon, by a file in its plugin store, to which only its user and root can write. What is asked
 * for while no daemon runs is carried out by the next one.
 */
@Command(name = "plugin", description = "List plugins, or change which of them run.", mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND", footer = {
                "",
                "Exit status: 0 done, or left for the next start; 1 refused, or no daemon; 2 when the command line is wrong."})
final class PluginCommand implements Runnable {
    private static final Duration ANSWER_WAIT = Duration.ofSeconds(10);
    private static final long LOOK_MILLIS = 100;

    @Mixin
    private ConfigOptions options;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command, such as list");
    }

    @Command(description = "Show what runs, what waits and why, and what is in quarantine. Needs a running daemon.",
            mixinStandardHelpOptions = true)
    int list() {
        return ask("list", false);
    }

    @Command(description = "Let the jar of this plugin that lies in a plugin folder run from now on.",
            mixinStandardHelpOptions = true)
    int acknowledge(@Parameters(paramLabel = "NAME") String name,
            @Parameters(paramLabel = "SHA256", arity = "0..1", defaultValue = "",
                    description = "Only if the jar has this hash.") String hash) {
        return ask("acknowledge " + word(name) + " " + word(hash), true);
    }

    @Command(description = "Run a plugin again, also after quarantine or rollback.", mixinStandardHelpOptions = true)
    int enable(@Parameters(paramLabel = "NAME") String name) {
        return ask("enable " + word(name), true);
    }

    @Command(description = "Stop a plugin and keep it stopped.", mixinStandardHelpOptions = true)
    int disable(@Parameters(paramLabel = "NAME") String name) {
        return ask("disable " + word(name), true);
    }

    @Command(description = "Go back to the version that ran before.", mixinStandardHelpOptions = true)
    int rollback(@Parameters(paramLabel = "NAME") String name) {
        return ask("rollback " + word(name), true);
    }

    @Command(description = "Delete a plugin's jar from its folder and uninstall it.", mixinStandardHelpOptions = true)
    int remove(@Parameters(paramLabel = "NAME") String name) {
        return ask("remove " + word(name), true);
    }

    private String word(String text) {
        if (!text.matches("[A-Za-z0-9_.-]*")) {
            throw new ParameterException(spec.commandLine(), "Not a plugin's name or hash: " + text);
        }
        return text;
    }

    private int ask(String request, boolean later) {
        PrintWriter err = spec.commandLine().getErr();
        try {
            Path data = FileConfigurationSource.read(options.inputs()).current().dataDirectory();
            return ask(data.resolve("plugins-store/requests"), request.strip(), later);
        } catch (ConfigurationException e) {
            err.println("CONFIG_ERROR: " + e.getMessage());
        } catch (IOException e) {
            err.println("the daemon cannot be asked: " + e + "; run this as the daemon's user or as root");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return 1;
    }

    private int ask(Path requests, String text, boolean later) throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        if (!Files.isDirectory(requests)) {
            err.println("no daemon has run with this data directory yet: there is no " + requests
                    + "; is VPO_DATA_DIR that of the daemon?");
            return 1;
        }
        String id = UUID.randomUUID().toString();
        Path part = requests.resolve(id + ".part");
        Files.writeString(part, text + "\n");
        Path request = Files.move(part, requests.resolve(id + ".request"), StandardCopyOption.ATOMIC_MOVE);
        Optional<String> answer = await(requests, requests.resolve(id + ".answer"));
        if (answer.isEmpty()) {
            if (later) {
                out.println("no daemon answers: it is carried out by the next one that starts");
                return 0;
            }
            Files.deleteIfExists(request);
            err.println("no daemon answers: is one running with this data directory?");
            return 1;
        }
        boolean done = answer.get().startsWith("ok ");
        (done ? out : err).println(answer.get().substring(answer.get().indexOf(' ') + 1).strip());
        return done ? 0 : 1;
    }

    private static Optional<String> await(Path requests, Path answer) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + ANSWER_WAIT.toNanos();
        // Where the file system tells of changes the answer is there at once, elsewhere at the next look.
        try (WatchService watch = requests.getFileSystem().newWatchService()) {
            requests.register(watch, StandardWatchEventKinds.ENTRY_CREATE);
            while (!Files.exists(answer)) {
                if (System.nanoTime() - deadline > 0) {
                    return Optional.empty();
                }
                var key = watch.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                if (key != null) {
                    key.pollEvents();
                    key.reset();
                }
            }
        }
        String text = Files.readString(answer);
        Files.delete(answer);
        return Optional.of(text);
    }
}
