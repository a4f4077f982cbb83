package vpo.http.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Hashtable;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.cm.ManagedService;
import org.osgi.service.condition.Condition;
import org.osgi.service.servlet.runtime.HttpServiceRuntime;
import org.osgi.service.servlet.runtime.dto.DTOConstants;
import org.osgi.service.servlet.runtime.dto.FailedServletDTO;
import org.osgi.service.servlet.runtime.dto.RuntimeDTO;
import org.osgi.service.servlet.runtime.dto.ServletDTO;
import org.osgi.service.servlet.whiteboard.HttpWhiteboardConstants;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vpo.api.start.StartConditions;
import vpo.api.start.StartFailure;

/**
 * One start of Jetty, from the coming of its whiteboard to its going: lets requests in, and tells so, as soon as every
 * servlet that was registered before is in its place, and names in the log the servlets that the whiteboard refuses, which
 * it does in silence. May be called by any thread.
 */
final class Listening {
    private static final Logger log = LoggerFactory.getLogger(Listening.class);
    private static final String SERVLETS = "(" + HttpWhiteboardConstants.HTTP_WHITEBOARD_SERVLET_PATTERN + "=*)";

    private final BundleContext context;
    private final HttpServiceRuntime whiteboard;
    private final HeldConnector connector;
    private final String origin;
    private boolean started;
    private boolean ended;
    private Set<Long> refused = Set.of();
    private Optional<AddressFile> file = Optional.empty();
    private ServiceRegistration<ManagedService> inTurn;
    private ServiceRegistration<Condition> registration;

    /**
     * @param context of this bundle
     * @param whiteboard of the Jetty that has started
     * @param connector on which it listens
     * @param origin of the address, for the log
     */
    Listening(BundleContext context, HttpServiceRuntime whiteboard, HeldConnector connector, String origin) {
        this.context = context;
        this.whiteboard = whiteboard;
        this.connector = connector;
        this.origin = origin;
    }

    /**
     * Looks at the servlets as soon as Jetty is through with its start: Configuration Admin has called it, and it is
     * putting the servlets in their places, where a stop now would meet it. Configuration Admin has one thread to call
     * with: when this is called, that start has returned.
     */
    synchronized void begin() {
        inTurn = context.registerService(ManagedService.class, _ -> started(),
                new Hashtable<>(Map.of(Constants.SERVICE_PID, Listening.class.getName())));
    }

    /** The whiteboard has changed. */
    synchronized void changed() {
        if (started && !ended) {
            look();
        }
    }

    /** Jetty goes: nobody listens any more, and nothing is told after this. */
    synchronized void end() {
        ended = true;
        inTurn.unregister();
        if (registration != null) {
            registration.unregister();
        }
        file.ifPresent(each -> {
            try {
                each.remove();
            } catch (IOException e) {
                log.warn("cannot remove the file with the daemon's address: {}", e.toString());
            }
        });
    }

    private synchronized void started() {
        started = true;
        changed();
    }

    private void look() {
        try {
            RuntimeDTO now = whiteboard.getRuntimeDTO();
            warnOfRefused(now.failedServletDTOs);
            if (isComplete(now)) {
                listening();
            }
        } catch (IllegalStateException e) {
            log.debug("the whiteboard or this bundle has stopped: another change comes, or none", e);
        }
    }

    private void listening() {
        if (registration == null && connector.isThere() && tellAddress()) {
            log.info("listening on http://{}{}", connector.address(), origin);
            // Whoever has connected meanwhile is let in, and before the daemon calls itself RUNNING.
            connector.accept();
            registration = context.registerService(Condition.class, Condition.INSTANCE,
                    new Hashtable<>(Map.of(Condition.CONDITION_ID, StartConditions.LISTENING)));
        }
    }

    /** Before anybody takes the daemon for running: the command line may be used as soon as it does. */
    private boolean tellAddress() {
        Path data = Path.of(context.getProperty("vpo.data.dir"));
        try {
            file = Optional.of(AddressFile.write(data, connector.address()));
            return true;
        } catch (IOException e) {
            new StartFailure(StartFailure.State.STARTUP_FAILED,
                    "cannot write the daemon's address for the command line to " + data.resolve(AddressFile.NAME) + ": "
                            + e)
                    .report(context);
            return false;
        }
    }

    private boolean isComplete(RuntimeDTO now) {
        Set<Long> known = Stream.concat(
                Arrays.stream(now.servletContextDTOs).flatMap(each -> Arrays.stream(each.servletDTOs))
                        .map((ServletDTO servlet) -> servlet.serviceId),
                Arrays.stream(now.failedServletDTOs).map(servlet -> servlet.serviceId)).collect(Collectors.toSet());
        try {
            ServiceReference<?>[] servlets = context.getAllServiceReferences("jakarta.servlet.Servlet", SERVLETS);
            return servlets == null || Arrays.stream(servlets)
                    .allMatch(servlet -> known.contains((Long) servlet.getProperty("service.id")));
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private void warnOfRefused(FailedServletDTO[] failed) {
        for (FailedServletDTO servlet : failed) {
            if (!refused.contains(servlet.serviceId)) {
                log.warn("the servlet {} for {} is not served: {}", servlet.name, Arrays.toString(servlet.patterns),
                        servlet.failureReason == DTOConstants.FAILURE_REASON_SHADOWED_BY_OTHER_SERVICE
                                ? "another one has its path"
                                : "reason " + servlet.failureReason);
            }
        }
        refused = Arrays.stream(failed).map(servlet -> servlet.serviceId).collect(Collectors.toSet());
    }
}
