package vpo.plugins.internal.host;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import vpo.lifecycle.DaemonControl;
import vpo.plugins.PluginAnswer;
import vpo.plugins.PluginRequest;
import vpo.plugins.internal.settings.TableCheck;
import vpo.plugins.internal.store.PluginStore;
import vpo.plugins.internal.trust.Acknowledgments;

/** The one thread that the host works on: looks at the folders, and does what others ask for. */
public final class HostThread implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(HostThread.class);
    /** Two looks and a start are well within the second that a new jar has. */
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(300);
    /** To the second look at a file that has changed. */
    private static final Duration SETTLING = Duration.ofMillis(100);
    /** How often the database is asked again whether something was acknowledged. */
    private static final int LOOKS_BETWEEN_TRIES = 5;
    private static final Duration A_START_LASTS = Duration.ofMinutes(1);
    private static final String STOPPING = "the daemon stops, and nothing changes any more";
    private static final Duration END_WAIT = Duration.ofSeconds(2);

    private final BundleContext context;
    private final HostedBundles bundles;
    private final StartJournal journal;
    private final PluginHost host;
    private final OperatorRequests requests;
    private final Administration administration;
    private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(1,
            Thread.ofPlatform().daemon().name("vpo-plugins").factory());
    private int looks;
    private String lastProblem = "";

    /**
     * Starts a host.
     *
     * @param context of this bundle
     * @param folder of the store
     * @param roots the plugin folders
     * @param settings as they are when they are asked for
     * @param acknowledgments to add to
     * @param builtIn the daemon's own plugins
     * @param tables asked before each start of a plugin
     * @param daemon takes the starts and stops of plugins as its administration
     * @throws IOException if the store cannot be opened
     */
    public HostThread(BundleContext context, Path folder, String[] roots, Supplier<HostSettings> settings,
            Acknowledgments acknowledgments, BuiltInPlugins builtIn, TableCheck tables, DaemonControl daemon)
            throws IOException {
        this.context = context;
        PluginStore store = PluginStore.open(folder);
        this.bundles = new HostedBundles(context, folder, () -> settings.get().startLimit());
        this.journal = new StartJournal(folder.resolve("starts.properties"));
        this.host = new PluginHost(store, Stream.of(roots).map(Path::of).toList(), builtIn, bundles, journal,
                settings, tables, daemon, Clock.systemUTC());
        Operator operator = new Operator(new LiveDesk(host, bundles), bundles, acknowledgments, folder.getParent(),
                Clock.systemUTC());
        this.requests = new OperatorRequests(folder.resolve("requests"), operator, Clock.systemUTC());
        this.administration = new Administration(operator);
        if (host.isSafeMode()) {
            log.warn("SAFE MODE: no plugins but the daemon's own run, because the daemon died three times within a"
                    + " minute of its start; when this start has lasted a minute, the next one is a normal one");
        }
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        thread.execute(() -> guarded(this::begin));
        thread.execute(this::lookAgainAndAgain);
        thread.schedule(journal::survived, A_START_LASTS.toSeconds(), TimeUnit.SECONDS);
    }

    /** As of the last look. */
    public HostStatus status() {
        return host.status();
    }

    /** Puts a plugin into quarantine, later. */
    public void quarantine(Bundle plugin, String reason) {
        try {
            thread.execute(() -> guarded(() -> host.quarantine(plugin, reason)));
        } catch (RejectedExecutionException e) {
            log.debug("{} {}, but the host ends", plugin.getSymbolicName(), reason, e);
        }
    }

    /**
     * Does what is asked for, on this thread, and waits for it.
     *
     * @throws InterruptedException if the caller is interrupted; it is done all the same
     * @throws IllegalStateException if the host has ended, or ends meanwhile
     * @throws CompletionException if the host has a defect
     */
    public PluginAnswer perform(PluginRequest request) throws InterruptedException {
        try {
            return thread.submit(() -> administration.perform(request)).get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof CancellationException || e.getCause() instanceof InterruptedException) {
                throw new IllegalStateException(STOPPING, e);
            }
            throw new CompletionException("the plugin host cannot do it: " + e.getCause(), e.getCause());
        } catch (RejectedExecutionException | CancellationException e) {
            throw new IllegalStateException(STOPPING, e);
        }
    }

    private void begin() throws IOException, InterruptedException {
        for (Bundle left : bundles.all()) {
            // Of this bundle's life before, if it was stopped and started by itself.
            bundles.retire(left);
        }
        host.begin();
    }

    private void lookAgainAndAgain() {
        guarded(this::look);
        if (!thread.isShutdown()) {
            Duration pause = host.isSettling() ? SETTLING : BETWEEN_LOOKS;
            try {
                thread.schedule(this::lookAgainAndAgain, pause.toMillis(), TimeUnit.MILLISECONDS);
            } catch (RejectedExecutionException e) {
                log.debug("the host has ended meanwhile", e);
            }
        }
    }

    private void look() throws IOException, InterruptedException {
        requests.carryOut();
        looks++;
        host.look(host.isWaiting() && looks % LOOKS_BETWEEN_TRIES == 0);
    }

    private interface Work {
        void perform() throws IOException, InterruptedException;
    }

    /** The thread outlives whatever goes wrong on it: the next look is a new chance. The same problem is told once. */
    private void guarded(Work work) {
        try {
            work.perform();
            lastProblem = "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (CancellationException e) {
            log.debug("the daemon stops, and nothing changes any more", e);
            thread.shutdown();
        } catch (IOException | RuntimeException | Error e) {
            // Errors, too: there may be no memory left, or a class, until a plugin has gone.
            if (!lastProblem.equals(e.toString())) {
                lastProblem = e.toString();
                log.error("the plugins cannot be looked after: {}; it is tried again", e.toString());
                log.debug("the plugins cannot be looked after", e);
            }
        }
    }

    /** Ends the thread. If the whole daemon stops, the framework stops the plugins; else they are stopped here. */
    @Override
    public void close() {
        // What it is at comes to its end; an interrupt is only for what does not.
        thread.shutdown();
        try {
            boolean ended = thread.awaitTermination(END_WAIT.toMillis(), TimeUnit.MILLISECONDS);
            if (!ended) {
                thread.shutdownNow();
            }
            if (ended && context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).getState() != Bundle.STOPPING) {
                host.stopAll();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!isProcessExiting() && (!bundles.isStopping() || bundles.isStopAsked())) {
            journal.survived();
        }
        bundles.close();
    }

    /** Whether somebody has called System.exit: the daemon itself stops its bundles first. */
    private static boolean isProcessExiting() {
        try {
            Thread none = new Thread(() -> {});
            Runtime.getRuntime().addShutdownHook(none);
            Runtime.getRuntime().removeShutdownHook(none);
            return false;
        } catch (IllegalStateException e) {
            return true;
        }
    }
}
