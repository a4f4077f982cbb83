package vpo.plugins.internal.host;

import java.io.IOException;
import java.util.function.Supplier;

import vpo.plugins.internal.store.PluginStore;

/** Works at the host of a running daemon. */
final class LiveDesk implements OperatorDesk {
    /** A file that has just been put there whole is taken at the second look, one that has gone is missed at the second. */
    private static final int LOOKS = 3;

    private final PluginHost host;
    private final HostedBundles bundles;

    LiveDesk(PluginHost host, HostedBundles bundles) {
        this.host = host;
        this.bundles = bundles;
    }

    @Override
    public boolean live() {
        return true;
    }

    @Override
    public PluginHost host() {
        return host;
    }

    @Override
    public PluginStore store() {
        return host.store();
    }

    @Override
    public void remove(String symbolicName) throws IOException, InterruptedException {
        host.remove(symbolicName);
    }

    @Override
    public void follow() throws IOException, InterruptedException {
        for (int i = 0; i < LOOKS; i++) {
            host.look(i == LOOKS - 1);
        }
    }

    @Override
    public Rehearsal rehearse(Supplier<HostSettings> settings) {
        RehearsedBundles stage = new RehearsedBundles(bundles,
                host.running().values().stream().map(RunningPlugins.Running::bundle).toList());
        return new Rehearsal(host.rehearsal(host.running(), stage, settings), stage, host.running());
    }
}
