package vpo.launcher.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import vpo.config.ConfigReport;
import vpo.config.ConfigurationException;
import vpo.launcher.serve.BundleCommand;
import vpo.launcher.serve.StartException;

/** {@code vpo plugin}: what plugins there are, and which of them run. All is done by the bundle {@code vpo.plugins}. */
@Command(name = "plugin",
        description = "List plugins, check or install one, say which of them run, or begin a new one.",
        mixinStandardHelpOptions = true, synopsisSubcommandLabel = "COMMAND",
        subcommands = PluginNewCommand.class, footer = {
                "",
                "A running daemon does at once what it is told; only its user and root may tell it.",
                "Without one, the plugin store is changed, and the next daemon goes by it.",
                "With --url, the daemon of another machine is told, by whoever has its credential."})
final class PluginCommand implements Runnable {
    private static final String STATUS = "Exit status: 0 done; 1 refused, or failed; 2 when the command line is wrong.";
    /** What the daemon would refuse is not even handed to it. */
    private static final long MOST_BYTES = 256L << 20;

    /** A start may take that long. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @Spec
    private CommandSpec spec;

    /** What all of these commands have. */
    static final class Options {
        @Mixin
        private PlaceOptions place;

        @Mixin
        private RemoteOptions remote;

        @Option(names = "--json", description = "As a JSON object.")
        private boolean json;
    }

    /** What those have that change something. */
    static final class ChangeOptions {
        @Mixin
        private Options all;

        @Option(names = "--dry-run", description = "Only say what this would stop, start and restart.")
        private boolean dryRun;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command, such as list");
    }

    @Command(description = "List the plugins: which run, which do not, and why.", mixinStandardHelpOptions = true,
            footer = {"", "Exit status: 0; 1 when the list cannot be had; 2 when the command line is wrong."})
    int list(@Mixin Options options) {
        return ask("list", options, request());
    }

    @Command(description = "Show everything that is known of a plugin.", mixinStandardHelpOptions = true, footer = {"",
            "Exit status: 0; 1 when there is no such plugin; 2 when the command line is wrong."})
    int show(@Mixin Options options, @Parameters(paramLabel = "NAME", description = NAME_HELP) String name) {
        return ask("show", options, request("name", name));
    }

    @Command(description = "Say whether a jar would run, every reason why it would not, and what installing it would"
            + " restart. Nothing of its code runs.", mixinStandardHelpOptions = true,
            footer = {"",
                    "Exit status: 0 it would run; 1 it would not; 2 when the command line is wrong."})
    int check(@Mixin Options options,
            @Parameters(paramLabel = "FILE", description = "The jar.") Path file) {
        return askAbout("check", file, options, request());
    }

    @Command(description = "Check a jar, put it into the plugin folder in place of an earlier version, and tell what"
            + " became of it.", mixinStandardHelpOptions = true, footer = {"", STATUS})
    int install(@Mixin ChangeOptions options,
            @Parameters(paramLabel = "FILE", description = "The jar.") Path file,
            @Option(names = "--acknowledge", description = "Acknowledge it, too: let it run.") boolean acknowledge) {
        Map<String, String> request = request("acknowledge", Boolean.toString(acknowledge));
        return askAbout("install", file, options, request);
    }

    @Command(description = "Let the jar of a plugin that lies in a plugin folder run from now on.",
            mixinStandardHelpOptions = true, footer = {"", STATUS})
    int acknowledge(@Mixin ChangeOptions options,
            @Parameters(paramLabel = "NAME", description = NAME_HELP) String name,
            @Parameters(paramLabel = "SHA256", arity = "0..1", defaultValue = "",
                    description = "Only if the file has this hash.") String hash) {
        if (!hash.isEmpty() && !hash.matches("[0-9A-Fa-f]{64}")) {
            throw new ParameterException(spec.commandLine().getSubcommands().get("acknowledge"),
                    "A SHA-256 has 64 hexadecimal digits: " + hash);
        }
        return ask("acknowledge", options, request("name", name, "version", hash.toLowerCase(Locale.ROOT)));
    }

    @Command(description = "Run a plugin again: after it was disabled, after quarantine, or after a rollback.",
            mixinStandardHelpOptions = true, footer = {"", STATUS})
    int enable(@Mixin ChangeOptions options,
            @Parameters(paramLabel = "NAME", description = NAME_HELP) String name) {
        return ask("enable", options, request("name", name));
    }

    @Command(description = "Stop a plugin, and keep it stopped.", mixinStandardHelpOptions = true,
            footer = {"", STATUS})
    int disable(@Mixin ChangeOptions options,
            @Parameters(paramLabel = "NAME", description = NAME_HELP) String name) {
        return ask("disable", options, request("name", name));
    }

    @Command(description = "Go back to a version that ran before, and stay at it.", mixinStandardHelpOptions = true,
            footer = {"", STATUS})
    int rollback(@Mixin ChangeOptions options,
            @Parameters(paramLabel = "NAME", description = NAME_HELP) String name,
            @Parameters(paramLabel = "VERSION", arity = "0..1", defaultValue = "",
                    description = "Its version, or the first digits of its SHA-256. Default: the newest that the store"
                            + " keeps beside the one that runs.") String version) {
        return ask("rollback", options, request("name", name, "version", version));
    }

    @Command(description = "Delete a plugin's jar from the plugin folder, and forget it. Its data folder stays.",
            mixinStandardHelpOptions = true, footer = {"", STATUS})
    int remove(@Mixin ChangeOptions options,
            @Parameters(paramLabel = "NAME", description = NAME_HELP) String name) {
        return ask("remove", options, request("name", name));
    }

    private static final String NAME_HELP = "A bundle's symbolic name, or a plugin's name.";

    private static Map<String, String> request(String... keysAndValues) {
        Map<String, String> request = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            request.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        return request;
    }

    private int ask(String action, ChangeOptions options, Map<String, String> request) {
        request.put("dry-run", Boolean.toString(options.dryRun));
        return ask(action, options.all, request);
    }

    private int ask(String action, Options options, Map<String, String> request) {
        return ask(action, options, request, Optional.empty());
    }

    private int askAbout(String action, Path file, ChangeOptions options, Map<String, String> request) {
        request.put("dry-run", Boolean.toString(options.dryRun));
        return askAbout(action, file, options.all, request);
    }

    private int askAbout(String action, Path file, Options options, Map<String, String> request) {
        Path absolute = file.toAbsolutePath().normalize();
        Optional<String> wrong = wrong(absolute);
        if (wrong.isPresent()) {
            return failed(absolute + " " + wrong.get());
        }
        request.put("file", absolute.toString());
        return ask(action, options, request, Optional.of(absolute));
    }

    private static Optional<String> wrong(Path file) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            if (!attributes.isRegularFile()) {
                return Optional.of("is not a file");
            }
            if (!Files.isReadable(file)) {
                return Optional.of("cannot be read: permission denied");
            }
            return attributes.size() > MOST_BYTES
                    ? Optional.of("is larger than " + (MOST_BYTES >> 20) + " MiB, and no plugin")
                    : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.of("is not there");
        } catch (AccessDeniedException e) {
            return Optional.of("cannot be looked at: a folder above it is closed to this user");
        } catch (IOException e) {
            return Optional.of("cannot be read: " + e.getMessage());
        }
    }

    private int ask(String action, Options options, Map<String, String> request, Optional<Path> file) {
        request.put("action", action);
        request.put("json", Boolean.toString(options.json));
        CommandLine line = spec.commandLine();
        if (options.remote.isRemote()) {
            return askRemote(options, request, file);
        }
        try {
            BundleCommand.Answer answer = new BundleCommand(Version.current(), options.place.inputs(),
                    line.getErr()::println).run("plugin", request, file);
            // What has been put there may be anything, and this may be root's terminal.
            line.getOut().print(Plain.text(answer.out()));
            line.getOut().flush();
            answer.err().lines().forEach(each -> line.getErr().println("vpo: " + Plain.line(each)));
            line.getErr().flush();
            return answer.status();
        } catch (ConfigurationException e) {
            line.getErr().print(ConfigReport.problems(e.problems()));
            return failed("CONFIG_ERROR: the configuration cannot be used");
        } catch (StartException e) {
            return failed(e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return failed("interrupted");
        }
    }

    private int askRemote(Options options, Map<String, String> request, Optional<Path> file) {
        try {
            RemotePlugins plugins = new RemotePlugins(new Administration(
                    options.remote.client(options.place.inputs(), PATIENCE), Version.current()));
            Administration.Reply reply = plugins.ask(request, file);
            Fields answer = Fields.of(reply);
            if (options.json) {
                spec.commandLine().getOut().println(reply.text());
            } else {
                RemotePluginText.of(request.get("action"), answer).forEach(spec.commandLine().getOut()::println);
            }
            spec.commandLine().getOut().flush();
            return answer.has("runs") && !answer.is("runs") || answer.is("quarantined") ? 1 : 0;
        } catch (ConfigurationException e) {
            return failed("CONFIG_ERROR: " + e.getMessage());
        } catch (Failure e) {
            return failed(Plain.text(e.getMessage()));
        }
    }

    private int failed(String sentence) {
        spec.commandLine().getErr().println("vpo: " + sentence);
        spec.commandLine().getErr().flush();
        return 1;
    }
}
