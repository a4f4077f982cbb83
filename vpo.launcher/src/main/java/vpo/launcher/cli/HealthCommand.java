package vpo.launcher.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import vpo.config.ConfigurationException;
import vpo.config.FileConfigurationSource;

/** {@code vpo health}: asks the running daemon; for containers and scripts. */
@Command(name = "health", description = "Ask the running daemon for its health, and print the answer.",
        mixinStandardHelpOptions = true, footer = {
                "",
                "Exit status: 0 healthy; 1 not healthy, or no answer of a VPO daemon; 2 when the command line is wrong."})
final class HealthCommand implements Callable<Integer> {
    /** Of the document that every version answers with. */
    private static final List<String> KEYS = List.of("status", "database", "uptime_seconds", "version",
            "shutting_down");

    @Mixin
    private AddressOptions options;

    @Option(names = "--url", paramLabel = "URL", converter = DaemonAddress.Converter.class,
            description = "Another daemon, such as https://nas.example. Default: the one of the configuration.")
    private DaemonAddress url;

    @Option(names = "--timeout", paramLabel = "SECONDS", defaultValue = "5",
            description = "How long to wait for the answer. Default: ${DEFAULT-VALUE}.")
    private int timeout;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (timeout < 1 || timeout > 3600) {
            throw new ParameterException(spec.commandLine(), "Invalid value for option '--timeout': " + timeout
                    + " is not between 1 and 3600");
        }
        PrintWriter err = spec.commandLine().getErr();
        try {
            return ask(url == null ? DaemonAddress.of(FileConfigurationSource.read(options.inputs()).current()) : url);
        } catch (ConfigurationException e) {
            err.println("CONFIG_ERROR: " + e.getMessage());
            return 1;
        }
    }

    private int ask(DaemonAddress address) {
        try {
            DaemonClient.Answer answer = new DaemonClient(address, Credential.none(""), Duration.ofSeconds(timeout))
                    .get("/health");
            Optional<Fields> health = Administration.object(answer.body())
                    .filter(json -> json.keySet().containsAll(KEYS)).map(Fields::new);
            if (health.isEmpty()) {
                spec.commandLine().getErr().println("what answers at " + address.uri("/health")
                        + " is no VPO daemon: HTTP " + answer.status());
                return 1;
            }
            spec.commandLine().getOut().println(Plain.text(answer.body()));
            return answer.status() == HttpURLConnection.HTTP_OK
                    && health.get().text("status").filter("healthy"::equals).isPresent() ? 0 : 1;
        } catch (IOException e) {
            spec.commandLine().getErr().println(Plain.line("no answer from " + address.uri("/health") + ": "
                    + e.getMessage() + "; is the daemon running there?"));
            return 1;
        }
    }
}
