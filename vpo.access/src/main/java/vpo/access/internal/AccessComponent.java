package vpo.access.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.condition.Condition;
import org.osgi.service.servlet.whiteboard.Preprocessor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vpo.access.internal.WatchedFile.Unusable;
import vpo.api.start.StartConditions;
import vpo.api.start.StartFailure;
import vpo.config.ConsoleConfig;
import vpo.config.MetricsConfig;
import vpo.config.ServerConfig;

/**
 * Puts the door in its place, and says that it is there; without that the port is not opened. The services are
 * registered by hand: there must be none if a credential is configured that is no good.
 */
@Component(service = {}, immediate = true,
        configurationPid = {ServerConfig.PID, ConsoleConfig.PID, MetricsConfig.PID},
        configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class AccessComponent {
    private static final Logger log = LoggerFactory.getLogger("vpo.access");
    private static final String TOKEN_FILE = "server.auth_token_file";
    /** Of the service manager: where it puts the credentials of this service. */
    private static final String CREDENTIALS = "CREDENTIALS_DIRECTORY";
    private static final String CREDENTIAL = "auth_token";

    private final List<Operators.Source> fixed = new ArrayList<>();
    private final List<ServiceRegistration<?>> registrations = new ArrayList<>();
    private final AttemptLog attempts = AttemptLog.create();
    private Optional<LocalToken> local = Optional.empty();
    private Door door;
    private String tokenFile;
    private volatile Operators operators;

    @Activate
    public AccessComponent(BundleContext context, ServerConfig server, ConsoleConfig console, MetricsConfig metrics,
            @Reference RateLimitComponent limit) {
        Path data = Path.of(context.getProperty("vpo.data.dir"));
        Seal seal = new Seal();
        try {
            if (server.auth__token() != null) {
                fixed.add(new ConfiguredToken(Secret.of(server.auth__token())));
            }
            Optional<TokenFile> credential = credential();
            if (credential.isPresent()) {
                credential.get().require();
                fixed.add(credential.get());
            }
            fixed.add(new StoredPassword(data, seal));
            tokenFile = server.auth__token__file();
            Optional<TokenFile> file = file(tokenFile);
            if (file.isPresent()) {
                file.get().require();
            }
            operators = operators(file);
        } catch (Unusable e) {
            fail(context, StartFailure.State.CONFIG_ERROR, e.getMessage()
                    + "; put a token of 16 characters or more there, readable by the daemon's user, or name no file");
            return;
        }
        try {
            local = Optional.of(LocalToken.create(data));
        } catch (IOException e) {
            fail(context, StartFailure.State.STARTUP_FAILED, "cannot write the token of the command line to "
                    + data.resolve(LocalToken.FILE) + ": " + e);
            return;
        }
        Sessions sessions = new Sessions(seal, InstantSource.system());
        Logins logins = new Logins(local.get(), () -> operators, sessions, attempts, System::nanoTime);
        door = new Door(logins, sessions, limit.limit(), rules(server, console, metrics));
        register(context);
    }

    private void register(BundleContext context) {
        registrations.add(register(context, new HeadersPreprocessor(), HeadersPreprocessor.RANKING));
        registrations.add(register(context, new DoorPreprocessor(door), DoorPreprocessor.RANKING));
        registrations.add(context.registerService(Condition.class, Condition.INSTANCE,
                new Hashtable<>(Map.of(Condition.CONDITION_ID, StartConditions.ACCESS))));
        if (!operators.any()) {
            log.info("no credential is set: administration is for the command line on this machine only, until"
                    + " 'vpo console set-password' or server.auth_token sets one");
        }
    }

    private static ServiceRegistration<?> register(BundleContext context, Preprocessor preprocessor, int ranking) {
        return context.registerService(Preprocessor.class, preprocessor,
                new Hashtable<>(Map.of(Constants.SERVICE_RANKING, ranking)));
    }

    private static void fail(BundleContext context, StartFailure.State state, String why) {
        new StartFailure(state, why).report(context);
    }

    /** Who has made how many attempts, and what the pages that are open know, must survive a reload. */
    @Modified
    void modified(ServerConfig server, ConsoleConfig console, MetricsConfig metrics) {
        if (door == null) {
            return;
        }
        if (!String.valueOf(tokenFile).equals(String.valueOf(server.auth__token__file()))) {
            tokenFile = server.auth__token__file();
            Optional<TokenFile> file = file(tokenFile);
            file.ifPresent(TokenFile::tell);
            operators = operators(file);
        }
        door.set(rules(server, console, metrics));
    }

    private Operators operators(Optional<TokenFile> file) {
        List<Operators.Source> all = new ArrayList<>();
        file.ifPresent(all::add);
        all.addAll(fixed);
        return new Operators(all);
    }

    private static Optional<TokenFile> file(String path) {
        return Optional.ofNullable(path).map(each -> TokenFile.of(TOKEN_FILE, Path.of(each)));
    }

    private static Optional<TokenFile> credential() {
        return Optional.ofNullable(System.getenv(CREDENTIALS)).map(folder -> Path.of(folder, CREDENTIAL))
                .filter(Files::exists)
                .map(path -> TokenFile.of("the service manager's credential " + CREDENTIAL, path));
    }

    private static Door.Rules rules(ServerConfig server, ConsoleConfig console, MetricsConfig metrics) {
        List<String> names = new ArrayList<>(List.of(server.host__names()));
        names.add(server.bind());
        return new Door.Rules(console.allow__remote(),
                Door.Metrics.valueOf(metrics.access().toUpperCase(Locale.ROOT)),
                new HostNames(names, HostNames::ofMachine, System::nanoTime));
    }

    /** The condition goes first, so that nobody takes the door for being there. */
    @Deactivate
    void deactivate() {
        registrations.reversed().forEach(ServiceRegistration::unregister);
        attempts.close();
        local.ifPresent(token -> {
            try {
                token.remove();
            } catch (IOException e) {
                log.warn("cannot remove the token of the command line: {}", e.toString());
            }
        });
    }
}
