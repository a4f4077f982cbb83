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
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
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
import vpo.config.ServerConfig;
import vpo.systemd.ListenSocket;

/**
 * Tells that requests are answered: the port is open, and every servlet that was registered before is in its place.
 * Servlets that the whiteboard refuses, which it does in silence, are named in the log.
 */
@Component(service = {}, configurationPid = ServerConfig.PID, configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class ListeningCondition {
    private static final Logger log = LoggerFactory.getLogger(ListeningCondition.class);
    private static final String SERVLETS = "(" + HttpWhiteboardConstants.HTTP_WHITEBOARD_SERVLET_PATTERN + "=*)";

    private final BundleContext context;
    private final Address address;
    private final String origin;
    private HttpServiceRuntime whiteboard;
    private boolean started;
    private Set<Long> refused = Set.of();
    private Optional<AddressFile> file = Optional.empty();
    private ServiceRegistration<ManagedService> inTurn;
    private ServiceRegistration<Condition> registration;

    @Activate
    public ListeningCondition(BundleContext context, ServerConfig config) {
        this.context = context;
        Optional<Address> given = given();
        this.address = given.orElseGet(() -> new Address(config.bind(), config.port()));
        this.origin = given.isPresent() ? ", the service manager's socket" : "";
    }

    private static Optional<Address> given() {
        try {
            return ListenSocket.given().map(socket -> Address.of(socket.address()));
        } catch (IOException e) {
            log.debug("the start fails of this, as the listener tells", e);
            return Optional.empty();
        }
    }

    /** Present so that a reload does not look like a new listener. */
    @Modified
    void modified() {}

    @Deactivate
    synchronized void deactivate() {
        if (inTurn != null) {
            inTurn.unregister();
        }
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

    /**
     * The whiteboard is there, which means that the port is open, or it has changed, which it tells by its property
     * {@code service.changecount}. A method, because Declarative Services tells no constructor of updates.
     */
    @Reference(updated = "changed", unbind = "-")
    synchronized void changed(HttpServiceRuntime runtime) {
        whiteboard = runtime;
        if (inTurn == null) {
            // The HTTP service is still in its start, which Configuration Admin has called: it is putting the servlets
            // in their places, and a stop now would meet it there. Configuration Admin has one thread to call with:
            // when this is called, that start has returned.
            inTurn = context.registerService(ManagedService.class, _ -> started(),
                    new Hashtable<>(Map.of(Constants.SERVICE_PID, ListeningCondition.class.getName())));
        } else if (started) {
            look();
        }
    }

    private synchronized void started() {
        started = true;
        look();
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
        if (registration == null && tellAddress()) {
            log.info("listening on http://{}{}", address, origin);
            registration = context.registerService(Condition.class, Condition.INSTANCE,
                    new Hashtable<>(Map.of(Condition.CONDITION_ID, StartConditions.LISTENING)));
        }
    }

    /** Before anybody takes the daemon for running: the command line may be used as soon as it does. */
    private boolean tellAddress() {
        Path data = Path.of(context.getProperty("vpo.data.dir"));
        try {
            file = Optional.of(AddressFile.write(data, address));
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
