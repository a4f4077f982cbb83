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
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.propertytypes.SatisfyingConditionTarget;
import org.osgi.service.condition.Condition;
import org.osgi.service.servlet.runtime.HttpServiceRuntime;
import org.osgi.service.servlet.whiteboard.Preprocessor;
import org.osgi.util.tracker.ServiceTracker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import vpo.api.start.StartConditions;
import vpo.api.start.StartFailure;
import vpo.config.DerivedConfiguration;
import vpo.config.ServerConfig;
import vpo.lifecycle.Lifecycle;
import vpo.systemd.ListenSocket;

/**
 * Lets Jetty bind the port, or take the service manager's socket, as the last step of the start: it gives it its
 * configuration, without which it stays off.
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
    private Thread watch = Thread.ofVirtual().unstarted(() -> {});
    private Optional<ActivatedFactory> activated = Optional.empty();

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
        this.startLimit = Duration.ofNanos((long) (config.start__timeout() * 1e9));
        try {
            Optional<ListenSocket> given = ListenSocket.given();
            if (given.isPresent()) {
                listenOn(given.get());
            } else {
                listen();
            }
        } catch (IOException e) {
            new StartFailure(StartFailure.State.STARTUP_FAILED, e.getMessage()).report(context);
        }
    }

    private void listen() {
        Optional<String> obstacle = address.obstacle();
        obstacle.ifPresentOrElse(why -> new StartFailure(StartFailure.State.PORT_IN_USE, why).report(context),
                () -> start(address, address));
    }

    private void listenOn(ListenSocket socket) {
        if (!address.reaches(socket.address())) {
            log.warn("the service manager's socket listens on {}, and server.bind and server.port say {}: commands on"
                    + " this machine look there and do not find the daemon", Address.of(socket.address()), address);
        }
        ActivatedFactory factory = new ActivatedFactory(socket);
        activated = Optional.of(factory);
        registrations.add(context.registerService(ConnectorFactory.class, factory, null));
        start(JettyConfiguration.PLACEHOLDER, Address.of(socket.address()));
    }

    private void start(Address place, Address listening) {
        registrations.add(context.registerService(DerivedConfiguration.class, new JettyConfiguration(place), null));
        watch = Thread.ofVirtual().name("vpo-listener").start(() -> awaitJetty(listening));
    }

    /** Whoever has connected to the service manager's socket meanwhile must not hear that there is no servlet. */
    @Reference(target = "(" + Condition.CONDITION_ID + "=" + StartConditions.LISTENING + ")",
            cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void bindListening(Condition listening) {
        activated.ifPresent(ActivatedFactory::accept);
    }

    /** It goes when HTTP goes. */
    void unbindListening(Condition listening) {
        // The port is closed by then, or about to be.
    }

    /** Present so that a reload does not take the listener down: bind and port change with a restart only. */
    @Modified
    void modified() {}

    @Deactivate
    void deactivate() {
        watch.interrupt();
        registrations.reversed().forEach(ServiceRegistration::unregister);
    }

    private static Duration ahead(Duration left) {
        Duration quarter = left.dividedBy(4);
        return left.minus(AHEAD.compareTo(quarter) < 0 ? AHEAD : quarter);
    }

    private void awaitJetty(Address listening) {
        ServiceTracker<HttpServiceRuntime, HttpServiceRuntime> jetty = new ServiceTracker<>(context,
                HttpServiceRuntime.class, null);
        jetty.open();
        try {
            // Zero would be for ever.
            new JettyStart(listening, time -> jetty.waitForService(Math.max(1, time.toMillis())) != null,
                    () -> ListeningSockets.of(listening.port()))
                    .await(startLimit, ahead(startLimit.minus(lifecycle.uptime())))
                    .ifPresent(failure -> failure.report(context));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            jetty.close();
        }
    }
}
