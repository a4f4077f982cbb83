package vpo.health.internal;

import jakarta.servlet.Servlet;
import org.apache.felix.hc.api.execution.HealthCheckExecutor;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletName;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;
import vpo.lifecycle.AnswersWhileDraining;

/**
 * {@code /readyz}: whether the daemon should be sent requests: it is RUNNING, its database is connected, it does not
 * drain, and no check says no. {@code ?verbose} names each check.
 */
@Component(service = Servlet.class, configurationPolicy = ConfigurationPolicy.IGNORE)
@HttpWhiteboardServletName("vpo.readyz")
@HttpWhiteboardServletPattern("/readyz")
@AnswersWhileDraining
public final class ReadyServlet extends ProbeServlet {
    private static final long serialVersionUID = 1L;

    @Activate
    public ReadyServlet(@Reference HealthCheckExecutor executor) {
        super(executor, "readyz", Probe.READY);
    }
}
