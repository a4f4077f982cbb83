package vpo.itest.plugin;

import java.util.stream.Collectors;
import java.util.stream.Stream;

import vpo.plugins.internal.Jars;

/** Plugins that are seen to run by a page of theirs. */
public final class Pages {
    /** The packages that a servlet needs. */
    public static final String HTTP = "jakarta.servlet,jakarta.servlet.http";

    private Pages() {}

    /**
     * A plugin whose page is {@code /plugins/NAME/page}: this text, with the header {@code Since} for the moment of its
     * start.
     */
    public static Jars page(String name, String version, String text, String... imports) {
        return Jars.plugin(name, version)
                .header("Import-Package",
                        Stream.concat(Stream.of(HTTP), Stream.of(imports)).collect(Collectors.joining(",")))
                .activator(servlet("/page", text), "");
    }

    /**
     * A block of statements, for an activator, that registers a servlet.
     *
     * @param more statements that set more {@code properties} of the service
     */
    public static String servlet(String pattern, String text, String... more) {
        return """
                {
                java.util.Dictionary<String, Object> properties = new java.util.Hashtable<>();
                properties.put("osgi.http.whiteboard.servlet.pattern", "%s");
                properties.put("service.ranking", Integer.MAX_VALUE);
                %s
                String since = Long.toString(System.nanoTime());
                context.registerService(jakarta.servlet.Servlet.class, new jakarta.servlet.http.HttpServlet() {
                    protected void service(jakarta.servlet.http.HttpServletRequest request,
                            jakarta.servlet.http.HttpServletResponse response) throws java.io.IOException {
                        response.setHeader("Since", since);
                        response.getWriter().print("%s");
                    }
                }, properties);
                }
                """.formatted(pattern, String.join("\n", more), text);
    }
}
