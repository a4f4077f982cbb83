package vpo.http.internal;

import java.util.Optional;

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
import org.osgi.service.servlet.runtime.HttpServiceRuntime;
import org.osgi.service.servlet.whiteboard.Preprocessor;
import org.osgi.util.tracker.ServiceTracker;
import vpo.api.start.StartConditions;
import vpo.api.start.StartFailure;
import vpo.config.DerivedConfiguration;
import vpo.config.ServerConfig;

/**
 * Lets Jetty bind the port, as the last step of the start: it gives it its configuration, without which it stays off.
 */
@Component(service = {}, configurationPid = ServerConfig.PID, configurationPolicy = ConfigurationPolicy.REQUIRE)
@SatisfyingConditionTarget("(" + Condition.CONDITION_ID + "=" + StartConditions.READY_TO_LISTEN + ")")
public final class Listener {
    /** Much longer than Jetty needs to start. */
    private static final long JETTY_START_MILLIS = 10_000;

    private final BundleContext context;
    private final Address address;
    private final Optional<ServiceRegistration<DerivedConfiguration>> configuration;
    private final Thread watch;

    /**
     * @param gate no request may come before it is there
     * @param proof nor before it
     */
    @Activate
    public Listener(BundleContext context, ServerConfig config,
            @Reference(target = "(component.name=vpo.http.internal.RequestGate)") Preprocessor gate,
            @Reference(target = "(component.name=vpo.http.internal.AdmissionProof)") Preprocessor proof) {
        this.context = context;
        this.address = new Address(config.bind(), config.port());
        Optional<String> obstacle = address.obstacle();
        obstacle.ifPresent(this::fail);
        this.configuration = obstacle.isPresent()
                ? Optional.empty()
                : Optional.of(
                        context.registerService(DerivedConfiguration.class, new JettyConfiguration(address), null));
        this.watch = Thread.ofVirtual().name("vpo-listener").unstarted(this::awaitJetty);
        configuration.ifPresent(_ -> watch.start());
    }

    /** Present so that a reload does not take the listener down: bind and port change with a restart only. */
    @Modified
    void modified() {}

    @Deactivate
    void deactivate() {
        watch.interrupt();
        configuration.ifPresent(ServiceRegistration::unregister);
    }

    /** Jetty tells nobody that it could not bind: somebody else may have been quicker. */
    private void awaitJetty() {
        ServiceTracker<HttpServiceRuntime, HttpServiceRuntime> jetty = new ServiceTracker<>(context,
                HttpServiceRuntime.class, null);
        jetty.open();
        try {
            if (jetty.waitForService(JETTY_START_MILLIS) == null) {
                fail(address.obstacle().orElse("cannot listen on " + address
                        + ": the HTTP service did not start; --log-level debug says why"));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            jetty.close();
        }
    }

    private void fail(String why) {
        new StartFailure(StartFailure.State.PORT_IN_USE, why).report(context);
    }
}
