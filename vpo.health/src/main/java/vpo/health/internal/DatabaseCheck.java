package vpo.health.internal;

import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;
import vpo.database.DatabaseMonitor;
import vpo.database.DatabaseStatus;

/** The library's database, as its monitor last saw it. */
@Component(property = {
        HealthCheck.NAME + "=database",
        HealthCheck.TAGS + "=" + Probe.READY,
        HealthCheck.RESULT_CACHE_TTL_IN_MS + ":Long=0"
}, configurationPolicy = ConfigurationPolicy.IGNORE)
public final class DatabaseCheck implements HealthCheck {
    private final DatabaseMonitor monitor;

    @Activate
    public DatabaseCheck(@Reference DatabaseMonitor monitor) {
        this.monitor = monitor;
    }

    @Override
    public Result execute() {
        DatabaseStatus status = monitor.status();
        return status.connected()
                ? new Result(Result.Status.OK, "connected")
                : new Result(Result.Status.CRITICAL, "disconnected: " + status.detail());
    }
}
