package vpo.admin.internal.resource;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.ResultLog;
import org.apache.felix.hc.api.execution.HealthCheckExecutionOptions;
import org.apache.felix.hc.api.execution.HealthCheckExecutionResult;
import org.apache.felix.hc.api.execution.HealthCheckExecutor;
import org.apache.felix.hc.api.execution.HealthCheckSelector;

import vpo.admin.internal.api.Json;
import vpo.api.health.HealthTags;

/** The health checks, each with what it says. */
final class Health {
    private final HealthCheckExecutor executor;

    Health(HealthCheckExecutor executor) {
        this.executor = executor;
    }

    /**
     * {@code healthy}; {@code degraded} if a check fails that does not only say "not now"; {@code unhealthy} while the
     * daemon stops.
     */
    Map<String, Object> json(boolean shuttingDown) {
        List<HealthCheckExecutionResult> results = new ArrayList<>(
                executor.execute(HealthCheckSelector.tags(HealthTags.READY, HealthTags.LIVE),
                        new HealthCheckExecutionOptions().setCombineTagsWithOr(true)));
        results.sort(Comparator.comparing(each -> each.getHealthCheckMetadata().getTitle()));
        boolean fails = results.stream().map(Health::status)
                .anyMatch(each -> each == Result.Status.CRITICAL || each == Result.Status.HEALTH_CHECK_ERROR);
        String status = fails ? "degraded" : "healthy";
        return Json.object("status", shuttingDown ? "unhealthy" : status, "checks",
                results.stream().map(Health::check).toList());
    }

    private static Map<String, Object> check(HealthCheckExecutionResult each) {
        return Json.object("name", each.getHealthCheckMetadata().getTitle(), "status", status(each).name(), "message",
                message(each), "tags", new TreeSet<>(each.getHealthCheckMetadata().getTags()), "milliseconds",
                each.getElapsedTimeInMs());
    }

    /** The executor merely warns of a check that does not answer; but it may be waiting for just what is broken. */
    private static Result.Status status(HealthCheckExecutionResult each) {
        return each.hasTimedOut() ? Result.Status.CRITICAL : each.getHealthCheckResult().getStatus();
    }

    private static String message(HealthCheckExecutionResult each) {
        if (each.hasTimedOut()) {
            return "no answer yet";
        }
        List<String> parts = new ArrayList<>();
        for (ResultLog.Entry entry : each.getHealthCheckResult()) {
            if (entry.getStatus() != Result.Status.OK || !entry.isDebug()) {
                parts.add(entry.getMessage().replaceAll("\\s*\\R\\s*", " "));
            }
        }
        return String.join("; ", parts);
    }
}
