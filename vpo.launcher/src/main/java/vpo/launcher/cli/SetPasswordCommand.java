package vpo.launcher.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import vpo.access.internal.password.PasswordHash;
import vpo.config.Configuration;
import vpo.config.ConfigurationException;
import vpo.config.FileConfigurationSource;
import vpo.launcher.cli.PasswordPrompt.PasswordException;

/** {@code vpo console set-password}: stores the hash of a password where the daemon looks for it. */
@Command(name = "set-password",
        description = {"Set the password with which the daemon is administrated, with any user name.",
                "It is asked for twice at a terminal, and else is the first line of the standard input.",
                "A running daemon goes by it at once. What is stored is a hash."},
        mixinStandardHelpOptions = true, footer = {"",
                "Exit status: 0 done; 1 refused, or it cannot be stored; 2 when the command line is wrong."})
final class SetPasswordCommand implements Callable<Integer> {
    @Mixin
    private PlaceOptions options;

    @Option(names = "--remove", description = "Forget the password: nobody gets in with it any more.")
    private boolean remove;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter err = spec.commandLine().getErr();
        try {
            Configuration configuration = FileConfigurationSource.read(options.inputs()).current();
            PasswordFile file = new PasswordFile(configuration.dataDirectory());
            spec.commandLine().getOut().println(remove ? remove(file) : set(file));
            return 0;
        } catch (ConfigurationException e) {
            err.println("CONFIG_ERROR: " + e.getMessage());
        } catch (PasswordException e) {
            err.println("vpo console set-password: " + e.getMessage());
        } catch (IOException e) {
            err.println("vpo console set-password: cannot write the password: " + e);
        }
        return 1;
    }

    private static String remove(PasswordFile file) throws IOException, PasswordException {
        return file.remove() ? "Password removed." : "There was no password.";
    }

    private static String set(PasswordFile file) throws IOException, PasswordException {
        file.checkOwner();
        char[] password = PasswordPrompt.read();
        try {
            if (password.length < PasswordHash.SHORTEST) {
                throw new PasswordException("the password is too short: it needs at least " + PasswordHash.SHORTEST
                        + " characters, such as four words");
            }
            file.write(PasswordHash.of(password));
        } finally {
            Arrays.fill(password, '\0');
        }
        return "Password set.";
    }
}
