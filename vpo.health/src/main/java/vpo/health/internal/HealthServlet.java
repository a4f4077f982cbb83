package vpo.health.internal;

import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServletRequest;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletName;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;
import vpo.database.DatabaseMonitor;
import vpo.lifecycle.AnswersWhileDraining;
import vpo.lifecycle.Lifecycle;

/** {@code /health}: answers from what is known, and waits for nothing. */
@Component(service = Servlet.class, configurationPolicy = ConfigurationPolicy.IGNORE)
@HttpWhiteboardServletName("vpo.health")
@HttpWhiteboardServletPattern(HealthServlet.PATH)
@AnswersWhileDraining
public final class HealthServlet extends ReadOnlyServlet {
    static final String PATH = "/health";
    private static final long serialVersionUID = 1L;
    private static final String JSON = "application/json; charset=utf-8";

    private final transient Lifecycle lifecycle;
    private final transient DatabaseMonitor database;
    private final String version;

    @Activate
    public HealthServlet(BundleContext context, @Reference Lifecycle lifecycle, @Reference DatabaseMonitor database) {
        this.lifecycle = lifecycle;
        this.database = database;
        this.version = context.getProperty("vpo.version");
    }

    @Override
    Answer answer(HttpServletRequest request) {
        HealthStatus health = new HealthStatus(database.status().connected(), lifecycle.uptime(), version,
                lifecycle.shutdown().isShuttingDown());
        return new Answer(health.httpStatus(), JSON, health.toJson());
    }
}
