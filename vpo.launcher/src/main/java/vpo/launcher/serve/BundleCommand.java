package vpo.launcher.serve;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

import org.osgi.framework.BundleException;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.util.tracker.ServiceTracker;
import vpo.config.ConfigInputs;
import vpo.config.ConfigurationException;
import vpo.config.ConfigurationSource;
import vpo.config.FileConfigurationSource;
import vpo.launcher.log.LogSettings;
import vpo.launcher.log.LogSettings.Level;
import vpo.launcher.log.Logging;
import vpo.launcher.log.UnsafeWarning;

/**
 * A command that a bundle carries out: that of the running daemon, which is asked by a file in its data directory, or,
 * if there is none, one in a container of this process. Request and answer are the same either way.
 */
public final class BundleCommand {
    /** How long a daemon that is there may take to begin with a request: it may be starting, or at another one. */
    private static final long TAKE_MILLIS = 60_000;
    /** How long a command's own container may take until it can be asked. */
    private static final long SERVICE_MILLIS = 30_000;
    private static final long STOP_MILLIS = 5_000;
    private static final long LOOK_MILLIS = 20;
    /** Looks for an answer between two tries whether the daemon has ended. */
    private static final int LOOKS_A_TRY = 10;

    private final String version;
    private final ConfigInputs inputs;
    private final Consumer<String> tell;

    /**
     * What came of it.
     *
     * @param status exit status
     * @param out for the standard output, of whole lines
     * @param err for the standard error, of whole lines
     */
    public record Answer(int status, String out, String err) {
        static Answer of(String text) throws IOException {
            Properties values = new Properties();
            values.load(new StringReader(text));
            return new Answer(Integer.parseInt(values.getProperty("status", "1")), values.getProperty("out", ""),
                    values.getProperty("err", ""));
        }
    }

    /**
     * @param version of this program
     * @param inputs of its configuration
     * @param tell gets a line when it takes longer
     */
    public BundleCommand(String version, ConfigInputs inputs, Consumer<String> tell) {
        this.version = version;
        this.inputs = inputs;
        this.tell = tell;
    }

    /**
     * Runs a command.
     *
     * @param name by which the bundle's service is found, such as {@code plugin}
     * @param request what it is to do; the daemon's bundle says which keys there are
     * @param file that it is about, if there is one: the daemon, which may not be able to read it, gets a copy; told to
     *            the bundle as {@code jar}
     * @return the bundle's answer
     * @throws ConfigurationException if the configuration cannot be used
     * @throws StartException if nobody can be asked; the message says why, and what to do
     */
    public Answer run(String name, Map<String, String> request, Optional<Path> file)
            throws ConfigurationException, StartException, InterruptedException {
        ConfigurationSource source = FileConfigurationSource.read(inputs);
        Path data = source.current().dataDirectory();
        try (DaemonRequest asked = new DaemonRequest(data, text -> format(request, text), file)) {
            return run(name, request, file, source, asked);
        } catch (AccessDeniedException e) {
            throw notAsked(data, DataDirectory.reason(e) + "; run this as root or as the user of the daemon", e);
        } catch (IOException e) {
            throw notAsked(data, DataDirectory.reason(e), e);
        }
    }

    private static StartException notAsked(Path data, String reason, IOException e) {
        return new StartException("STARTUP_FAILED",
                "the daemon with the data directory " + data + " cannot be asked: " + reason, e);
    }

    private Answer run(String name, Map<String, String> request, Optional<Path> file, ConfigurationSource source,
            DaemonRequest asked) throws StartException, InterruptedException, IOException {
        Path data = source.current().dataDirectory();
        long begin = System.nanoTime();
        boolean told = false;
        for (int look = 0;; look++) {
            if (look % LOOKS_A_TRY == 0) {
                if (!DaemonLock.isHeld(data)) {
                    // Before the folder is made.
                    FolderChoice.check(source.current());
                }
                Optional<DataDirectory> ours = DataDirectory.takeForCommand(data);
                if (ours.isPresent()) {
                    try (DataDirectory held = ours.get()) {
                        return withoutDaemon(name, format(request, file), source, held, asked);
                    }
                }
                asked.put();
            }
            Optional<String> answer = asked.answer();
            if (answer.isPresent()) {
                return Answer.of(answer.get());
            }
            long millis = (System.nanoTime() - begin) / 1_000_000;
            if (!told && millis > 2_000) {
                told = true;
                tell.accept("waiting for the daemon ...");
            }
            if (millis > TAKE_MILLIS && asked.withdraw()) {
                throw new StartException("STARTUP_FAILED", "the daemon with the data directory " + data
                        + " has not taken the request within " + TAKE_MILLIS / 1000
                        + " s: its log may say what it is at", null);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS));
        }
    }

    private Answer withoutDaemon(String name, String request, ConfigurationSource source, DataDirectory data,
            DaemonRequest asked) throws StartException, InterruptedException, IOException {
        Optional<String> answer = asked.answer();
        if (answer.isPresent()) {
            return Answer.of(answer.get());
        }
        if (!asked.withdraw()) {
            throw new StartException("STARTUP_FAILED",
                    "the daemon ended while it was at it: look what has become of it with 'vpo plugin list'", null);
        }
        // What was a daemon's a moment ago may be another folder now.
        FolderChoice.check(source.current());
        Path cache = DataDirectory.cache(source.current());
        try (DataDirectory _ = DataDirectory.takeCache(cache, data.path());
                Logging logging = Logging
                        .start(new LogSettings(Level.WARNING, LogSettings.DEFAULT.format(), Optional.empty(),
                                0, 0))) {
            UnsafeWarning.suppress();
            LaunchIndex index = LaunchIndex.read();
            Container container = new Container(index, cache,
                    Map.of("vpo.version", version, "vpo.data.dir", data.path().toString(), "vpo.started.nanos",
                            Long.toString(System.nanoTime())),
                    logging);
            try {
                container.startForCommand(source);
                return Answer.of(service(container, name).apply(request));
            } finally {
                stop(container);
            }
        }
    }

    @SuppressWarnings("unchecked")
    private static UnaryOperator<String> service(Container container, String name)
            throws StartException, InterruptedException {
        try {
            var context = container.framework().getBundleContext();
            ServiceTracker<Object, Object> tracker = new ServiceTracker<>(context, context.createFilter(
                    "(&(objectClass=" + UnaryOperator.class.getName() + ")(vpo.command=" + name + "))"), null);
            tracker.open();
            Object found = tracker.waitForService(SERVICE_MILLIS);
            if (found == null) {
                throw new StartException("STARTUP_FAILED", "no bundle offers the command " + name + "; unfinished: "
                        + container.unfinishedBundles(), null);
            }
            return (UnaryOperator<String>) found;
        } catch (InvalidSyntaxException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static void stop(Container container) throws InterruptedException {
        try {
            container.framework().stop();
            container.framework().waitForStop(STOP_MILLIS);
        } catch (BundleException e) {
            // What was asked for is done, and the process ends anyway.
            return;
        }
    }

    private static String format(Map<String, String> request, Optional<Path> file) {
        Properties values = new Properties();
        values.putAll(request);
        file.ifPresent(each -> values.setProperty("jar", each.toString()));
        StringWriter text = new StringWriter();
        try {
            values.store(text, null);
        } catch (IOException e) {
            throw new IllegalStateException("a string can be written to", e);
        }
        return text.toString();
    }
}
