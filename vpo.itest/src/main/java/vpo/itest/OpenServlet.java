package vpo.itest;

import java.io.IOException;

import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;
import vpo.lifecycle.AnswersWhileDraining;

/** {@code /itest/open} opens the gate, also while the daemon drains. */
@Component(service = Servlet.class)
@HttpWhiteboardServletPattern("/itest/open")
@AnswersWhileDraining
public final class OpenServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    private final transient Gate gate;

    @Activate
    public OpenServlet(@Reference Gate gate) {
        this.gate = gate;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        gate.open();
        response.getWriter().print("open");
    }
}
