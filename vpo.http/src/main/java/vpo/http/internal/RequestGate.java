package vpo.http.internal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.servlet.whiteboard.HttpWhiteboardConstants;
import org.osgi.service.servlet.whiteboard.Preprocessor;
import vpo.api.task.Task;
import vpo.api.task.TaskRefusedException;
import vpo.api.task.Tasks;
import vpo.lifecycle.AnswersWhileDraining;

/**
 * Stands before every request, whatever servlet it is for: counts it as work in flight until it is answered, however
 * late, and refuses it when the daemon drains. What {@link AnswersWhileDraining answers while draining} is let
 * through and not counted, or a probe would hold up the drain that it asks about.
 */
@Component(service = Preprocessor.class)
public final class RequestGate implements Preprocessor {
    private static final String EXEMPT = "(" + AnswersWhileDraining.PROPERTY + "=true)";
    private static final String RETRY_AFTER_SECONDS = "10";
    private static final byte[] DRAINING = JsonError.of("The daemon is shutting down", "SHUTTING_DOWN")
            .getBytes(StandardCharsets.UTF_8);
    /**
     * Each is a virtual thread and a connection; far more than a home or a small team has, and far less than memory
     * holds.
     */
    private static final int MAX_IN_FLIGHT = 1_000;
    private static final byte[] TOO_MANY = JsonError.of("Too many requests at once", "SERVICE_UNAVAILABLE")
            .getBytes(StandardCharsets.UTF_8);

    private final BundleContext context;
    private final Tasks tasks;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final Map<Object, Set<String>> exemptByService = new ConcurrentHashMap<>();
    private volatile Set<String> exempt = Set.of();
    private volatile JettyServer jetty;

    @Activate
    public RequestGate(BundleContext context, @Reference Tasks tasks) {
        this.context = context;
        this.tasks = tasks;
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
        exempt = exemptByService.values().stream().flatMap(Set::stream).collect(Collectors.toUnmodifiableSet());
    }

    private static Set<String> patterns(Map<String, Object> properties) {
        return switch (properties.get(HttpWhiteboardConstants.HTTP_WHITEBOARD_SERVLET_PATTERN)) {
            case String one -> Set.of(one);
            case String[] many -> Stream.of(many).collect(Collectors.toUnmodifiableSet());
            case null, default -> Set.of();
        };
    }

    /** Also the first sight of Jetty itself. */
    @Override
    public void init(FilterConfig config) throws ServletException {
        jetty = new JettyServer(config.getServletContext());
        jetty.tellErrorsInJson();
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
        if (http.getDispatcherType() != DispatcherType.REQUEST || exempt.contains(path(http))) {
            chain.doFilter(request, response);
            return;
        }
        if (inFlight.incrementAndGet() > MAX_IN_FLIGHT) {
            inFlight.decrementAndGet();
            refuse((HttpServletResponse) response, TOO_MANY);
            return;
        }
        Task task;
        try {
            task = tasks.begin(http.getMethod() + " " + http.getRequestURI());
        } catch (TaskRefusedException e) {
            inFlight.decrementAndGet();
            refuse((HttpServletResponse) response, DRAINING);
            return;
        }
        try {
            chain.doFilter(request, response);
        } finally {
            endWithAnswer(http, task);
        }
    }

    private void end(Task task) {
        inFlight.decrementAndGet();
        task.close();
    }

    /** Decoded and normalized, as it decides which servlet answers. */
    private static String path(HttpServletRequest request) {
        String info = request.getPathInfo();
        return info == null ? request.getServletPath() : request.getServletPath() + info;
    }

    private void endWithAnswer(HttpServletRequest request, Task task) {
        if (!request.isAsyncStarted()) {
            end(task);
            return;
        }
        // This thread goes back to its pool; the answer is somebody else's from now on.
        task.runOn(null).onCancel(request.getAsyncContext()::complete);
        request.getAsyncContext().addListener(new AsyncListener() {
            @Override
            public void onComplete(AsyncEvent event) {
                end(task);
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

    private static void refuse(HttpServletResponse response, byte[] body) throws IOException {
        response.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
        response.setHeader("Retry-After", RETRY_AFTER_SECONDS);
        response.setHeader("Connection", "close");
        response.setHeader("Cache-Control", "no-store");
        response.setContentType("application/json; charset=utf-8");
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
