package vpo.admin.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

import javax.sql.DataSource;

import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.felix.hc.api.execution.HealthCheckExecutor;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.log.LogReaderService;
import org.osgi.service.log.admin.LoggerAdmin;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletName;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

import vpo.admin.internal.api.Api;
import vpo.admin.internal.api.Body;
import vpo.admin.internal.api.Reply;
import vpo.admin.internal.api.Request;
import vpo.config.ConfigurationReload;
import vpo.config.ConfigurationSource;
import vpo.http.RequestBody;
import vpo.http.RequestStatistics;
import vpo.lifecycle.AnswersWhileDraining;
import vpo.lifecycle.DaemonControl;
import vpo.lifecycle.Lifecycle;
import vpo.plugins.PluginAdministration;

/**
 * {@code /api/v1}: joins the API to HTTP and to the daemon's services. It answers during a drain, too, and its streams
 * hold none up: they end when one begins.
 */
@Component(service = Servlet.class, configurationPolicy = ConfigurationPolicy.IGNORE)
@HttpWhiteboardServletName("vpo.admin")
@HttpWhiteboardServletPattern(ApiServlet.PATH + "/*")
@AnswersWhileDraining
public final class ApiServlet extends HttpServlet {
    static final String PATH = "/api/v1";
    /** Who asks, as the door has found out. */
    static final String CALLER = "vpo.access.caller";
    private static final long serialVersionUID = 1L;

    private final transient BundleContext context;
    private final transient Administration administration;
    private final transient SynchronousBundleListener end = this::endStreams;

    /** It comes when the daemon is RUNNING. A field, because a constructor is told once. */
    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    private transient volatile PluginAdministration plugins;

    /** It comes when the database was verified. */
    @Reference(target = "(vpo.database=library-reader)", cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC)
    private transient volatile DataSource library;

    /** Joins them. */
    @Activate
    public ApiServlet(BundleContext context, @Reference Lifecycle lifecycle, @Reference DaemonControl control,
            @Reference RequestStatistics requests, @Reference ConfigurationSource configuration,
            @Reference ConfigurationReload reload, @Reference HealthCheckExecutor checks,
            @Reference LogReaderService log, @Reference LoggerAdmin levels) {
        this.context = context;
        this.administration = new Administration(new Services(context.getProperty("vpo.version"),
                Path.of(context.getProperty("vpo.data.dir")), lifecycle, control, requests, configuration, reload,
                checks, log, levels, () -> Optional.ofNullable(plugins), () -> Optional.ofNullable(library)));
        context.addBundleListener(end);
    }

    /** The framework tells of its stop while the port is still open. */
    private void endStreams(BundleEvent event) {
        if (event.getType() == BundleEvent.STOPPING && event.getBundle().getBundleId() == 0) {
            administration.endStreams();
        }
    }

    @Deactivate
    void deactivate() {
        context.removeBundleListener(end);
        administration.close();
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Reply reply = administration.api().answer(request(request));
        if (request.getAttribute(RequestBody.FAILURE) != null) {
            // vpo.http knows better what was wrong with it.
            reply.content().afterwards();
            return;
        }
        try {
            response.setStatus(reply.status());
            response.setContentType(reply.type());
            response.setHeader("Cache-Control", "no-store");
            response.setHeader("X-Content-Type-Options", "nosniff");
            reply.headers().forEach(response::setHeader);
            if (reply.content().length() >= 0) {
                response.setContentLengthLong(reply.content().length());
            }
            if (!"HEAD".equals(request.getMethod())) {
                reply.content().write(response.getOutputStream());
                response.getOutputStream().close();
            }
        } finally {
            reply.content().afterwards();
        }
    }

    private static Request request(HttpServletRequest request) throws IOException {
        String path = request.getPathInfo() == null ? "" : request.getPathInfo();
        String type = request.getContentType() == null ? "" : request.getContentType();
        String last = request.getHeader("Last-Event-ID");
        Object caller = request.getAttribute(CALLER);
        return new Request(request.getMethod(), path, request.getQueryString(),
                new Body(type, request.getContentLengthLong(), request.getInputStream()),
                last == null ? "" : last, caller instanceof String name ? Api.fit(name) : "nobody");
    }
}
