package vpo.access.internal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.osgi.service.servlet.context.ServletContextHelper;
import org.osgi.service.servlet.whiteboard.Preprocessor;
import vpo.http.Admission;

/** The door, where HTTP comes by. */
final class DoorPreprocessor implements Preprocessor {
    /** Behind the gate of vpo.http, which counts; before everything that answers. */
    static final int RANKING = -1_000;

    private final Door door;

    DoorPreprocessor(Door door) {
        this.door = door;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        HttpServletRequest http = (HttpServletRequest) request;
        if (http.getAttribute(Admission.ADMITTED) != null) {
            // A later dispatch of a request that was let in.
            chain.doFilter(request, response);
            return;
        }
        Call call = new Call(http.getMethod(), path(http), http.getQueryString() != null,
                Client.of(http.getRemoteAddr(), http.getLocalAddr()), http.isSecure(),
                name -> Collections.list(http.getHeaders(name)));
        HttpServletResponse answer = (HttpServletResponse) response;
        switch (door.decide(call)) {
            case Door.Decision.Refuse(Refusal refusal) -> refuse(answer, refusal);
            case Door.Decision.Admit admit -> {
                http.setAttribute(Admission.ADMITTED, true);
                admit.cookie().ifPresent(cookie -> answer.addHeader("Set-Cookie", cookie));
                admit.caller().ifPresent(caller -> {
                    http.setAttribute(Admission.CALLER, caller);
                    http.setAttribute(ServletContextHelper.REMOTE_USER, caller);
                });
                chain.doFilter(request, response);
            }
        }
    }

    /** Decoded and normalized, as it decides which servlet answers. */
    static String path(HttpServletRequest request) {
        String info = request.getPathInfo();
        return info == null ? request.getServletPath() : request.getServletPath() + info;
    }

    private static void refuse(HttpServletResponse answer, Refusal refusal) throws IOException {
        byte[] body = refusal.json().getBytes(StandardCharsets.UTF_8);
        answer.setStatus(refusal.status());
        refusal.headers().forEach(answer::setHeader);
        answer.setContentType("application/json; charset=utf-8");
        answer.setContentLength(body.length);
        answer.getOutputStream().write(body);
    }
}
