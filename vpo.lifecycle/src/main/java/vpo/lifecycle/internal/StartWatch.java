package vpo.lifecycle.internal;

import static org.osgi.service.component.annotations.ConfigurationPolicy.OPTIONAL;

import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.dto.BundleDTO;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.condition.Condition;
import org.osgi.util.tracker.ServiceTracker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import vpo.api.start.StartConditions;
import vpo.api.start.StartFailure;
import vpo.config.Seconds;
import vpo.config.ServerConfig;

/**
 * Ends a start that does not reach RUNNING in time, saying why. It needs no configuration, because a configuration that
 * never comes is one of the things it is there for; with the configuration it begins anew, with the time set there.
 */
@Component(service = {}, immediate = true, configurationPid = ServerConfig.PID, configurationPolicy = OPTIONAL)
public final class StartWatch {
    private static final Logger LOG = LoggerFactory.getLogger(StartWatch.class);

    private static final int NAMED = 10;

    private final BundleContext context;
    private final ServiceComponentRuntime components;
    private final Duration limit;
    private final Uptime uptime;
    private final CountDownLatch decided = new CountDownLatch(1);
    private final ServiceTracker<Condition, Condition> outcome;
    private final Thread thread = Thread.ofPlatform().daemon().name("vpo-start-watch").unstarted(this::watch);

    /** Begins to watch, unless the start is over. */
    @Activate
    public StartWatch(BundleContext context, ServerConfig config, @Reference ServiceComponentRuntime components)
            throws InvalidSyntaxException {
        this.context = context;
        this.components = components;
        limit = Seconds.duration(config.start__timeout());
        uptime = Uptime.of(context.getProperty(Uptime.PROPERTY), Clock.systemUTC(), System::nanoTime);
        outcome = new ServiceTracker<>(context, context.createFilter("(&(objectClass=" + Condition.class.getName()
                + ")(|" + filter(StartConditions.RUNNING) + filter(StartConditions.FAILED) + "))"), null) {
            @Override
            public Condition addingService(ServiceReference<Condition> condition) {
                decided.countDown();
                return null;
            }
        };
        outcome.open();
        if (decided.getCount() > 0) {
            thread.start();
        }
    }

    @Deactivate
    void deactivate() {
        outcome.close();
        thread.interrupt();
    }

    private void watch() {
        try {
            // Of the whole start: the launcher, which cannot say what is missing, waits only a little longer.
            Duration left = limit.minus(uptime.elapsed());
            if (!decided.await(left.toNanos(), TimeUnit.NANOSECONDS) && !stopping()) {
                new StartFailure(StartFailure.State.STARTUP_FAILED, diagnose()).report(context);
            }
        } catch (InterruptedException | IllegalStateException e) {
            LOG.debug("The watch over the start ends, because its bundle or its configuration has changed");
        }
    }

    private boolean stopping() {
        return context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).getState() == Bundle.STOPPING;
    }

    private String diagnose() {
        Set<String> missingSteps = missingSteps();
        StartDiagnosis diagnosis = new StartDiagnosis(components.getComponentDescriptionDTOs().stream()
                .filter(components::isComponentEnabled)
                .map(description -> new StartDiagnosis.Component(description,
                        components.getComponentConfigurationDTOs(description)))
                .toList(), missingSteps);
        List<String> findings = diagnosis.findings(idleBundles());
        return "RUNNING was not reached within " + InFlight.seconds(limit) + " (server.start_timeout); not done: "
                + String.join(", ", missingSteps) + "; "
                + findings.stream().limit(NAMED).map(finding -> finding + "; ").collect(Collectors.joining())
                + (findings.size() > NAMED ? "and " + (findings.size() - NAMED) + " more; " : "")
                + "if the machine is merely slow, raise server.start_timeout";
    }

    private Set<String> missingSteps() {
        return Stream.of(Stream.of(StartConditions.CONFIGURED), StartSequence.PREREQUISITES.stream(),
                Stream.of(StartConditions.READY_TO_LISTEN, StartConditions.LISTENING, StartConditions.RUNNING))
                .flatMap(ids -> ids).filter(id -> !isThere(id))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private boolean isThere(String conditionId) {
        try {
            return !context.getServiceReferences(Condition.class, filter(conditionId)).isEmpty();
        } catch (InvalidSyntaxException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static String filter(String conditionId) {
        return "(" + Condition.CONDITION_ID + "=" + conditionId + ")";
    }

    private List<BundleDTO> idleBundles() {
        return Arrays.stream(context.getBundles())
                .filter(bundle -> bundle.getState() != Bundle.ACTIVE && !startsByItself(bundle))
                .map(bundle -> bundle.adapt(BundleDTO.class)).toList();
    }

    /** Fragments are never started, and lazy bundles only when somebody loads a class of theirs. */
    private static boolean startsByItself(Bundle bundle) {
        BundleRevision revision = bundle.adapt(BundleRevision.class);
        return revision != null && (revision.getTypes() & BundleRevision.TYPE_FRAGMENT) != 0
                && bundle.getState() == Bundle.RESOLVED
                || bundle.getState() == Bundle.STARTING
                        && bundle.getHeaders().get(Constants.BUNDLE_ACTIVATIONPOLICY) != null;
    }
}
