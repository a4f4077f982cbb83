package vpo.http.internal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.osgi.framework.Constants;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.servlet.whiteboard.Preprocessor;
import vpo.http.Admission;

/**
 * Refuses what nobody has let in. The port opens only with a door in its place; but a bundle can be stopped, and a house
 * that has lost its door must not stand open.
 */
@Component(service = Preprocessor.class, property = Constants.SERVICE_RANKING + ":Integer=" + Integer.MIN_VALUE,
        configurationPolicy = ConfigurationPolicy.IGNORE)
public final class AdmissionProof implements Preprocessor {
    private static final Set<String> HEALTH = Set.of("/health", "/livez", "/readyz");
    private static final byte[] NO_DOOR = JsonError.of("Nobody is let in: the daemon's own login is missing",
            "SERVICE_UNAVAILABLE").getBytes(StandardCharsets.UTF_8);

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (request.getAttribute(Admission.ADMITTED) != null
                || isHealth(RequestGate.path((HttpServletRequest) request))) {
            chain.doFilter(request, response);
            return;
        }
        HttpServletResponse http = (HttpServletResponse) response;
        http.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
        http.setHeader("Cache-Control", "no-store");
        http.setContentType("application/json; charset=utf-8");
        http.setContentLength(NO_DOOR.length);
        http.getOutputStream().write(NO_DOOR);
    }

    /** What is open to everybody, at any time. */
    static boolean isHealth(String path) {
        return HEALTH.contains(path);
    }
}
