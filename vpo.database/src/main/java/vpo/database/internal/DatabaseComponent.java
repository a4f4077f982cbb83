package vpo.database.internal;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Deque;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;

import javax.sql.DataSource;

import org.osgi.annotation.bundle.Capability;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.cm.annotations.RequireConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.condition.Condition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import vpo.api.start.StartConditions;
import vpo.api.start.StartFailure;
import vpo.config.VpoConfig;
import vpo.database.DatabaseMonitor;

/**
 * Verifies the library's database and then offers it: the DataSource for reading and writing, the one for reading, the
 * monitor and the condition that a start waits for; or a start failure. It does so on a thread of its own, because the
 * database may be locked for a while.
 */
@Component(configurationPid = VpoConfig.PID, configurationPolicy = ConfigurationPolicy.REQUIRE, service = {})
@RequireConfigurationAdmin
@Capability(namespace = "osgi.service", attribute = "objectClass:List<String>=\"javax.sql.DataSource\"")
@Capability(namespace = "osgi.service", attribute = "objectClass:List<String>=\"vpo.database.DatabaseMonitor\"")
public final class DatabaseComponent {
    private static final Logger log = LoggerFactory.getLogger(DatabaseComponent.class);

    private static final String DATA_FOLDER_PROPERTY = "vpo.data.dir";
    private static final String SERVICE_PROPERTY = "vpo.database";
    private static final Map<String, Object> LIBRARY = Map.of(SERVICE_PROPERTY, "library");
    private static final Map<String, Object> READER = Map.of(SERVICE_PROPERTY, "library-reader");
    private static final Duration BUSY_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration END_WAIT = Duration.ofSeconds(1);

    private final BundleContext context;
    private final String configuredPath;
    /** What is to be undone at the end, last first. */
    private final Deque<Runnable> undo = new ConcurrentLinkedDeque<>();
    private final Thread start;
    private volatile boolean ended;

    /** Starts the verification. */
    @Activate
    public DatabaseComponent(BundleContext context, VpoConfig config) {
        this.context = context;
        this.configuredPath = config.database__path();
        this.start = Thread.ofPlatform().name("vpo-database-start").daemon().start(this::start);
    }

    /** Ends what the start began. A start under way is given up. */
    @Deactivate
    public void end() {
        ended = true;
        start.interrupt();
        try {
            start.join(END_WAIT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        undo();
    }

    private void start() {
        try {
            Path path = Path.of(configuredPath);
            new NativeLibrary(nativeFolder()).load();
            Schema schema = Schema.v7();
            new LibraryVerifier(path, schema, BUSY_TIMEOUT).verify();
            offer(path, schema);
        } catch (DatabaseException e) {
            fail(e.getMessage(), e);
        } catch (InvalidPathException e) {
            fail("The database path " + configuredPath + " is none: " + e.getReason() + "; correct database_path", e);
        } catch (InterruptedException e) {
            log.debug("Gave up on the database {}", configuredPath, e);
        } catch (RuntimeException | LinkageError e) {
            fail("The database " + configuredPath + " cannot be verified: " + e
                    + "; this is a defect of the daemon: run it with --log-level debug and report what it says", e);
        }
        if (ended) {
            // The end did not wait for this thread.
            undo();
        }
    }

    private Path nativeFolder() {
        return Optional.ofNullable(context.getProperty(DATA_FOLDER_PROPERTY)).map(folder -> Path.of(folder, "native"))
                .orElseGet(() -> context.getDataFile("native").toPath());
    }

    private void offer(Path path, Schema schema) {
        if (ended) {
            return;
        }
        LibraryDataSource library = new LibraryDataSource(path, BUSY_TIMEOUT);
        undo.push(library::close);
        LibraryReader reader = new LibraryReader(path, BUSY_TIMEOUT);
        undo.push(reader::close);
        LibraryMonitor monitor = new LibraryMonitor(path, schema, LibraryMonitor.INTERVAL);
        undo.push(monitor::close);
        log.info("Database verified: {} (schema version {})", path, Schema.VERSION);
        register(DataSource.class, library, LIBRARY);
        register(DataSource.class, reader, READER);
        register(DatabaseMonitor.class, monitor, LIBRARY);
        register(Condition.class, Condition.INSTANCE,
                Map.of(Condition.CONDITION_ID, StartConditions.DATABASE_VERIFIED));
    }

    private void fail(String message, Throwable reason) {
        log.debug("The database {} cannot be used", configuredPath, reason);
        if (!ended) {
            undo(new StartFailure(StartFailure.State.DB_ERROR, message).report(context));
        }
    }

    private <S> void register(Class<S> type, S service, Map<String, Object> properties) {
        Dictionary<String, Object> dictionary = new Hashtable<>(properties);
        undo(context.registerService(type, service, dictionary));
    }

    private void undo(ServiceRegistration<?> registration) {
        undo.push(() -> {
            try {
                registration.unregister();
            } catch (IllegalStateException e) {
                log.debug("The framework unregistered it first", e);
            }
        });
    }

    private void undo() {
        for (Runnable last = undo.poll(); last != null; last = undo.poll()) {
            last.run();
        }
    }
}
