package vpo.launcher.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import vpo.config.ConfigReport;
import vpo.config.Configuration;
import vpo.config.ConfigurationException;

/** {@code vpo config show}: every effective value and where it comes from. */
@Command(name = "show",
        description = {"Print every key with its effective value and where that comes from, with those of the plugins",
                "in the plugin folders. Secrets are masked."},
        mixinStandardHelpOptions = true, footer = {
                "", "Exit status: 0; 1 when the configuration cannot be used; 2 when the command line is wrong."})
final class ConfigShowCommand implements Callable<Integer> {
    @Mixin
    private ConfigOptions options;

    @Option(names = "--json", description = "As a JSON array of objects with key, value and source.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        try {
            Configuration configuration = InstalledPlugins.configuration(options.inputs(), err);
            out.print(json ? ConfigReport.json(configuration) : ConfigReport.text(configuration));
            out.flush();
            err.flush();
            return 0;
        } catch (ConfigurationException e) {
            err.print(ConfigReport.problems(e.problems()));
            err.flush();
            return 1;
        }
    }
}
