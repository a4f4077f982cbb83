package vpo.lifecycle.internal;

import static org.osgi.service.component.annotations.ConfigurationPolicy.REQUIRE;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.service.cm.annotations.RequireConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.condition.Condition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import vpo.api.start.StartConditions;
import vpo.api.task.Task;
import vpo.api.task.TaskRefusedException;
import vpo.config.Seconds;
import vpo.config.ServerConfig;
import vpo.lifecycle.DaemonControl;
import vpo.lifecycle.DaemonState;
import vpo.lifecycle.Lifecycle;
import vpo.lifecycle.ShutdownState;

/**
 * The daemon's one life, joined to the container: it begins with the configuration, and drains when the framework
 * begins to stop, whoever stops it.
 */
@Component(service = {Lifecycle.class, DaemonControl.class, DaemonComponent.class}, immediate = true,
        configurationPid = ServerConfig.PID, configurationPolicy = REQUIRE)
@RequireConfigurationAdmin
public final class DaemonComponent implements Lifecycle, DaemonControl {
    private static final Logger LOG = LoggerFactory.getLogger(DaemonComponent.class);

    private final BundleContext context;
    private final Uptime uptime;
    private final StateMachine states = new StateMachine();
    private final TaskRegistry tasks = new TaskRegistry(Clock.systemUTC(), System::nanoTime);
    private final Cancellations cancellations = new Cancellations(tasks::info, Drain.GRACE);
    private final Drain drain = new Drain(states, tasks, cancellations, Clock.systemUTC(), this::shutdownTimeout,
            Drain.GRACE);
    private final Leftovers leftovers = new Leftovers(tasks, cancellations, Drain.GRACE);
    private final Control control = new Control(tasks, cancellations, this::stopFramework);
    private final SynchronousBundleListener stopping = this::bundleChanged;
    private volatile Duration shutdownTimeout;

    /** Starts the life, and listens for its end. */
    @Activate
    public DaemonComponent(BundleContext context, ServerConfig config) {
        this.context = context;
        uptime = Uptime.of(context.getProperty(Uptime.PROPERTY), Clock.systemUTC(), System::nanoTime);
        shutdownTimeout = Seconds.duration(config.shutdown__timeout());
        context.addBundleListener(stopping);
    }

    /** The state and the tasks in flight must survive a reload; a drain that has begun keeps its deadline. */
    @Modified
    void modified(ServerConfig config) {
        shutdownTimeout = Seconds.duration(config.shutdown__timeout());
    }

    /** After the drain if the framework stops; if this bundle alone is stopped, its tasks are drained here. */
    @Deactivate
    void deactivate() {
        context.removeBundleListener(stopping);
        drain.run();
        states.moveTo(DaemonState.STOPPED);
    }

    /**
     * The framework sends the one for itself while every bundle is active still, and stops none of them before it
     * returns; the one for a bundle when its activator and its components have stopped, and nothing of it waits.
     */
    private void bundleChanged(BundleEvent event) {
        if (event.getType() == BundleEvent.STOPPING && event.getBundle().getBundleId() == Constants.SYSTEM_BUNDLE_ID) {
            drain.run();
            context.registerService(Condition.class, Condition.INSTANCE, new Hashtable<>(
                    Map.of(Condition.CONDITION_ID, StartConditions.DRAINED)));
        }
        // What is left after the drain is cancelled and given up already.
        if (event.getType() == BundleEvent.STOPPED && !drain.isOver()) {
            leftovers.ofStopped(event.getBundle());
        }
    }

    /** On a thread of its own: the one that asks may be in a task that the stop waits for. */
    private void stopFramework() {
        Thread.ofPlatform().name("vpo-stop").start(() -> {
            try {
                // Nobody's fault, for whoever asks why a plugin's start was cut short.
                context.registerService(Condition.class, Condition.INSTANCE, new Hashtable<>(
                        Map.of(Condition.CONDITION_ID, StartConditions.STOP_ASKED)));
                context.getBundle(Constants.SYSTEM_BUNDLE_ID).stop();
            } catch (BundleException | IllegalStateException e) {
                LOG.error("The container does not stop: {}", e.toString());
            }
        });
    }

    private Duration shutdownTimeout() {
        return shutdownTimeout;
    }

    StateMachine states() {
        return states;
    }

    TaskRegistry register() {
        return tasks;
    }

    @Override
    public DaemonState state() {
        return states.state();
    }

    @Override
    public ShutdownState shutdown() {
        return drain.shutdown();
    }

    @Override
    public Optional<Duration> untilDeadline() {
        return drain.untilDeadline();
    }

    @Override
    public Duration uptime() {
        return uptime.elapsed();
    }

    @Override
    public Instant startedAt() {
        return uptime.startedAt();
    }

    @Override
    public boolean isDraining() {
        return control.isDraining();
    }

    @Override
    public boolean stopsWhenIdle() {
        return control.stopsWhenIdle();
    }

    @Override
    public void drain(String who) {
        control.drain(who);
    }

    @Override
    public boolean resume(String who) {
        return control.resume(who);
    }

    @Override
    public void stop(String who) {
        control.stop(who);
    }

    @Override
    public void stopWhenIdle(String who) {
        control.stopWhenIdle(who);
    }

    @Override
    public boolean stopIfIdle(String who) {
        return control.stopIfIdle(who);
    }

    @Override
    public List<RunningTask> tasks() {
        return control.tasks();
    }

    @Override
    public long refusedTasks() {
        return control.refusedTasks();
    }

    @Override
    public long cancelledTasks() {
        return control.cancelledTasks();
    }

    @Override
    public boolean cancel(long id, String reason) {
        return control.cancel(id, reason);
    }

    @Override
    public Task beginAdministration(String name) throws TaskRefusedException {
        return control.beginAdministration(name);
    }
}
