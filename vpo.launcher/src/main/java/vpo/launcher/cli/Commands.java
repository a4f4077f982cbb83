package vpo.launcher.cli;

import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.function.Supplier;

import picocli.CommandLine;

/** Runs the commands that are no daemon, whose output and errors are for whoever typed them. */
final class Commands {
    private static final int FAILED = 1;

    private Commands() {}

    /**
     * @return the exit status
     */
    static int run(String... args) {
        return run(VpoCommand::commandLine, StandardOutput.ofProcess(),
                new PrintWriter(System.err, true, Charset.defaultCharset()), args);
    }

    static int run(Supplier<CommandLine> commands, StandardOutput out, PrintWriter err, String... args) {
        PrintWriter writer = out.writer();
        int status;
        try {
            CommandLine line = commands.get();
            line.setOut(writer);
            line.setErr(err);
            status = line.execute(args);
        } catch (Error e) {
            // Such as of a class that is not there, because another version is just put in this one's place.
            err.println("vpo: " + Plain.line((args.length == 0 ? "it" : args[0]) + " failed: " + e));
            status = FAILED;
        }
        writer.flush();
        if (out.problem().isPresent()) {
            err.println("vpo: the output could not be written: " + out.problem().get());
            status = status == 0 ? FAILED : status;
        }
        err.flush();
        return status;
    }
}
