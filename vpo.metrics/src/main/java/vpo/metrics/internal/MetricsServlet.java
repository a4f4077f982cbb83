package vpo.metrics.internal;

import java.io.IOException;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

import jakarta.servlet.Servlet;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.osgi.service.cm.annotations.RequireConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletName;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;
import vpo.config.MetricsConfig;
import vpo.lifecycle.AnswersWhileDraining;

/**
 * {@code /metrics}. Who may read it is decided by the door before it; that it is {@code off} is said here, too, so that
 * no mistake there opens it.
 */
@Component(service = Servlet.class, configurationPid = MetricsConfig.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@RequireConfigurationAdmin
@HttpWhiteboardServletName("vpo.metrics")
@HttpWhiteboardServletPattern("/metrics")
@AnswersWhileDraining
public final class MetricsServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    private final boolean off;
    private final transient Collection<MetricSource> sources = new CopyOnWriteArrayList<>();

    /** Called by Declarative Services. */
    @Activate
    public MetricsServlet(MetricsConfig config) {
        off = MetricsConfig.ACCESS_OFF.equals(config.access());
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void addSource(MetricSource source) {
        sources.add(source);
    }

    void removeSource(MetricSource source) {
        sources.remove(source);
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        if (off) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        boolean head = "HEAD".equals(request.getMethod());
        if (!head && !"GET".equals(request.getMethod())) {
            response.setHeader("Allow", "GET, HEAD");
            response.sendError(HttpServletResponse.SC_METHOD_NOT_ALLOWED);
            return;
        }
        Scrape scrape = Scrape.of(sources, Optional.ofNullable(request.getHeader("Accept")));
        response.setContentType(scrape.contentType());
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("Vary", "Accept");
        response.setContentLength(scrape.body().length);
        if (!head) {
            response.getOutputStream().write(scrape.body());
        }
    }
}
