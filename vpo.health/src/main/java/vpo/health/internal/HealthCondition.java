package vpo.health.internal;

import java.util.Hashtable;
import java.util.Map;

import jakarta.servlet.Servlet;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.condition.Condition;
import vpo.api.start.StartConditions;

/** Tells that health can be asked for: a daemon of which nobody can tell how it is must not become RUNNING. */
@Component(service = {}, configurationPolicy = ConfigurationPolicy.IGNORE)
public final class HealthCondition {
    private final ServiceRegistration<Condition> registration;

    @Activate
    public HealthCondition(BundleContext context,
            @Reference(target = "(osgi.http.whiteboard.servlet.name=vpo.health)") Servlet health,
            @Reference(target = "(osgi.http.whiteboard.servlet.name=vpo.livez)") Servlet livez,
            @Reference(target = "(osgi.http.whiteboard.servlet.name=vpo.readyz)") Servlet readyz) {
        registration = context.registerService(Condition.class, Condition.INSTANCE,
                new Hashtable<>(Map.of(Condition.CONDITION_ID, StartConditions.HEALTH)));
    }

    @Deactivate
    void deactivate() {
        registration.unregister();
    }
}
