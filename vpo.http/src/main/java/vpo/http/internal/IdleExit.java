package vpo.http.internal;

import java.io.IOException;
import java.time.Duration;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.propertytypes.SatisfyingConditionTarget;
import org.osgi.service.condition.Condition;
import vpo.api.start.StartConditions;
import vpo.api.task.Tasks;
import vpo.config.Seconds;
import vpo.config.ServerConfig;
import vpo.lifecycle.DaemonControl;
import vpo.systemd.ListenSocket;

/**
 * Ends the daemon when nobody has asked for anything for as long as the operator says; only where the next one who asks
 * starts it again.
 */
@Component(service = {}, configurationPid = ServerConfig.PID, configurationPolicy = ConfigurationPolicy.REQUIRE)
@SatisfyingConditionTarget("(" + Condition.CONDITION_ID + "=" + StartConditions.RUNNING + ")")
public final class IdleExit {
    private final Tasks tasks;
    private final DaemonControl control;
    private final RequestCounts counts;
    private Thread watch = Thread.ofVirtual().unstarted(() -> {});

    @Activate
    public IdleExit(ServerConfig config, @Reference Tasks tasks, @Reference DaemonControl control,
            @Reference RequestCounts counts) {
        this.tasks = tasks;
        this.control = control;
        this.counts = counts;
        watch(config);
    }

    /** Begins anew, with what the configuration says now. */
    @Modified
    void modified(ServerConfig config) {
        watch.interrupt();
        watch(config);
    }

    @Deactivate
    void deactivate() {
        watch.interrupt();
    }

    private void watch(ServerConfig config) {
        if (config.idle__exit() > 0 && isActivated()) {
            Duration limit = Seconds.duration(config.idle__exit());
            watch = Thread.ofVirtual().name("vpo-idle").start(new IdleWatch(tasks, control, counts, limit));
        }
    }

    private static boolean isActivated() {
        try {
            return ListenSocket.given().isPresent();
        } catch (IOException e) {
            throw new IllegalStateException("the daemon does not run with such a socket", e);
        }
    }
}
