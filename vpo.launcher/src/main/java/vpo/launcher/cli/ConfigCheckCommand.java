package vpo.launcher.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import vpo.config.ConfigInputs;
import vpo.config.ConfigReport;
import vpo.config.Configuration;
import vpo.config.ConfigurationException;
import vpo.config.Problem;

/** {@code vpo config check}: everything that is wrong or odd, warnings included. */
@Command(name = "check",
        description = {"Check the configuration as 'serve' would read it, and print every problem found.",
                "The tables of plugins are held against what their jars, in the plugin folders, say of them."},
        mixinStandardHelpOptions = true, footer = {
                "",
                "Exit status: 0 when there is no problem; 1 when there is any, be it only a warning;",
                "2 when the command line is wrong."
        })
final class ConfigCheckCommand implements Callable<Integer> {
    @Mixin
    private ConfigOptions options;

    @Parameters(arity = "0..1", paramLabel = "FILE", description = "The file to check, in place of --config.")
    private String file;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (file != null && options.config().isPresent()) {
            throw new ParameterException(spec.commandLine(), "Give either FILE or --config, not both");
        }
        PrintWriter out = spec.commandLine().getOut();
        List<Problem> problems;
        String checked;
        try {
            Configuration configuration = InstalledPlugins.configuration(inputs(), spec.commandLine().getErr());
            problems = configuration.warnings();
            checked = configuration.file().map(Object::toString).orElse("no configuration file, all defaults");
        } catch (ConfigurationException e) {
            problems = e.problems();
            checked = "";
        }
        out.print(problems.isEmpty() ? "ok: " + checked + "\n" : ConfigReport.problems(problems));
        out.flush();
        spec.commandLine().getErr().flush();
        return problems.isEmpty() ? 0 : 1;
    }

    private ConfigInputs inputs() {
        ConfigInputs inputs = options.inputs();
        return file == null
                ? inputs
                : new ConfigInputs(Optional.of(file), inputs.flags(), inputs.environment(), inputs.home(),
                        inputs.workingDirectory());
    }
}
