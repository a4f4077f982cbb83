package vpo.launcher.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import vpo.launcher.serve.ShippedPlugins;

/** {@code vpo plugin new}: begins a plugin. */
@Command(name = "new", description = "Make a small Maven project of a plugin that builds, tests and deploys as it is.",
        mixinStandardHelpOptions = true, footer = {"",
                "Exit status: 0 done; 1 when the folder is not empty or cannot be written; 2 when the command line is"
                        + " wrong, the name included."})
final class PluginNewCommand implements Callable<Integer> {
    @Parameters(paramLabel = "NAME", description = "The plugin's name: " + PluginProject.NAME_RULE + ".")
    private String name;

    @Option(names = "--dir", paramLabel = "DIR", description = "The folder to make it in. Default: NAME, here.")
    private Path folder;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Optional<String> wrong = PluginProject.objection(name);
        if (wrong.isPresent()) {
            throw new ParameterException(spec.commandLine(), "Invalid name '" + name + "': " + wrong.get());
        }
        Path made = (folder == null ? Path.of(name) : folder).toAbsolutePath().normalize();
        try {
            if (ShippedPlugins.names().contains(name)) {
                spec.commandLine().getErr().println("vpo: a plugin named " + name
                        + " comes with the daemon: choose another name");
                return 1;
            }
            new PluginProject(name, ShippedPlugins.api()).write(made);
        } catch (IOException e) {
            spec.commandLine().getErr().println("vpo: " + PluginProject.reason(made, e));
            return 1;
        }
        spec.commandLine().getOut().println("The plugin " + name + " is in " + made + ". Build and test it:\n"
                + "  cd " + quoted(made) + " && mvn package\n"
                + "then install it, as its README.md tells:\n"
                + "  vpo plugin install --acknowledge target/" + name + "-1.0.0.jar");
        return 0;
    }

    /** For a shell. */
    private static String quoted(Path path) {
        String text = path.toString();
        return text.matches("[A-Za-z0-9_./+-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
