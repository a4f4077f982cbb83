package vpo.itest.container;

import static org.awaitility.Awaitility.await;
import static org.ops4j.pax.exam.CoreOptions.bootDelegationPackages;
import static org.ops4j.pax.exam.CoreOptions.frameworkProperty;
import static org.ops4j.pax.exam.CoreOptions.junitBundles;
import static org.ops4j.pax.exam.CoreOptions.options;
import static org.ops4j.pax.exam.CoreOptions.workingDirectory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

import javax.inject.Inject;

import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.service.condition.Condition;

import vpo.config.ConfigInputs;
import vpo.config.ConfigurationException;
import vpo.config.ConfigurationSource;
import vpo.config.FileConfigurationSource;

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

    /** Runs outside, before the container starts. */
    @Configuration
    public Option[] container() throws IOException {
        Path folder = Files.createTempDirectory(Path.of(System.getProperty("vpo.itest.folder")), "container");
        return options(Product.options(), junitBundles(), workingDirectory(folder.resolve("framework").toString()),
                frameworkProperty(DATA).value(folder.toString()), frameworkProperty("vpo.version").value("1.2.3"),
                // The tests' own libraries are no bundles of the daemon's: they come from the class path as they are.
                frameworkProperty(Constants.FRAMEWORK_BUNDLE_PARENT).value(Constants.FRAMEWORK_BUNDLE_PARENT_APP),
                bootDelegationPackages("org.assertj.*", "org.awaitility.*", "org.hamcrest.*", "ch.qos.logback.*"));
    }

    /** The data directory of this container's daemon. */
    Path data() {
        return Path.of(context.getProperty(DATA));
    }

    /** The configuration file of this container's daemon. */
    Path file() {
        return data().resolve("config.toml");
    }

    /** Gives the bundles a configuration: these lines and, for what they do not say, the defaults. */
    ConfigurationSource configure(String... lines) throws IOException, ConfigurationException {
        write(lines);
        ConfigurationSource source = FileConfigurationSource.read(new ConfigInputs(Optional.of(file().toString()),
                Map.of(), Map.of("VPO_DATA_DIR", data().toString()), data(), data()));
        context.registerService(ConfigurationSource.class, source, null);
        return source;
    }

    /** Puts a new configuration file in the place of the old one. */
    void write(String... lines) throws IOException {
        Path part = Files.writeString(data().resolve("config.part"), String.join("\n", lines) + "\n");
        Files.move(part, file(), java.nio.file.StandardCopyOption.ATOMIC_MOVE);
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
