package vpo.launcher.cli;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import vpo.config.ConfigInputs;
import vpo.config.Configuration;
import vpo.config.ConfigurationException;
import vpo.config.FileConfigurationSource;

/** The options that say which daemon is meant, if not the one of the configuration, and how it knows who asks. */
final class RemoteOptions {
    @ArgGroup(exclusive = false)
    private Named named;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    /** A daemon that is named, and what belongs to that: without a URL, it is a mistake of the command line's. */
    private static final class Named {
        @Option(names = "--url", paramLabel = "URL", converter = DaemonAddress.Converter.class, required = true,
                description = "The daemon of another machine, such as https://nas.example. Default: the one of the"
                        + " configuration, on this machine, which has put a credential for its own user and root into"
                        + " its data directory.")
        private DaemonAddress url;

        @Option(names = "--token-file", paramLabel = "FILE",
                description = "A file with the credential of the daemon at --url in its first line."
                        + " Default: $$VPO_AUTH_TOKEN.")
        private Path tokenFile;

        @Option(names = "--insecure-http",
                description = "Show the credential even where everybody on the way can read it.")
        private boolean insecureHttp;
    }

    boolean isRemote() {
        return named != null;
    }

    /**
     * @param inputs of the configuration, which is only read if no URL is told
     * @param patience for a connection, and for each piece of an answer
     * @throws ParameterException if the credential could be read on its way
     * @throws Failure if the credential is not where it is said to be
     */
    DaemonClient client(ConfigInputs inputs, Duration patience) throws ConfigurationException, Failure {
        return client(inputs, System.getenv(), patience);
    }

    private DaemonClient client(ConfigInputs inputs, Map<String, String> environment, Duration patience)
            throws ConfigurationException, Failure {
        if (named == null) {
            Configuration configuration = configuration(inputs);
            DaemonAddress address = DaemonAddress.of(configuration);
            return new DaemonClient(address, Credential.local(configuration.dataDirectory(), address), patience);
        }
        Credential credential = named.tokenFile == null
                ? Credential.inEnvironment(environment)
                : Credential.inFile(named.tokenFile, named.url);
        if (credential.authorization().isPresent() && !named.url.isEncrypted() && !named.url.isHere()
                && !named.insecureHttp) {
            throw new ParameterException(spec.commandLine(), "The credential would go to " + named.url
                    + " where everybody on the way can read it; say https, or --insecure-http if that is well");
        }
        return new DaemonClient(named.url, credential, patience);
    }

    /** Whoever may not look into the data directory is told that, and not to open up what is in there. */
    private static Configuration configuration(ConfigInputs inputs) throws ConfigurationException, Failure {
        try {
            return FileConfigurationSource.read(inputs).current();
        } catch (ConfigurationException e) {
            Path data = dataDirectory(inputs);
            if (data != null && Files.isDirectory(data) && !Files.isExecutable(data)) {
                throw new Failure(Credential.notOurs(data), e);
            }
            throw e;
        }
    }

    /** Null is one whose name is none in the character set of this shell, which the configuration tells. */
    private static Path dataDirectory(ConfigInputs inputs) {
        String told = inputs.environment().getOrDefault("VPO_DATA_DIR", "");
        try {
            return told.isBlank() ? inputs.home().resolve(".vpo") : inputs.workingDirectory().resolve(told);
        } catch (InvalidPathException _) {
            return null;
        }
    }
}
