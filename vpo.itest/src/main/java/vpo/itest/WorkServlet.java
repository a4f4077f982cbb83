package vpo.itest;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.Servlet;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletAsyncSupported;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;
import vpo.api.task.Task;
import vpo.api.task.TaskInfo;
import vpo.api.task.TaskRefusedException;
import vpo.api.task.Tasks;

/**
 * {@code /itest/work/KIND} does slow work of one kind: {@code request}, {@code stubborn-request} and {@code async} are
 * answered when the gate opens; {@code stream} answers line after line until then; {@code task}, {@code stubborn-task} and {@code child} begin a task named by the query
 * and are answered at once; {@code exit} and {@code stop} end the JVM and the framework; {@code tasks} names
 * what is in flight; {@code error} throws.
 */
@Component(service = Servlet.class)
@HttpWhiteboardServletPattern("/itest/work/*")
@HttpWhiteboardServletAsyncSupported
public final class WorkServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    private static final Duration BETWEEN_LINES = Duration.ofMillis(20);

    private final transient Gate gate;
    private final transient Tasks tasks;
    private final transient Bundle framework;

    @Activate
    public WorkServlet(BundleContext context, @Reference Gate gate, @Reference Tasks tasks) {
        this.framework = context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION);
        this.gate = gate;
        this.tasks = tasks;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        String name = request.getParameter("name");
        try {
            switch (request.getPathInfo()) {
                case "/request" -> gate.await();
                case "/stubborn-request" -> gate.awaitStubbornly();
                case "/stream" -> stream(response.getWriter());
                case "/async" -> answerLater(request.startAsync());
                case "/task" -> tasks.run(name, task -> gate.await());
                case "/stubborn-task" -> tasks.run(name, task -> gate.awaitStubbornly());
                case "/child" -> response.getWriter().print(child(name));
                case "/tasks" -> response.getWriter().println(
                        tasks.inFlight().stream().map(TaskInfo::name).collect(Collectors.joining("\n")));
                case "/exit" -> Thread.ofPlatform().name("guest").start(() -> System.exit(7));
                case "/stop" -> framework.stop();
                case "/error" -> throw new IllegalStateException("a secret of the server");
                default -> response.sendError(HttpServletResponse.SC_NOT_FOUND);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            response.getWriter().print("interrupted ");
        } catch (TaskRefusedException e) {
            response.sendError(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
        } catch (BundleException e) {
            throw new ServletException(e);
        }
        if (!request.isAsyncStarted() && (!response.isCommitted() || request.getPathInfo().equals("/stream"))) {
            response.getWriter().print("done");
        }
    }

    private void stream(PrintWriter answer) throws InterruptedException {
        do {
            answer.println("more");
            answer.flush();
        } while (!gate.await(BETWEEN_LINES));
    }

    private void answerLater(AsyncContext async) {
        async.setTimeout(0);
        Thread.ofVirtual().start(() -> {
            gate.awaitStubbornly();
            try {
                async.getResponse().getWriter().print("done");
                async.complete();
            } catch (IOException | IllegalStateException e) {
                getServletContext().log("the client has gone", e);
            }
        });
    }

    /** A process with a child of its own; the pids of both are the answer's beginning. */
    private String child(String name) throws IOException, TaskRefusedException {
        Task task = tasks.begin(name);
        task.runOn(null);
        Process shell = new ProcessBuilder(List.of("sh", "-c", "sleep 1000 & echo $!; wait")).start();
        task.owns(shell.toHandle());
        shell.onExit().thenRun(task::close);
        String grandchild = shell.inputReader().readLine();
        return shell.pid() + " " + grandchild + " ";
    }
}
