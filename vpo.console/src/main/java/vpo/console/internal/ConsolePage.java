package vpo.console.internal;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.felix.webconsole.servlet.AbstractServlet;
import org.apache.felix.webconsole.servlet.ServletConstants;

/**
 * One page, in Felix's frame, and the files that all of them share. It has no data: its module asks the API for that, as
 * everybody does.
 */
final class ConsolePage extends AbstractServlet {
    private static final long serialVersionUID = 1L;

    private final transient PageName page;
    private final transient List<PageName> all;
    private final transient Resources resources;
    private final transient FrameScripts scripts;

    ConsolePage(PageName page, List<PageName> all, Resources resources, FrameScripts scripts) {
        this.page = page;
        this.all = all;
        this.resources = resources;
        this.scripts = scripts;
    }

    /** A file is answered here; the page itself is left to Felix's console, which calls {@link #renderContent}. */
    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
            throws ServletException, IOException {
        String path = request.getPathInfo();
        if (path.equals("/" + page.label())) {
            response.setHeader("Content-Security-Policy", scripts.policy(appRoot(request), page.label()));
            response.setHeader("Cache-Control", "no-store");
            return;
        }
        Optional<Resource> resource = path.startsWith(ConsolePages.RESOURCES)
                ? resources.find(path.substring(ConsolePages.RESOURCES.length()))
                : Optional.empty();
        if (resource.isPresent()) {
            resource.get().answer(request, response);
        } else {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
        }
    }

    private static String appRoot(HttpServletRequest request) {
        return (String) request.getAttribute(ServletConstants.ATTR_APP_ROOT);
    }

    @Override
    public void renderContent(HttpServletRequest request, HttpServletResponse response) throws IOException {
        PrintWriter out = response.getWriter();
        String root = appRoot(request);
        out.println("<main class=\"vpo\">");
        out.println("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\" />");
        out.println("<nav aria-label=\"VPO\"><ul class=\"vpo-tabs\">");
        for (PageName each : all) {
            out.println("<li><a href=\"" + root + "/" + each.label() + "\""
                    + (each.equals(page) ? " aria-current=\"page\"" : "") + ">" + each.title() + "</a></li>");
        }
        out.println("</ul></nav>");
        out.println(resources.html("top"));
        out.println(resources.html(page.file()));
        out.println(
                "<noscript><p class=\"vpo-note\">This page needs JavaScript; 'vpo status' does not.</p></noscript>");
        out.println("</main>");
        out.println("<script type=\"module\" src=\"" + root + ConsolePages.RESOURCES + page.file() + ".js\"></script>");
    }
}
