package vpo.http.internal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.FilterConfig;
import jakarta.servlet.Servlet;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.servlet.whiteboard.HttpWhiteboardConstants;
import org.osgi.service.servlet.whiteboard.Preprocessor;
import org.slf4j.MDC;
import vpo.api.task.Task;
import vpo.api.task.TaskRefusedException;
import vpo.api.task.Tasks;
import vpo.lifecycle.AnswersWhileDraining;
import vpo.lifecycle.DaemonControl;

/**
 * Stands before every request, whatever servlet it is for: counts it as work in flight until it is answered, however
 * late, and refuses it when the daemon drains. What {@link AnswersWhileDraining answers while draining} is let
 * through and not counted as work, or a probe would hold up the drain that it asks about. While the daemon drains
 * quietly, only what is for plugins is refused: the rest is administration.
 */
@Component(service = Preprocessor.class, property = Constants.SERVICE_RANKING + ":Integer=" + RequestGate.FIRST,
        configurationPolicy = ConfigurationPolicy.IGNORE)
public final class RequestGate implements Preprocessor {
    /** Before every other preprocessor that may refuse: what those refuse is counted, too. */
    static final int FIRST = 1_000;
    private static final String EXEMPT = "(" + AnswersWhileDraining.PROPERTY + "=true)";
    /** Below it are the resources of plugins, and nothing else. */
    private static final String PLUGINS = "/plugins/";
    private static final String RETRY_AFTER_SECONDS = "10";
    private static final byte[] SHUTTING_DOWN = bytes(JsonError.of("The daemon is shutting down", "SHUTTING_DOWN"));
    private static final byte[] DRAINING = bytes(
            JsonError.of("The daemon is draining: it takes no new work", "DRAINING"));
    /**
     * Each is a virtual thread and a connection; far more than a home or a small team has, and far less than memory
     * holds.
     */
    private static final int MAX_IN_FLIGHT = 1_000;
    private static final byte[] TOO_MANY = bytes(JsonError.of("Too many requests at once", "SERVICE_UNAVAILABLE"));

    private static final byte[] TOO_LARGE = bytes(BodyFailure.TOO_LARGE.json());

    /**
     * A request that was let in.
     *
     * @param task that it is, if it is work
     * @param counts whether somebody wants something, and does not merely look at the daemon's health
     */
    private record Guest(Optional<Task> task, boolean counts) {}

    private final BundleContext context;
    private final Tasks tasks;
    private final DaemonControl control;
    private final RequestCounts counts;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final Map<Object, Set<String>> exemptByService = new ConcurrentHashMap<>();
    private volatile PathPatterns exempt = PathPatterns.NONE;
    private volatile JettyServer jetty;

    @Activate
    public RequestGate(BundleContext context, @Reference Tasks tasks, @Reference DaemonControl control,
            @Reference RequestCounts counts) {
        this.context = context;
        this.tasks = tasks;
        this.control = control;
        this.counts = counts;
    }

    @Reference(service = Servlet.class, target = EXEMPT, cardinality = ReferenceCardinality.MULTIPLE,
            policy = ReferencePolicy.DYNAMIC)
    void addExempt(Map<String, Object> properties) {
        exemptByService.put(properties.get("service.id"), patterns(properties));
        update();
    }

    void removeExempt(Map<String, Object> properties) {
        exemptByService.remove(properties.get("service.id"));
        update();
    }

    private void update() {
        exempt = new PathPatterns(exemptByService.values().stream().flatMap(Set::stream).toList());
    }

    private static Set<String> patterns(Map<String, Object> properties) {
        // No switch over types, which is made anew at each start.
        Object patterns = properties.get(HttpWhiteboardConstants.HTTP_WHITEBOARD_SERVLET_PATTERN);
        if (patterns instanceof String[] many) {
            return Stream.of(many).collect(Collectors.toUnmodifiableSet());
        }
        return patterns instanceof String one ? Set.of(one) : Set.of();
    }

    /** Also the first sight of Jetty itself. */
    @Override
    public void init(FilterConfig config) throws ServletException {
        jetty = new JettyServer(config.getServletContext());
        jetty.tellErrorsInJson();
        jetty.boundClients();
        context.addBundleListener(jetty);
    }

    @Override
    public void destroy() {
        context.removeBundleListener(jetty);
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        HttpServletRequest http = (HttpServletRequest) request;
        // A later dispatch of a request that was let in already belongs to the same task.
        if (http.getDispatcherType() != DispatcherType.REQUEST) {
            chain.doFilter(request, response);
            return;
        }
        counts.begin();
        HttpServletResponse answer = (HttpServletResponse) response;
        if (http.getContentLengthLong() > BoundedRequest.MOST_BYTES) {
            write(answer, HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE, TOO_LARGE);
            return;
        }
        String path = path(http);
        if (exempt.match(path)) {
            answer(http, answer, chain, new Guest(Optional.empty(), !AdmissionProof.isHealth(path)));
            return;
        }
        if (inFlight.incrementAndGet() > MAX_IN_FLIGHT) {
            inFlight.decrementAndGet();
            refuse(answer, TOO_MANY);
            return;
        }
        Task task;
        try {
            String name = http.getMethod() + " " + http.getRequestURI();
            task = path.startsWith(PLUGINS) ? tasks.begin(name) : control.beginAdministration(name);
        } catch (TaskRefusedException e) {
            inFlight.decrementAndGet();
            refuse(answer, control.isDraining() ? DRAINING : SHUTTING_DOWN);
            return;
        }
        try (var _ = MDC.putCloseable("task", task.name())) {
            answer(http, answer, chain, new Guest(Optional.of(task), true));
        }
    }

    private void answer(HttpServletRequest request, HttpServletResponse response, FilterChain chain,
            Guest guest) throws IOException, ServletException {
        boolean failed = true;
        if (guest.counts) {
            counts.admit();
        }
        try {
            chain.doFilter(request, response);
            failed = false;
        } finally {
            // Jetty answers with 500 what is thrown, unless it is too late for that.
            if (request.isAsyncStarted()) {
                endLater(request.getAsyncContext(), response, guest);
            } else {
                end(failed && !response.isCommitted()
                        ? HttpServletResponse.SC_INTERNAL_SERVER_ERROR
                        : response.getStatus(), guest);
            }
        }
    }

    private void end(int status, Guest guest) {
        counts.end(status);
        if (guest.counts) {
            counts.leave();
        }
        guest.task.ifPresent(each -> {
            inFlight.decrementAndGet();
            each.close();
        });
    }

    /** Decoded and normalized, as it decides which servlet answers. */
    static String path(HttpServletRequest request) {
        String info = request.getPathInfo();
        return info == null ? request.getServletPath() : request.getServletPath() + info;
    }

    /** The thread goes back to its pool; the answer is somebody else's from now on. */
    private void endLater(AsyncContext async, HttpServletResponse response, Guest guest) {
        guest.task.ifPresent(each -> each.runOn(null).onCancel(async::complete));
        async.addListener(new AsyncListener() {
            @Override
            public void onComplete(AsyncEvent event) {
                end(response.getStatus(), guest);
            }

            @Override
            public void onTimeout(AsyncEvent event) {
                // Completed by whoever handles the timeout, Jetty at last.
            }

            @Override
            public void onError(AsyncEvent event) {
                // Completed after this, by Jetty.
            }

            @Override
            public void onStartAsync(AsyncEvent event) {
                event.getAsyncContext().addListener(this);
            }
        });
    }

    private void refuse(HttpServletResponse response, byte[] body) throws IOException {
        counts.refuse();
        response.setHeader("Retry-After", RETRY_AFTER_SECONDS);
        write(response, HttpServletResponse.SC_SERVICE_UNAVAILABLE, body);
    }

    private void write(HttpServletResponse response, int status, byte[] body) throws IOException {
        try {
            response.setStatus(status);
            response.setHeader("Connection", "close");
            response.setHeader("Cache-Control", "no-store");
            response.setContentType("application/json; charset=utf-8");
            response.setContentLength(body.length);
            response.getOutputStream().write(body);
        } finally {
            counts.end(status);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
