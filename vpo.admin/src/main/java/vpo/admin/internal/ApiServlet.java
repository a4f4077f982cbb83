package vpo.admin.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
import vpo.admin.internal.api.Route;
import vpo.admin.internal.event.EventHub;
import vpo.admin.internal.resource.ConfigResource;
import vpo.admin.internal.resource.ControlResource;
import vpo.admin.internal.resource.DocumentResource;
import vpo.admin.internal.resource.LibraryResource;
import vpo.admin.internal.resource.LogLines;
import vpo.admin.internal.resource.LogResource;
import vpo.admin.internal.resource.PluginsResource;
import vpo.admin.internal.resource.StatusResource;
import vpo.admin.internal.resource.TasksResource;
import vpo.admin.internal.resource.Uploads;
import vpo.config.ConfigurationReload;
import vpo.config.ConfigurationSource;
import vpo.http.RequestStatistics;
import vpo.lifecycle.AnswersWhileDraining;
import vpo.lifecycle.DaemonControl;
import vpo.lifecycle.Lifecycle;
import vpo.plugins.PluginAdministration;

/**
 * {@code /api/v1}: joins the API to HTTP and to the daemon's services. It answers during a drain, too, and its streams
 * hold none up: they end when one begins.
 */
@Component(service = Servlet.class)
@HttpWhiteboardServletName("vpo.admin")
@HttpWhiteboardServletPattern(ApiServlet.PATH + "/*")
@AnswersWhileDraining
public final class ApiServlet extends HttpServlet {
    static final String PATH = "/api/v1";
    /** Who asks, as the door has found out. */
    static final String CALLER = "vpo.access.caller";
    private static final long serialVersionUID = 1L;

    private final transient BundleContext context;
    private final transient LogReaderService log;
    private final transient EventHub events;
    private final transient Api api;
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
        this.log = log;
        LogLines lines = new LogLines(log);
        StatusResource status = new StatusResource(context.getProperty("vpo.version"), lifecycle, control, requests,
                configuration, checks, lines, this::plugins);
        TasksResource tasks = new TasksResource(control);
        PluginsResource host = new PluginsResource(this::plugins, lifecycle,
                new Uploads(Path.of(context.getProperty("vpo.data.dir"), "uploads")));
        LibraryResource counts = new LibraryResource(() -> Optional.ofNullable(library));
        this.events = new EventHub(
                Map.of("status", status::json, "tasks", tasks::json, "plugins", host::json, "library", counts::json),
                () -> lifecycle.shutdown().isShuttingDown());
        List<Route> routes = new ArrayList<>(status.routes());
        routes.addAll(tasks.routes());
        routes.addAll(new ControlResource(control, lifecycle).routes());
        routes.addAll(new ConfigResource(configuration, reload).routes());
        routes.addAll(new LogResource(lines, levels).routes());
        routes.addAll(counts.routes());
        routes.addAll(host.routes());
        routes.addAll(events.routes());
        routes.addAll(DocumentResource.routes());
        this.api = new Api(routes);
        log.addLogListener(events);
        context.addBundleListener(end);
    }

    private Optional<PluginAdministration> plugins() {
        return Optional.ofNullable(plugins);
    }

    /** The framework tells of its stop while the port is still open. */
    private void endStreams(BundleEvent event) {
        if (event.getType() == BundleEvent.STOPPING && event.getBundle().getBundleId() == 0) {
            events.close();
        }
    }

    @Deactivate
    void deactivate() {
        context.removeBundleListener(end);
        log.removeLogListener(events);
        events.close();
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Reply reply = api.answer(request(request));
        response.setStatus(reply.status());
        response.setContentType(reply.type());
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Content-Type-Options", "nosniff");
        reply.headers().forEach(response::setHeader);
        if (reply.content().length() >= 0) {
            response.setContentLengthLong(reply.content().length());
        }
        try {
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
        Object caller = request.getAttribute(CALLER);
        return new Request(request.getMethod(), path, request.getQueryString(),
                new Body(type, request.getContentLengthLong(), request.getInputStream()),
                caller instanceof String name ? Api.fit(name) : "nobody");
    }
}
