package vpo.launcher.cli;

import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line {@code vpo}. */
@Command(name = "vpo", description = "Video Policy Orchestrator: the daemon of a video library.",
        mixinStandardHelpOptions = true, versionProvider = VpoCommand.VersionText.class,
        synopsisSubcommandLabel = "COMMAND", footer = {
                "",
                "What stands before a command is for 'serve', 'config show' and 'config check', as if it stood behind",
                "them, and means nothing to the others.", "", "Run 'vpo COMMAND --help' for the options of a command."})
public final class VpoCommand implements Runnable {
    @Mixin
    private EarlierOptions earlier;

    @Spec
    private CommandSpec spec;

    /** All commands with their options, as the manual and completions need them, too. */
    public static CommandLine commandLine() {
        CommandLine line = new CommandLine(new VpoCommand());
        line.addSubcommand(new ServeCommand());
        addOtherCommands(line);
        line.setUsageHelpAutoWidth(false);
        line.setUsageHelpWidth(100);
        line.setAbbreviatedOptionsAllowed(false);
        line.setResourceBundle(new KeyHelp());
        line.setParameterExceptionHandler(new WrongCommandLine());
        line.setExecutionExceptionHandler((e, command, _) -> {
            command.getErr().println("vpo: " + command.getCommandName() + " failed: " + e);
            return 1;
        });
        return line;
    }

    EarlierOptions earlier() {
        return earlier;
    }

    private static void addOtherCommands(CommandLine line) {
        CommandLine completion = new CommandLine(new AutoComplete.GenerateCompletion());
        completion.getCommandSpec().usageMessage().description("Print a completion script for bash and zsh.",
                "To use it:", "", "  source <(vpo generate-completion)");
        line.addSubcommand(new ConfigCommand())
                .addSubcommand(new ConsoleCommand())
                .addSubcommand(new HealthCommand())
                .addSubcommand(new ImageCommand())
                .addSubcommand(new StatusCommand())
                .addSubcommand(new TasksCommand())
                .addSubcommand(new LogsCommand())
                .addSubcommand(new LogLevelCommand())
                .addSubcommand(new ReloadCommand())
                .addSubcommand(new DrainCommand())
                .addSubcommand(new ResumeCommand())
                .addSubcommand(new StopCommand())
                .addSubcommand(new PluginCommand())
                .addSubcommand(new ScanCommand())
                .addSubcommand(new SystemdCommand())
                .addSubcommand(new VersionCommand())
                .addSubcommand(new HelpCommand())
                .addSubcommand(completion);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command");
    }

    /** What {@code --version} prints. */
    static final class VersionText implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[]{"vpo " + Version.current()};
        }
    }
}
