package vpo.launcher.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import vpo.launcher.image.Image;

/** {@code vpo image}: for those who build and package, not for operators. */
@Command(name = "image", description = {
        "Lay this program out in a folder, for a fast start: bin/vpo, its jars, and the JVM's cache of what a start"
                + " loads, which is made by running the daemon once.",
        "The Java that runs this command must be the one that runs the image."},
        mixinStandardHelpOptions = true, hidden = true)
final class ImageCommand implements Callable<Integer> {
    @Parameters(paramLabel = "DIR", description = "The folder; an image that is there is replaced.")
    private Path folder;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        try {
            Image.make(folder, Optional.ofNullable(System.getenv("SOURCE_DATE_EPOCH")));
            return 0;
        } catch (IOException e) {
            spec.commandLine().getErr().println("vpo: " + e.getMessage());
            return 1;
        }
    }
}
