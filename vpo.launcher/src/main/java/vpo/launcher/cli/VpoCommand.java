package vpo.launcher.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line {@code vpo}. */
@Command(name = "vpo", description = "Video Policy Orchestrator: the daemon of a video library.", mixinStandardHelpOptions = true, versionProvider = VpoCommand.Version.class, subcommands = {
        ServeCommand.class,
        ConfigCommand.class,
        HealthCommand.class,
        PluginCommand.class,
        VersionCommand.class,
        CommandLine.HelpCommand.class,
        AutoComplete.GenerateCompletion.class
}, synopsisSubcommandLabel = "COMMAND", footer = {"", "Run 'vpo COMMAND --help' for the options of a command."})
public final class VpoCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    /**
     * Runs a command and exits with its status; 2 when the command line is wrong.
     *
     * @param args the command line
     */
    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        CommandLine line = new CommandLine(new VpoCommand());
        line.setUsageHelpAutoWidth(false);
        line.setUsageHelpWidth(100);
        line.setAbbreviatedOptionsAllowed(false);
        line.setParameterExceptionHandler(new WrongCommandLine());
        CommandLine completion = line.getSubcommands().get("generate-completion");
        completion.getCommandSpec().usageMessage().description("Print a completion script for bash and zsh:",
                "  source <(vpo generate-completion)");
        return line;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command");
    }

    /** The version of this program, as the build gave it. */
    static final class Version implements IVersionProvider {
        /** Such as {@code 0.1.0}. */
        static String current() {
            Properties properties = new Properties();
            try (InputStream in = VpoCommand.class.getResourceAsStream("/version.properties")) {
                properties.load(in);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return properties.getProperty("version");
        }

        @Override
        public String[] getVersion() {
            return new String[]{"vpo " + current()};
        }
    }
}
