package vpo.health.internal;

import java.util.Comparator;
import java.util.List;

import jakarta.servlet.http.HttpServletRequest;
import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.execution.HealthCheckExecutionResult;
import org.apache.felix.hc.api.execution.HealthCheckExecutor;
import org.apache.felix.hc.api.execution.HealthCheckSelector;

/** Runs the health checks of a tag: a bundle adds one by registering a {@code HealthCheck} with that tag. */
abstract class ProbeServlet extends ReadOnlyServlet {
    private static final long serialVersionUID = 1L;
    private static final String TEXT = "text/plain; charset=utf-8";

    private final transient HealthCheckExecutor executor;
    private final String name;
    private final String tag;

    ProbeServlet(HealthCheckExecutor executor, String name, String tag) {
        this.executor = executor;
        this.name = name;
        this.tag = tag;
    }

    @Override
    final Answer answer(HttpServletRequest request) {
        List<Probe.Check> checks = executor.execute(HealthCheckSelector.tags(tag)).stream()
                .map(each -> new Probe.Check(each.getHealthCheckMetadata().getTitle(), result(each),
                        each.getElapsedTimeInMs()))
                .sorted(Comparator.comparing(Probe.Check::name))
                .toList();
        Probe probe = new Probe(name, checks);
        return new Answer(probe.httpStatus(), TEXT, probe.toText(request.getParameter("verbose") != null));
    }

    /** The executor merely warns of a check that does not answer; but it may be waiting for just what is broken. */
    private static Result result(HealthCheckExecutionResult execution) {
        return execution.hasTimedOut()
                ? new Result(Result.Status.CRITICAL, "no answer yet")
                : execution.getHealthCheckResult();
    }
}
