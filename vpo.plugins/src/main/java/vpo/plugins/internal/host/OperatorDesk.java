package vpo.plugins.internal.host;

import java.io.IOException;
import java.util.Map;
import java.util.function.Supplier;

import vpo.plugins.internal.store.PluginStore;

/** What an operator works at: the running host, or, without a daemon, the store and what the next start would make of it. */
interface OperatorDesk {
    /** Whether a daemon runs the plugins. */
    boolean live();

    /** The host, to look at. */
    PluginHost host();

    /** Where changes are written. */
    PluginStore store();

    /** Forgets a bundle whose jar has gone, and stops it if it runs. */
    void remove(String symbolicName) throws IOException, InterruptedException;

    /** Acts on what was written, and on what has changed in the plugin folders; returns when it is done. */
    void follow() throws IOException, InterruptedException;

    /** Begins to go through something in thought, from what runs now. */
    Rehearsal rehearse(Supplier<HostSettings> settings);

    /**
     * A host that changes nothing but itself, and the bundles that it plays with. To be closed.
     *
     * @param before what runs when it begins; without a daemon, what the next start would run
     */
    record Rehearsal(PluginHost host, RehearsedBundles stage,
            Map<String, RunningPlugins.Running> before) implements AutoCloseable {
        /** What came of it. */
        OperatorPlan plan() {
            return OperatorPlan.between(before, host.running(), stage.retired());
        }

        @Override
        public void close() {
            stage.close();
        }
    }
}
