package vpo.http.internal;

import java.io.IOException;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletResponse;
import org.osgi.framework.Constants;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.servlet.whiteboard.Preprocessor;
import vpo.http.RequestBody;

/**
 * Answers for every servlet when the body of a request cannot be read: what it makes of that itself, such as an error of
 * its own, would be held against the daemon. Only an answer that is under way already stays as it is, and so does one that
 * is given later, on another thread.
 */
@Component(service = Preprocessor.class, property = Constants.SERVICE_RANKING + ":Integer=" + BodyFailures.SECOND,
        configurationPolicy = ConfigurationPolicy.IGNORE)
public final class BodyFailures implements Preprocessor {
    /** Behind the gate, which counts the answers, and before whatever may answer. */
    static final int SECOND = RequestGate.FIRST - 1;

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        try {
            chain.doFilter(request, response);
        } catch (IOException | ServletException | RuntimeException e) {
            if (answer(request, (HttpServletResponse) response)) {
                return;
            }
            throw e;
        }
        answer(request, (HttpServletResponse) response);
    }

    /** The body of the answer comes from {@link JsonErrorHandler}. */
    private static boolean answer(ServletRequest request, HttpServletResponse response) throws IOException {
        if (request.getAttribute(RequestBody.FAILURE) instanceof BodyFailure failure && !request.isAsyncStarted()
                && !response.isCommitted()) {
            response.sendError(failure.status());
            return true;
        }
        return false;
    }
}
