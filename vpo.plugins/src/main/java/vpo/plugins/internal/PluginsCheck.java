package vpo.plugins.internal;

import java.util.concurrent.atomic.AtomicReference;

import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

import vpo.api.health.HealthTags;
import vpo.plugins.internal.host.HostStatus;

/**
 * What runs, and what does not and why. It is there before the host is, so that nobody takes a daemon for ready whose
 * own plugins have yet to come; what others' plugins do, or do not, is told and fails nothing.
 */
@Component(property = {
        HealthCheck.NAME + "=plugins",
        HealthCheck.TAGS + "=" + HealthTags.READY,
        HealthCheck.RESULT_CACHE_TTL_IN_MS + ":Long=0"
}, configurationPolicy = ConfigurationPolicy.IGNORE)
public final class PluginsCheck implements HealthCheck {
    private final AtomicReference<PluginsComponent> host = new AtomicReference<>();

    /** It comes when the daemon is RUNNING. A method, because a constructor is told once. */
    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void bindHost(PluginsComponent component) {
        host.set(component);
    }

    void unbindHost(PluginsComponent component) {
        host.compareAndSet(component, null);
    }

    @Override
    public Result execute() {
        PluginsComponent component = host.get();
        HostStatus status = component == null ? HostStatus.NONE : component.status();
        if (!status.begun()) {
            return new Result(Result.Status.TEMPORARILY_UNAVAILABLE, "the daemon's own plugins do not run yet");
        }
        FormattingResultLog result = new FormattingResultLog();
        if (status.safeMode()) {
            result.warn("safe mode, no plugins but the daemon's own run: the daemon died three times within a minute"
                    + " of its start; the next start after one that lasts is a normal one");
        }
        status.waiting().forEach(result::warn);
        status.quarantined().forEach(each -> result.warn("in quarantine: {}", each));
        if (status.running().isEmpty()) {
            result.info("none run");
        } else {
            result.info("{} run: {}", status.running().size(), String.join(", ", status.running()));
        }
        return new Result(result);
    }
}
