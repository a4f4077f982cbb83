package vpo.plugins.internal.host;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import vpo.plugins.internal.settings.TableCheck;
import vpo.plugins.internal.store.PluginStore;

/**
 * Works at the store of a daemon that does not run. What the next start would make of it is found out by going through
 * the host's own decisions in thought: nothing of a plugin's code runs.
 */
final class CommandDesk implements OperatorDesk, AutoCloseable {
    /** The first sees what is there, the second takes it. Nobody waits for a copy that is under way. */
    private static final int LOOKS = 2;

    private final PluginStore store;
    private final List<Path> roots;
    private final BuiltInPlugins builtIn;
    private final HostedBundles bundles;
    private final StartJournal journal;
    private final Supplier<HostSettings> settings;
    private final TableCheck tables;
    private final Clock clock;
    private RehearsedBundles stage;
    private PluginHost next;

    CommandDesk(PluginStore store, List<Path> roots, BuiltInPlugins builtIn, HostedBundles bundles,
            StartJournal journal, Supplier<HostSettings> settings, TableCheck tables, Clock clock)
            throws IOException, InterruptedException {
        this.store = store;
        this.roots = roots;
        this.builtIn = builtIn;
        this.bundles = bundles;
        this.journal = journal;
        this.settings = settings;
        this.tables = tables;
        this.clock = clock;
        begin();
    }

    private void begin() throws IOException, InterruptedException {
        stage = new RehearsedBundles(bundles, List.of());
        next = PluginHost.rehearsal(store, roots, builtIn, stage, journal, settings, tables, clock);
        next.begin();
        for (int i = 0; i < LOOKS; i++) {
            next.look(false);
        }
    }

    @Override
    public boolean live() {
        return false;
    }

    @Override
    public PluginHost host() {
        return next;
    }

    @Override
    public PluginStore store() {
        return store;
    }

    @Override
    public void remove(String symbolicName) throws IOException {
        store.forget(symbolicName);
    }

    @Override
    public void follow() throws IOException, InterruptedException {
        stage.close();
        begin();
    }

    @Override
    public Rehearsal rehearse(Supplier<HostSettings> other) {
        RehearsedBundles another = new RehearsedBundles(bundles, List.of());
        return new Rehearsal(next.rehearsal(Map.of(), another, other), another, next.running());
    }

    @Override
    public void close() {
        stage.close();
    }
}
