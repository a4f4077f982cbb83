package vpo.launcher.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;
import vpo.config.Nearest;

/** Says what is wrong with a command line, what was probably meant, and how it is used. */
final class WrongCommandLine implements IParameterExceptionHandler {

    @Override
    public int handleParseException(ParameterException e, String[] args) {
        CommandLine command = e.getCommandLine();
        PrintWriter err = command.getErr();
        err.println("vpo: " + message(e));
        if (e instanceof UnmatchedArgumentException unmatched) {
            String wrong = unmatched.getUnmatched().getFirst();
            Nearest.of(wrong.replaceFirst("=.*", ""), known(command))
                    .ifPresent(known -> err.println("Did you mean " + known + "?"));
        }
        err.println();
        if (command.getSubcommands().isEmpty()) {
            // Not all of the help, above which the sentence would be out of sight.
            err.println(command.getHelp().fullSynopsis().strip());
            err.println("'" + command.getCommandSpec().qualifiedName() + " --help' tells more.");
        } else {
            command.usage(err);
        }
        err.flush();
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }

    private static String message(ParameterException e) {
        if (e instanceof UnmatchedArgumentException unmatched && !e.getCommandLine().getSubcommands().isEmpty()
                && !unmatched.getUnmatched().getFirst().startsWith("-")) {
            return "there is no command '" + unmatched.getUnmatched().getFirst() + "'";
        }
        return e.getMessage().replaceFirst("^Error: ", "");
    }

    private static List<String> known(CommandLine command) {
        List<String> known = new ArrayList<>(command.getCommandSpec().optionsMap().keySet());
        known.addAll(command.getSubcommands().keySet());
        return known;
    }
}
