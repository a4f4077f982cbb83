package vpo.http.internal;

import java.util.Optional;

import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.propertytypes.SatisfyingConditionTarget;
import org.osgi.service.condition.Condition;
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
    private final Optional<ServiceRegistration<DerivedConfiguration>> configuration;

    @Activate
    public Listener(BundleContext context, ServerConfig config) {
        Address address = new Address(config.bind(), config.port());
        Optional<String> obstacle = address.obstacle();
        obstacle.ifPresent(why -> new StartFailure(StartFailure.State.PORT_IN_USE, why).report(context));
        configuration = obstacle.isPresent()
                ? Optional.empty()
                : Optional
                        .of(context.registerService(DerivedConfiguration.class, new JettyConfiguration(address), null));
    }

    /** Present so that a reload does not take the listener down: bind and port change with a restart only. */
    @Modified
    void modified() {}

    @Deactivate
    void deactivate() {
        configuration.ifPresent(ServiceRegistration::unregister);
    }
}
