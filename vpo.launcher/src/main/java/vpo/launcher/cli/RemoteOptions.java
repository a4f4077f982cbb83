package vpo.launcher.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import vpo.config.ConfigInputs;
import vpo.config.Configuration;
import vpo.config.ConfigurationException;
import vpo.config.FileConfigurationSource;

/** The options that say which daemon is meant, if not the one of the configuration, and how it knows who asks. */
final class RemoteOptions {
    @Option(names = "--url", paramLabel = "URL", converter = DaemonAddress.Converter.class,
            description = "The daemon of another machine, such as https://nas.example. Default: the one of the"
                    + " configuration, on this machine.")
    private DaemonAddress url;

    @Option(names = "--token-file", paramLabel = "FILE",
            description = "A file that holds the daemon's credential. Default: with --url $$VPO_AUTH_TOKEN, else what"
                    + " the daemon has put into its data directory for its own user and root.")
    private Path tokenFile;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    boolean isRemote() {
        return url != null;
    }

    /**
     * @param inputs of the configuration, which is only read if no URL is told
     * @param patience for a connection, and for each piece of an answer
     * @throws Failure if the credential is not where it is said to be
     */
    DaemonClient client(ConfigInputs inputs, Duration patience) throws ConfigurationException, Failure {
        return client(inputs, System.getenv(), patience);
    }

    private DaemonClient client(ConfigInputs inputs, Map<String, String> environment, Duration patience)
            throws ConfigurationException, Failure {
        if (url == null) {
            Configuration configuration = configuration(inputs);
            DaemonAddress address = DaemonAddress.of(configuration);
            return new DaemonClient(address, tokenFile == null
                    ? Credential.local(configuration.dataDirectory(), address)
                    : Credential.inFile(tokenFile, address), patience);
        }
        Credential credential = tokenFile == null
                ? Credential.inEnvironment(environment)
                : Credential.inFile(tokenFile, url);
        if (credential.authorization().isPresent() && !url.isEncrypted() && !url.isHere()) {
            spec.commandLine().getErr().println("vpo: the credential goes to " + url
                    + " where everybody on the way can read it; https would hide it");
        }
        return new DaemonClient(url, credential, patience);
    }

    /** Whoever may not look into the data directory is told that, and not to open up what is in there. */
    private static Configuration configuration(ConfigInputs inputs) throws ConfigurationException, Failure {
        try {
            return FileConfigurationSource.read(inputs).current();
        } catch (ConfigurationException e) {
            String told = inputs.environment().getOrDefault("VPO_DATA_DIR", "");
            Path data = told.isEmpty() ? inputs.home().resolve(".vpo") : inputs.workingDirectory().resolve(told);
            if (Files.isDirectory(data) && !Files.isExecutable(data)) {
                throw new Failure(Credential.notOurs(data), e);
            }
            throw e;
        }
    }
}
