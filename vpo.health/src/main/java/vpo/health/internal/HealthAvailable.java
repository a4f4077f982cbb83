package vpo.health.internal;

import jakarta.servlet.Servlet;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.condition.Condition;
import vpo.api.start.StartConditions;

/** Tells that health can be asked for: the port is not opened before, and a daemon without health does not start. */
@Component(property = Condition.CONDITION_ID + "=" + StartConditions.HEALTH_AVAILABLE)
public final class HealthAvailable implements Condition {

    /** The references alone count: a servlet that lacks something is not there. */
    @Activate
    public HealthAvailable(@Reference(target = "(component.name=vpo.health.internal.HealthServlet)") Servlet health,
            @Reference(target = "(component.name=vpo.health.internal.LiveServlet)") Servlet live,
            @Reference(target = "(component.name=vpo.health.internal.ReadyServlet)") Servlet ready) {
        // Nothing is done with them.
    }
}
