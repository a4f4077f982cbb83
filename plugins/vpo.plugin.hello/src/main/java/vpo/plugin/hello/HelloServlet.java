package vpo.plugin.hello;

import java.io.IOException;

import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/** Greets whoever asks: {@code /plugins/hello/greeting}. The daemon puts what is before the pattern there. */
@Component(service = Servlet.class, configurationPid = HelloConfig.PID)
@HttpWhiteboardServletPattern("/greeting")
public final class HelloServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    private final String greeting;

    /** With {@code [plugins.hello]}, or its defaults. */
    @Activate
    public HelloServlet(HelloConfig config) {
        this.greeting = config.greeting();
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType("text/plain; charset=utf-8");
        response.getWriter().println(greeting + ", world");
    }
}
