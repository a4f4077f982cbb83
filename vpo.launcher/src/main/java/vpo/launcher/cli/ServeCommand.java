package vpo.launcher.cli;

import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import vpo.config.ConfigInputs;
import vpo.launcher.serve.Serve;

/** {@code vpo serve}. */
@Command(name = "serve", description = "Run the daemon in the foreground, until it is told to stop.",
        mixinStandardHelpOptions = true, footer = {
                "",
                "A flag wins over its variable, the variable over the file, the file over the default.",
                "SIGTERM and SIGINT stop gracefully, SIGHUP reloads the configuration.",
                "Exit status: 0 after a stop, 1 when the start failed, 2 when the command line is wrong."
        })
final class ServeCommand implements Callable<Integer> {
    @Mixin
    private ConfigOptions options;

    @Override
    public Integer call() {
        return Serve.run(Version.current(), inputs(), options.earlier().warnings());
    }

    ConfigInputs inputs() {
        return options.inputs();
    }
}
