package @package@;

import java.io.IOException;

import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;

/** Answers {@code GET /plugins/@name@/greeting}: the daemon puts what is before the pattern there. */
@Component(service = Servlet.class, configurationPid = @class@Config.PID)
@HttpWhiteboardServletPattern("/greeting")
public final class @class@Page extends HttpServlet {
    private static final long serialVersionUID = 1L;

    private final String greeting;

    /** With the settings; made anew when they change. */
    @Activate
    public @class@Page(@class@Config config) {
        this.greeting = config.greeting();
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType("text/plain; charset=utf-8");
        response.getWriter().println(greeting + " from @name@");
    }
}
