package vpo.launcher.cli;

import java.util.ArrayList;
import java.util.List;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** {@code vpo help}: what {@code --help} prints, also of a command of a command. */
@Command(name = "help", description = "Print the help of vpo, or of one of its commands.", helpCommand = true,
        mixinStandardHelpOptions = true)
final class HelpCommand implements Runnable {
    @Parameters(paramLabel = "COMMAND", arity = "0..*", description = "As typed behind vpo, such as config check.")
    private List<String> words = new ArrayList<>();

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        CommandLine told = spec.commandLine().getParent();
        for (String word : words) {
            CommandLine next = told.getSubcommands().get(word);
            if (next == null) {
                throw new UnmatchedArgumentException(told, List.of(word));
            }
            told = next;
        }
        told.usage(told.getOut());
    }
}
