package vpo.launcher.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;

import com.google.gson.JsonObject;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import vpo.config.ConfigurationException;

/** What is common to the commands that ask a daemon. */
abstract class DaemonCommand implements Callable<Integer> {
    static final String EXIT_STATUS = "Exit status: 0 done; 1 refused, failed, or no daemon; 2 when the command line is"
            + " wrong.";
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Mixin
    private DaemonOptions options;

    @Option(names = "--json", description = "Print what the daemon says as JSON, and nothing else.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    /**
     * Asks what this command is for.
     *
     * @return the exit status
     */
    abstract int run(Administration daemon) throws Failure, InterruptedException;

    @Override
    public final Integer call() throws InterruptedException {
        try {
            return run(daemon());
        } catch (ConfigurationException e) {
            err().println("CONFIG_ERROR: " + e.getMessage());
        } catch (Failure e) {
            err().println("vpo " + spec.name() + ": " + Plain.text(e.getMessage()));
        } finally {
            out().flush();
            err().flush();
        }
        return 1;
    }

    /**
     * The daemon that is meant, with the credential that is good for it now: each start of a daemon makes a new one.
     */
    final Administration daemon() throws ConfigurationException, Failure {
        return new Administration(options.client(patience()), Version.current());
    }

    /** How long the daemon may take for each piece of an answer. */
    Duration patience() {
        return PATIENCE;
    }

    final boolean isJson() {
        return json;
    }

    final Style style() {
        return Style.of(System.getenv(), StandardStream.OUTPUT.canClearLines());
    }

    final PrintWriter out() {
        return spec.commandLine().getOut();
    }

    final PrintWriter err() {
        return spec.commandLine().getErr();
    }

    final CommandSpec spec() {
        return spec;
    }

    /** Prints the answer as it came, or a sentence in its place. */
    final int print(Administration.Reply reply, String sentence) {
        out().println(json ? reply.text() : Plain.text(sentence));
        return 0;
    }

    static JsonObject nothing() {
        return new JsonObject();
    }
}
