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

/** {@code /livez}: whether the daemon is alive: it answers. {@code ?verbose} names each check. */
@Component(service = Servlet.class, configurationPolicy = ConfigurationPolicy.IGNORE)
@HttpWhiteboardServletName("vpo.livez")
@HttpWhiteboardServletPattern("/livez")
@AnswersWhileDraining
public final class LiveServlet extends ProbeServlet {
    private static final long serialVersionUID = 1L;

    @Activate
    public LiveServlet(@Reference HealthCheckExecutor executor) {
        super(executor, "livez", Probe.LIVE);
    }
}
