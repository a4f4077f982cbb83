package vpo.plugins.internal.event;

import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

import vpo.api.event.PluginEvent;
import vpo.api.plugin.Analyzer;

/** One call, which knows when it has really ended, not only when it is not waited for any longer. */
final class Call implements Callable<Map<String, String>> {
    private final Analyzer analyzer;
    private final PluginEvent event;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private Thread thread;

    Call(Analyzer analyzer, PluginEvent event) {
        this.analyzer = analyzer;
        this.event = event;
    }

    @Override
    public Map<String, String> call() throws Exception {
        synchronized (this) {
            thread = Thread.currentThread();
        }
        try {
            return analyzer.on(event);
        } finally {
            synchronized (this) {
                thread = null;
                // An interrupt that came too late is not for the next one on this thread.
                Thread.interrupted();
            }
            ended.complete(null);
        }
    }

    /** Interrupts the call if it is under way. */
    synchronized void interrupt() {
        if (thread != null) {
            thread.interrupt();
        }
    }

    /** Done when the call has come back. */
    Future<?> ended() {
        return ended;
    }
}
