package vpo.config.internal.bridge;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches one file, there or not. The system tells of changes in its folder at once; looking every now and then catches
 * what it does not tell of: network file systems, folders that come and go, targets of links.
 */
final class FileWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FileWatch.class);
    /** Two equal looks this far apart mean that nobody is writing. */
    static final Duration QUIET = Duration.ofMillis(300);
    static final Duration POLL = Duration.ofSeconds(2);
    /** In units of the time between looks, so that what fails again and again is hardly seen. */
    private static final int LONGEST_PAUSE = 30;

    private final Path file;
    private final Duration quiet;
    private final Duration poll;
    private final Runnable changed;
    private final Settling settling;
    private final ScheduledThreadPoolExecutor executor;
    private final WatchService watcher;
    /** Whether a look that the system's news has asked for is still to come: one finds all that there is to be found. */
    private final AtomicBoolean isAskedToLook = new AtomicBoolean();
    /** Whether a look after the quiet time is still to come. */
    private boolean isToLookAgain;
    private WatchKey folder;
    /** Whether the last change has not been passed on yet, because that failed. */
    private boolean isOwed;
    /** Before the next attempt to do so. */
    private Duration pause;
    private long attempted;
    /** The failure that the log has told of; null if all is well. */
    private String told;

    /**
     * Starts to watch.
     *
     * @param changed called on the watch's own thread, once for each change that has settled, and once after
     *            the start, in case that it has changed since somebody read it; what it throws is logged, and it is
     *            called again after a while, and after ever longer ones, until it returns
     */
    FileWatch(Path file, Duration quiet, Duration poll, Runnable changed) {
        this.file = file;
        this.quiet = quiet;
        this.poll = poll;
        this.pause = poll;
        this.changed = changed;
        this.settling = new Settling(quiet);
        this.executor = new ScheduledThreadPoolExecutor(1,
                Thread.ofPlatform().daemon().name("vpo-config-watch").factory());
        this.watcher = watcher(file);
        executor.execute(this::register);
        // The first look waits, to be out of the way of a start.
        executor.scheduleWithFixedDelay(this::look, poll.toMillis(), poll.toMillis(), TimeUnit.MILLISECONDS);
        if (watcher != null) {
            Thread.ofVirtual().name("vpo-config-events").start(this::listen);
        }
    }

    /** Without one, looking every now and then has to do. */
    private static WatchService watcher(Path file) {
        try {
            return file.getFileSystem().newWatchService();
        } catch (IOException | UnsupportedOperationException e) {
            LOG.debug("The system cannot tell of changes in {}", file.getParent(), e);
            return null;
        }
    }

    private void listen() {
        try {
            while (true) {
                WatchKey key = watcher.take();
                key.pollEvents();
                key.reset();
                if (isAskedToLook.compareAndSet(false, true)) {
                    executor.execute(this::lookAsAsked);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ClosedWatchServiceException | RejectedExecutionException e) {
            LOG.trace("Closed", e);
        }
    }

    private void lookAsAsked() {
        // Before the look: what comes during it may be too late for it.
        isAskedToLook.set(false);
        look();
    }

    /** On the executor's one thread. An exception, or an error for want of memory, would end the looking for good. */
    private void look() {
        try {
            register();
            switch (settling.look(FileStamp.of(file), System.nanoTime())) {
                case SAME -> passOnIfOwed();
                case WAIT -> lookAgain();
                case TAKE -> {
                    pause = poll;
                    passOn();
                }
            }
            tellEnd();
        } catch (RuntimeException | Error e) {
            tell(e);
        }
    }

    /** One look is enough: while the file keeps changing, it asks for the next one. */
    private void lookAgain() {
        if (isToLookAgain) {
            return;
        }
        try {
            executor.schedule(this::lookAgainNow, quiet.toMillis() + 1, TimeUnit.MILLISECONDS);
            isToLookAgain = true;
        } catch (RejectedExecutionException e) {
            LOG.trace("Closed", e);
        }
    }

    private void lookAgainNow() {
        isToLookAgain = false;
        look();
    }

    private void passOnIfOwed() {
        if (isOwed && System.nanoTime() - attempted >= pause.toNanos()) {
            Duration next = pause.multipliedBy(2);
            Duration longest = poll.multipliedBy(LONGEST_PAUSE);
            pause = next.compareTo(longest) < 0 ? next : longest;
            passOn();
        }
    }

    private void passOn() {
        // Before the call: after it, there may be no memory to do anything.
        isOwed = true;
        attempted = System.nanoTime();
        changed.run();
        isOwed = false;
        pause = poll;
    }

    /** How many looks are still to come; visible for tests. */
    int waiting() {
        return executor.getQueue().size();
    }

    /** Once, however often it happens. */
    private void tell(Throwable failure) {
        try {
            String what = failure.toString();
            if (!what.equals(told)) {
                LOG.error("Watching {} failed, and is tried again: {}", file, what);
                LOG.debug("Watching {} failed", file, failure);
                told = what;
            }
        } catch (RuntimeException | Error _) {
            // To log takes memory, too. The next failure is told.
        }
    }

    private void tellEnd() {
        if (told != null && !isOwed) {
            told = null;
            LOG.info("Watching {} works again", file);
        }
    }

    /** The folder may be new: again whenever the last registration is none or has become void. */
    private void register() {
        if (watcher == null || folder != null && folder.isValid()) {
            return;
        }
        try {
            folder = file.getParent().register(watcher, StandardWatchEventKinds.ENTRY_CREATE,
                    StandardWatchEventKinds.ENTRY_MODIFY, StandardWatchEventKinds.ENTRY_DELETE);
        } catch (IOException | ClosedWatchServiceException e) {
            folder = null;
        }
    }

    /**
     * Ends the watch. It does not wait for the kernel, which needs milliseconds to forget what it watched: a stop goes on
     * meanwhile.
     */
    @Override
    public void close() {
        executor.shutdownNow();
        if (watcher != null) {
            Thread.ofVirtual().name("vpo-config-forget").start(this::forget);
        }
    }

    private void forget() {
        try {
            watcher.close();
        } catch (IOException e) {
            LOG.debug("Closing the watch on {} failed", file.getParent(), e);
        }
    }
}
