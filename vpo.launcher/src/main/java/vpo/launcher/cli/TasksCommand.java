package vpo.launcher.cli;

import java.util.ArrayList;
import java.util.List;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** {@code vpo tasks}: what the daemon is at. */
@Command(name = "tasks", description = "List what the running daemon is at, the oldest first, or end one of them.",
        mixinStandardHelpOptions = true, footer = {"", DaemonCommand.EXIT_STATUS})
final class TasksCommand extends DaemonCommand {
    @Option(names = "--cancel", paramLabel = "ID", description = "Ask this task to end early.")
    private Long cancel;

    @Override
    int run(Administration daemon) throws Failure {
        if (cancel != null) {
            if (cancel < 1) {
                throw new ParameterException(spec().commandLine(),
                        "Invalid value for option '--cancel': " + cancel
                                + " is no number of a task; they begin with 1");
            }
            return print(daemon.delete("/tasks/" + cancel), "Task " + cancel + " was asked to end");
        }
        Administration.Reply reply = daemon.get("/tasks", "tasks");
        if (isJson()) {
            out().println(reply.text());
        } else {
            lines(Fields.of(reply)).forEach(out()::println);
        }
        return 0;
    }

    static List<String> lines(Fields answer) {
        List<Fields> tasks = answer.objects("tasks");
        if (tasks.isEmpty()) {
            return List.of("Nothing is in flight");
        }
        List<List<String>> rows = new ArrayList<>(List.of(List.of("ID", "AGE", "DONE", "TASK", "")));
        tasks.forEach(each -> rows.add(List.of(Long.toString(each.number("id")),
                Units.span(each.seconds("age_seconds")), each.has("percent") ? each.number("percent") + " %" : "-",
                each.text("name").orElse("?"), what(each))));
        return Table.aligned(rows);
    }

    private static String what(Fields task) {
        String note = task.text("note").orElse("");
        return task.is("cancelled") ? "was asked to end" + (note.isEmpty() ? "" : "; " + note) : note;
    }
}
