package vpo.launcher.cli;

import java.util.List;

import vpo.config.WrongFlag;
import vpo.launcher.serve.Serve;

/**
 * Where the program begins, on a Java that is new enough. Nothing that the JVM looks at here is of picocli, whose classes
 * take time and which a plain {@code serve} does without.
 */
public final class Entry {
    private Entry() {}

    /**
     * Runs a command and exits with its status; 2 when the command line is wrong.
     *
     * @param args the command line
     */
    public static void main(String[] args) {
        // What a daemon prints goes into its log, and what ends it, too.
        System.exit(PlainServe.isMeant(args) ? serve(args) : Commands.run(args));
    }

    private static int serve(String... args) {
        // What is wrong with a value, too, is for picocli to tell.
        return PlainServe.read(args).filter(inputs -> WrongFlag.in(inputs).isEmpty())
                .map(inputs -> Serve.run(Version.current(), inputs, List.of()))
                .orElseGet(() -> VpoCommand.commandLine().execute(args));
    }
}
