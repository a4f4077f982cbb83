package vpo.http.internal;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.apache.felix.http.jetty.ConnectorFactory;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.propertytypes.SatisfyingConditionTarget;
import org.osgi.service.condition.Condition;
import org.osgi.service.servlet.whiteboard.Preprocessor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vpo.api.start.StartConditions;
import vpo.api.start.StartFailure;
import vpo.config.DerivedConfiguration;
import vpo.config.Seconds;
import vpo.config.ServerConfig;
import vpo.lifecycle.Lifecycle;
import vpo.systemd.ListenSocket;

/**
 * Opens the port, or takes the service manager's socket, as the last step of the start, and starts Jetty on it: it gives
 * it its configuration, without which it stays off.
 */
@Component(service = {}, configurationPid = ServerConfig.PID, configurationPolicy = ConfigurationPolicy.REQUIRE)
@SatisfyingConditionTarget("(" + Condition.CONDITION_ID + "=" + StartConditions.READY_TO_LISTEN + ")")
public final class Listener {
    private static final Logger log = LoggerFactory.getLogger(Listener.class);
    /** Before the end of the time for the whole start, whose watch does not know about ports; if there is that much. */
    private static final Duration AHEAD = Duration.ofSeconds(1);

    private final BundleContext context;
    private final Address address;
    private final Lifecycle lifecycle;
    private final Duration startLimit;
    private final List<ServiceRegistration<?>> registrations = new ArrayList<>();
    private Optional<OwnPort> own = Optional.empty();
    private Optional<JettyStarts> starts = Optional.empty();
    private Thread watch = Thread.ofVirtual().unstarted(() -> {});

    /**
     * @param gate no request may come before it is there
     * @param proof nor before it
     */
    @Activate
    public Listener(BundleContext context, ServerConfig config, @Reference Lifecycle lifecycle,
            @Reference(target = "(component.name=vpo.http.internal.RequestGate)") Preprocessor gate,
            @Reference(target = "(component.name=vpo.http.internal.AdmissionProof)") Preprocessor proof) {
        this.context = context;
        this.address = new Address(config.bind(), config.port());
        this.lifecycle = lifecycle;
        this.startLimit = Seconds.duration(config.start__timeout());
        connector().ifPresent(this::listen);
    }

    private Optional<HeldConnector> connector() {
        try {
            return ListenSocket.given().map(this::on).or(this::onOwnPort);
        } catch (IOException e) {
            new StartFailure(StartFailure.State.STARTUP_FAILED, e.getMessage()).report(context);
            return Optional.empty();
        }
    }

    private HeldConnector on(ListenSocket socket) {
        Address given = Address.of(socket.address());
        if (!address.reaches(socket.address())) {
            log.warn("the service manager's socket listens on {}, and server.bind and server.port say {}: commands on"
                    + " this machine look there and do not find the daemon", given, address);
        }
        return new HeldConnector(given, (server, like) -> new ActivatedConnector(server, socket, like));
    }

    private Optional<HeldConnector> onOwnPort() {
        try {
            OwnPort port = new OwnPort(address);
            own = Optional.of(port);
            return Optional.of(new HeldConnector(address, port));
        } catch (IOException e) {
            log.debug("the port cannot be opened", e);
            new StartFailure(StartFailure.State.PORT_IN_USE, e.getMessage()).report(context);
            return Optional.empty();
        }
    }

    private void listen(HeldConnector held) {
        String origin = own.isPresent() ? "" : ", the service manager's socket";
        JettyStarts watched = new JettyStarts(context, whiteboard -> new Listening(context, whiteboard, held, origin));
        starts = Optional.of(watched);
        watched.open();
        ContentTypes.sendAsSet();
        registrations.add(context.registerService(ConnectorFactory.class, held, null));
        registrations.add(context.registerService(DerivedConfiguration.class, new JettyConfiguration(), null));
        // Not on the thread that waits: it may get its first turn when the bundle, and its classes, have gone again.
        Duration patience = ahead(startLimit.minus(lifecycle.uptime()));
        watch = Thread.ofVirtual().name("vpo-listener").start(() -> awaitJetty(watched, held.address(), patience));
    }

    /** Present so that a reload does not take the listener down: bind and port change with a restart only. */
    @Modified
    void modified() {}

    @Deactivate
    void deactivate() {
        watch.interrupt();
        registrations.reversed().forEach(ServiceRegistration::unregister);
        starts.ifPresent(JettyStarts::close);
        own.ifPresent(port -> {
            try {
                port.close();
            } catch (IOException e) {
                log.debug("{} does not close", address, e);
            }
        });
    }

    private static Duration ahead(Duration left) {
        Duration quarter = left.dividedBy(4);
        return left.minus(AHEAD.compareTo(quarter) < 0 ? AHEAD : quarter);
    }

    private void awaitJetty(JettyStarts jetty, Address listening, Duration patience) {
        try {
            if (!jetty.awaitFirst(patience)) {
                new StartFailure(StartFailure.State.STARTUP_FAILED,
                        "the HTTP service on " + listening + " did not come within " + startLimit.toMillis() / 1000.0
                                + " s (server.start_timeout); --log-level debug says why, and if the machine is merely"
                                + " slow, raise server.start_timeout")
                        .report(context);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
