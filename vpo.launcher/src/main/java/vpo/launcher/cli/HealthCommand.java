package vpo.launcher.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
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
                "", "Exit status: 0 healthy; 1 not healthy, or no answer; 2 when the command line is wrong."})
final class HealthCommand implements Callable<Integer> {
    private static final int MAX_ANSWER_BYTES = 1 << 16;

    @Mixin
    private ConfigOptions options;

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
            return ask(DaemonAddress.of(FileConfigurationSource.read(options.inputs()).current()).uri("/health"));
        } catch (ConfigurationException e) {
            err.println("CONFIG_ERROR: " + e.getMessage());
            return 1;
        }
    }

    private int ask(URI uri) {
        try {
            HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
            connection.setConnectTimeout(timeout * 1000);
            connection.setReadTimeout(timeout * 1000);
            int status = connection.getResponseCode();
            try (InputStream body = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
                String answer = body == null
                        ? "HTTP " + status
                        : new String(body.readNBytes(MAX_ANSWER_BYTES), StandardCharsets.UTF_8).strip();
                spec.commandLine().getOut().println(answer);
            }
            return status == 200 ? 0 : 1;
        } catch (IOException e) {
            spec.commandLine().getErr().println("no answer from " + uri + ": " + e.getMessage()
                    + "; is the daemon running there?");
            return 1;
        }
    }
}
