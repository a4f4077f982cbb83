package vpo.access.internal;

import java.io.IOException;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.osgi.service.servlet.whiteboard.Preprocessor;

/** Gives every answer its {@link SecurityHeaders}. */
final class HeadersPreprocessor implements Preprocessor {
    /** Before the gate of vpo.http, which has answers of its own. */
    static final int RANKING = 1_000;

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        // A servlet that is dispatched to later may have set its own already.
        if (request.getDispatcherType() == DispatcherType.REQUEST) {
            SecurityHeaders.of(DoorPreprocessor.path((HttpServletRequest) request))
                    .forEach(((HttpServletResponse) response)::setHeader);
        }
        chain.doFilter(request, response);
    }
}
