package vpo.launcher.cli;

import java.time.Duration;

import picocli.CommandLine.Mixin;
import vpo.config.ConfigurationException;

/** The options of a command that asks a daemon, on this machine or another. */
final class DaemonOptions {
    @Mixin
    private AddressOptions address;

    @Mixin
    private RemoteOptions remote;

    /** Whether the daemon is named, and may be another machine's. */
    boolean isRemote() {
        return remote.isRemote();
    }

    DaemonClient client(Duration patience) throws ConfigurationException, Failure {
        return remote.client(address.inputs(), patience);
    }
}
