package vpo.systemd.internal;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.ResultLog;
import org.apache.felix.hc.api.execution.HealthCheckExecutionResult;
import org.apache.felix.hc.api.execution.HealthCheckExecutor;
import org.apache.felix.hc.api.execution.HealthCheckSelector;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.Constants;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.condition.Condition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import vpo.api.health.HealthTags;
import vpo.api.start.StartConditions;
import vpo.api.task.Tasks;
import vpo.config.ConfigurationSource.Reload;
import vpo.config.ReloadListener;
import vpo.config.Seconds;
import vpo.config.ServerConfig;
import vpo.lifecycle.DaemonControl;
import vpo.lifecycle.DaemonState;
import vpo.lifecycle.Lifecycle;
import vpo.systemd.ListenSocket;
import vpo.systemd.Notification;
import vpo.systemd.ServiceManager;

/**
 * Keeps the service manager informed, from a thread that looks at the daemon once a second, and at once at the edges of
 * its life. Without a service manager nothing of it runs.
 */
@Component(service = ReloadListener.class, immediate = true, configurationPid = ServerConfig.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class SystemdComponent implements ReloadListener {
    private static final Logger log = LoggerFactory.getLogger(SystemdComponent.class);
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
    /** Health checks cost more than a look. */
    private static final int LOOKS_BETWEEN_CHECKS = 5;
    private static final int MOST_CONCERN = 120;

    private final BundleContext context;
    private final Lifecycle lifecycle;
    private final Tasks tasks;
    private final DaemonControl control;
    private final HealthCheckExecutor checks;
    private final Duration startLimit;
    private final Optional<ServiceManager> manager;
    private final Optional<Reporter> reporter;
    private final SynchronousBundleListener stopping = this::bundleChanged;
    private final Optional<Watchdog> watchdog;
    private final List<Evidence> evidence;
    private ScheduledExecutorService thread;
    private List<String> concerns = List.of();
    private long looks;
    private volatile boolean isStopping;

    /** Begins, if there is a service manager. */
    @Activate
    public SystemdComponent(BundleContext context, ServerConfig config, @Reference Lifecycle lifecycle,
            @Reference Tasks tasks, @Reference DaemonControl control, @Reference HealthCheckExecutor checks,
            @Reference(cardinality = ReferenceCardinality.OPTIONAL) ServiceManager manager) {
        this.context = context;
        this.lifecycle = lifecycle;
        this.tasks = tasks;
        this.control = control;
        this.checks = checks;
        this.startLimit = Seconds.duration(config.start__timeout());
        this.manager = Optional.ofNullable(manager);
        this.reporter = this.manager.map(it -> new Reporter(BETWEEN_LOOKS, it::send));
        this.watchdog = this.manager.flatMap(_ -> Watchdog.interval(System.getenv(), ProcessHandle.current().pid()))
                .map(interval -> new Watchdog(interval, System::nanoTime));
        this.evidence = watchdog.map(dog -> evidence(config, dog.period())).orElse(List.of());
        if (this.manager.isPresent()) {
            context.addBundleListener(stopping);
            thread = Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("vpo-systemd").factory());
            thread.scheduleWithFixedDelay(() -> guarded(this::lookInTurn), 0, BETWEEN_LOOKS.toMillis(),
                    TimeUnit.MILLISECONDS);
            watchdog.ifPresent(
                    dog -> thread.scheduleWithFixedDelay(() -> guarded(this::gather), 0, dog.period().toMillis(),
                            TimeUnit.MILLISECONDS));
        }
    }

    private List<Evidence> evidence(ServerConfig config, Duration patience) {
        return List.of(
                new Evidence("the HTTP listener", listener(config, patience)::ask, System::nanoTime),
                new Evidence("the framework", new FrameworkEvents(context, patience)::ask, System::nanoTime));
    }

    private static Listener listener(ServerConfig config, Duration patience) {
        try {
            return ListenSocket.given().map(socket -> Listener.of(socket.address(), patience))
                    .orElseGet(() -> new Listener(config.bind(), config.port(), patience));
        } catch (IOException e) {
            log.debug("the start fails of this, in vpo.http", e);
            return new Listener(config.bind(), config.port(), patience);
        }
    }

    /** Present so that a reload does not end the watch. */
    @Modified
    void modified() {}

    @Deactivate
    void deactivate() {
        if (manager.isPresent()) {
            context.removeBundleListener(stopping);
            thread.shutdownNow();
        }
    }

    /** READY must not wait for the next look. */
    @Reference(target = "(" + Condition.CONDITION_ID + "=" + StartConditions.RUNNING + ")",
            cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void bindRunning(Condition running) {
        look();
    }

    /** It goes when everything goes. */
    void unbindRunning(Condition running) {
        // The stop has been told before.
    }

    private void bundleChanged(BundleEvent event) {
        if (event.getType() == BundleEvent.STOPPING && event.getBundle().getBundleId() == Constants.SYSTEM_BUNDLE_ID) {
            isStopping = true;
            look();
        }
    }

    /** What is thrown, be it for want of memory, would end the looks for good. */
    private static void guarded(Runnable look) {
        try {
            look.run();
        } catch (RuntimeException | Error e) {
            log.debug("a look for the service manager failed, the next one follows", e);
        }
    }

    private void lookInTurn() {
        if (looks++ % LOOKS_BETWEEN_CHECKS == 0 && lifecycle.state() == DaemonState.RUNNING) {
            concerns = concerns();
        }
        look();
        feed();
    }

    private synchronized void look() {
        reporter.ifPresent(it -> it.look(snapshot()));
    }

    private void gather() {
        if (mustMove()) {
            evidence.forEach(Evidence::gather);
        }
    }

    private void feed() {
        List<Duration> ages = mustMove() ? evidence.stream().map(Evidence::age).toList() : List.of();
        watchdog.filter(dog -> dog.isDue(ages)).filter(_ -> manager.get().send(Notification.NONE.watchdog()))
                .ifPresent(Watchdog::fed);
    }

    /** The start and the stop have limits of their own, and HTTP comes last and goes first. */
    private boolean mustMove() {
        return !isStopping && lifecycle.state() == DaemonState.RUNNING;
    }

    private Snapshot snapshot() {
        DaemonState state = lifecycle.state();
        boolean early = isStopping && state.compareTo(DaemonState.SHUTTING_DOWN) < 0;
        return new Snapshot(early ? DaemonState.SHUTTING_DOWN : state, control.isDraining(), tasks.inFlight(),
                lifecycle.untilDeadline(), startLimit.minus(lifecycle.uptime()), concerns);
    }

    private List<String> concerns() {
        List<String> all = new ArrayList<>();
        for (HealthCheckExecutionResult each : checks.execute(HealthCheckSelector.tags(HealthTags.READY))) {
            Result result = each.getHealthCheckResult();
            if (result.getStatus() != Result.Status.OK || each.hasTimedOut()) {
                String why = each.hasTimedOut() ? "no answer yet" : first(result);
                all.add(each.getHealthCheckMetadata().getTitle() + ": "
                        + (why.length() > MOST_CONCERN ? why.substring(0, MOST_CONCERN) + "…" : why));
            }
        }
        return all;
    }

    private static String first(Result result) {
        for (ResultLog.Entry entry : result) {
            if (entry.getStatus() != Result.Status.OK) {
                return entry.getMessage();
            }
        }
        return result.getStatus().toString();
    }

    @Override
    public synchronized void reloading() {
        // By the clock that the manager compares with: CLOCK_MONOTONIC is what Java's nanoTime is on Linux.
        reporter.ifPresent(it -> it.reloading(System.nanoTime() / 1000));
    }

    @Override
    public synchronized void reloaded(Reload outcome) {
        reporter.ifPresent(it -> it.reloaded(outcome instanceof Reload.Refused
                ? "The new configuration is refused, the old one stays in force; the log says why."
                : StatusText.of(snapshot())));
    }
}
