package vpo.plugins.internal.host;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.osgi.framework.BundleContext;

import vpo.plugins.internal.settings.TableCheck;
import vpo.plugins.internal.store.PluginStore;
import vpo.plugins.internal.trust.Acknowledgments;

/** What an operator can ask for while no daemon runs. For one thread. */
public final class CommandHost implements AutoCloseable {
    private final HostedBundles bundles;
    private final CommandDesk desk;
    private final Operator operator;

    /**
     * Opens the store, and looks into the plugin folders.
     *
     * @param context of this bundle
     * @param data the data directory
     * @param roots the plugin folders
     * @param settings as they are when they are asked for
     * @param acknowledgments to ask and to add to
     * @param builtIn the daemon's own plugins
     * @param tables asked whether a plugin can use its settings
     * @throws IOException if the store cannot be opened
     * @throws InterruptedException if the thread is interrupted
     */
    public CommandHost(BundleContext context, Path data, String[] roots, Supplier<HostSettings> settings,
            Acknowledgments acknowledgments, BuiltInPlugins builtIn, TableCheck tables)
            throws IOException, InterruptedException {
        Path folder = data.resolve("plugins-store");
        Clock clock = Clock.systemUTC();
        PluginStore store = PluginStore.open(folder);
        this.bundles = new HostedBundles(context, folder, () -> settings.get().startLimit());
        this.desk = new CommandDesk(store, Stream.of(roots).map(Path::of).toList(), builtIn, bundles,
                StartJournal.asItIs(folder.resolve("starts.properties")), settings, tables, clock);
        this.operator = new Operator(desk, bundles, acknowledgments, data, clock);
    }

    /**
     * Carries out a request.
     *
     * @param request in the form of {@link OperatorRequest}
     * @return the answer in the form of {@link OperatorAnswer}
     * @throws IOException if the store cannot be read or written
     * @throws InterruptedException if the thread is interrupted
     */
    public String answer(String request) throws IOException, InterruptedException {
        return operator.perform(OperatorRequest.parse(request)).format();
    }

    @Override
    public void close() {
        desk.close();
        bundles.close();
    }
}
