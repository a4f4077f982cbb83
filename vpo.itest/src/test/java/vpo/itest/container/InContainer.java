package vpo.itest.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.ops4j.pax.exam.CoreOptions.bootDelegationPackages;
import static org.ops4j.pax.exam.CoreOptions.frameworkProperty;
import static org.ops4j.pax.exam.CoreOptions.junitBundles;
import static org.ops4j.pax.exam.CoreOptions.options;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Collection;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.stream.Stream;

import javax.inject.Inject;

import org.apache.commons.io.FileUtils;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.options.FrameworkPropertyOption;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.condition.Condition;

import vpo.api.start.StartConditions;
import vpo.api.start.StartFailure;
import vpo.config.ConfigInputs;
import vpo.config.ConfigurationException;
import vpo.config.ConfigurationReload;
import vpo.config.ConfigurationSource;
import vpo.config.ConfigurationSource.Reload;
import vpo.config.FileConfigurationSource;
import vpo.config.ReloadListener;

/**
 * A test inside a container with all the bundles of the daemon, fresh for each method. They have no configuration until
 * the test gives them one, as the launcher does.
 */
@RunWith(PaxExam.class)
public abstract class InContainer {
    /** How long anything may take on a busy machine before a test gives up; not a claim about speed. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final String DATA = "vpo.data.dir";

    @Inject
    BundleContext context;

    /** Where the daemon of this container listens, once it is told to. */
    final Http http = new Http(Http.freePort(), this::data);

    /** Runs outside, before the container starts. */
    @Configuration
    public Option[] container() {
        return options(Product.options(), junitBundles(), new FreshFolder(DATA),
                new FreshFolder(Constants.FRAMEWORK_STORAGE), frameworkProperty("vpo.version").value("1.2.3"),
                // The tests' own libraries are no bundles of the daemon's: they come from the class path as they are.
                frameworkProperty(Constants.FRAMEWORK_BUNDLE_PARENT).value(Constants.FRAMEWORK_BUNDLE_PARENT_APP),
                bootDelegationPackages("org.assertj.*", "org.awaitility", "org.awaitility.*", "ch.qos.logback.*"));
    }

    /** The data directory of this container's daemon. */
    Path data() {
        return Path.of(context.getProperty(DATA));
    }

    /** The configuration file of this container's daemon. */
    Path file() {
        return data().resolve("config.toml");
    }

    /** Gives the bundles a configuration: these lines, a free port and, for what they do not say, the defaults. */
    ConfigurationSource configure(String... lines) throws IOException, ConfigurationException {
        write(lines);
        ConfigurationSource source = FileConfigurationSource.read(new ConfigInputs(Optional.of(file().toString()),
                Map.of(), Map.of("VPO_DATA_DIR", data().toString(), "VPO_SERVER_PORT", Integer.toString(http.port())),
                data(), data()));
        Product.start(context, source);
        return source;
    }

    /**
     * Pax Exam asks for the options once for a class, but for their values once for each method. The folder of the
     * method before goes, as the last one's does with the next run. No name comes twice: the JVM loads a native library
     * of one path into one class loader only.
     */
    private static final class FreshFolder extends FrameworkPropertyOption {
        private final Path parent;

        FreshFolder(String key) {
            super(key);
            parent = Path.of(System.getProperty("vpo.itest.folder"), "containers", key);
        }

        @Override
        public Object getValue() {
            try {
                FileUtils.deleteDirectory(parent.toFile());
                return Files.createTempDirectory(Files.createDirectories(parent), "").toString();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** The daemon with this configuration, up and running. */
    void serve(String... lines) throws IOException, ConfigurationException {
        configure(lines);
        await("the start").atMost(PATIENCE)
                .until(() -> isMet(StartConditions.RUNNING) || isMet(StartConditions.FAILED));
        assertThat(failure()).isEmpty();
    }

    /** Puts a new configuration file in the place of the old one. */
    void write(String... lines) throws IOException {
        Path part = Files.writeString(data().resolve("config.part"), String.join("\n", lines) + "\n");
        Files.move(part, file(), StandardCopyOption.ATOMIC_MOVE);
    }

    /**
     * Puts a new configuration file in the place of the old one, and has it read.
     *
     * @return what came of it, whoever was the first to read it: this call, or the daemon, which watches the file
     */
    Reload reload(String... lines) throws IOException {
        Deque<Reload> outcomes = new ConcurrentLinkedDeque<>();
        ServiceRegistration<ReloadListener> listening = context.registerService(ReloadListener.class,
                new ReloadListener() {
                    @Override
                    public void reloading() {
                        // What comes of it is told later.
                    }

                    @Override
                    public void reloaded(Reload outcome) {
                        if (!(outcome instanceof Reload.Unchanged)) {
                            outcomes.add(outcome);
                        }
                    }
                }, null);
        try {
            write(lines);
            Reload own = service(ConfigurationReload.class).reload("test");
            // Who watches the file may have been first, and before that, late, with what stood in it before.
            return own instanceof Reload.Unchanged ? outcomes.peekLast() : own;
        } finally {
            listening.unregister();
        }
    }

    /** A service that is there or comes. */
    <S> S service(Class<S> type) {
        return service(type, "(objectClass=*)");
    }

    <S> S service(Class<S> type, String filter) {
        await(type.getSimpleName() + filter).atMost(PATIENCE).until(() -> !references(type, filter).isEmpty());
        return context.getService(references(type, filter).iterator().next());
    }

    <S> Collection<ServiceReference<S>> references(Class<S> type, String filter) {
        try {
            return context.getServiceReferences(type, filter);
        } catch (InvalidSyntaxException e) {
            throw new IllegalArgumentException(e);
        }
    }

    boolean isThere(Class<?> type) {
        return context.getServiceReference(type.getName()) != null;
    }

    /** Why the start has failed, as the launcher would log it; empty if it has not. */
    Optional<String> failure() {
        return failures().findFirst();
    }

    Stream<String> failures() {
        return references(Condition.class, "(" + Condition.CONDITION_ID + "=" + StartConditions.FAILED + ")").stream()
                .map(failed -> failed.getProperty(StartFailure.PROPERTY_STATE) + ": "
                        + failed.getProperty(StartFailure.PROPERTY_MESSAGE));
    }

    boolean isMet(String conditionId) {
        return !references(Condition.class, "(" + Condition.CONDITION_ID + "=" + conditionId + ")").isEmpty();
    }

    void awaitCondition(String conditionId) {
        await(conditionId).atMost(PATIENCE).until(() -> isMet(conditionId));
    }

    Bundle bundle(String symbolicName) {
        for (Bundle bundle : context.getBundles()) {
            if (symbolicName.equals(bundle.getSymbolicName())) {
                return bundle;
            }
        }
        throw new AssertionError("no bundle " + symbolicName);
    }
}
