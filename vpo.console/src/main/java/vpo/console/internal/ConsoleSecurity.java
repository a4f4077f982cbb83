package vpo.console.internal;

import java.io.IOException;
import java.util.Optional;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.felix.webconsole.spi.SecurityProvider;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets into the console only whom the door has let in, and lets be done only what goes around none of the daemon's
 * rules. Felix's console is off as long as this service is not there, which a framework property asks for, and calls it
 * before everything that it serves.
 */
@Component(service = SecurityProvider.class, property = SecurityProvider.PROPERTY_ID + "=" + ConsoleSecurity.ID,
        configurationPolicy = ConfigurationPolicy.IGNORE)
public final class ConsoleSecurity implements SecurityProvider {
    /** As in the framework property {@code felix.webconsole.security.providers}. */
    static final String ID = "vpo.console";
    /** Who asks, as the door has found out. */
    static final String CALLER = "vpo.access.caller";

    /** Felix's pages have scripts within, sort tables with evaluated strings, and count down to a stop with one. */
    private static final String FELIX_POLICY = "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval';"
            + " style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'; base-uri 'self';"
            + " form-action 'self'; frame-ancestors 'none'";

    private static final Logger log = LoggerFactory.getLogger(ConsoleSecurity.class);

    @Override
    public Object authenticate(HttpServletRequest request, HttpServletResponse response) {
        if (!(request.getAttribute(CALLER) instanceof String caller) || caller.isEmpty()) {
            refuse(response, "Nobody gets in here but by the door: this request has not come through it");
            return null;
        }
        ConsoleRequest asked = ConsoleRequest.of(request);
        Optional<String> objection = ConsoleRules.objection(asked);
        if (objection.isPresent()) {
            log.info("refused in the console: {} {} by {}", asked.method(), asked.label(), caller);
            refuse(response, objection.get());
            return null;
        }
        if (ConsoleRules.stops(asked)) {
            log.info("{} stops the daemon in the console", caller);
        }
        // A page of VPO's own puts a strict one in its place.
        response.setHeader("Content-Security-Policy", FELIX_POLICY);
        return caller;
    }

    private static void refuse(HttpServletResponse response, String why) {
        response.setStatus(HttpServletResponse.SC_FORBIDDEN);
        response.setContentType("application/json; charset=utf-8");
        response.setHeader("Cache-Control", "no-store");
        try {
            // Ours are the sentences, and none has a character that JSON would have to escape.
            response.getWriter().write("{\"error\": \"" + why + "\", \"code\": \"FORBIDDEN\"}");
        } catch (IOException e) {
            log.debug("the client has gone before it was refused", e);
        }
    }

    /** Whoever is in may see all. */
    @Override
    public boolean authorize(Object user, String role) {
        return true;
    }

    /** Felix's console asks the browser to forget the credential; nothing of it is kept here. */
    @Override
    public void logout(HttpServletRequest request, HttpServletResponse response) {
        // Nothing to do.
    }
}
