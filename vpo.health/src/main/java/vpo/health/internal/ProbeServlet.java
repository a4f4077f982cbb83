package vpo.health.internal;

import java.util.Comparator;
import java.util.List;

import jakarta.servlet.http.HttpServletRequest;
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
                .map(each -> new Probe.Check(each.getHealthCheckMetadata().getTitle(), each.getHealthCheckResult(),
                        each.getElapsedTimeInMs()))
                .sorted(Comparator.comparing(Probe.Check::name))
                .toList();
        Probe probe = new Probe(name, checks);
        return new Answer(probe.httpStatus(), TEXT, probe.toText(request.getParameter("verbose") != null));
    }
}
