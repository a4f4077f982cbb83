package vpo.console.internal;

import java.io.IOException;
import java.util.Objects;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardContextSelect;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardFilterPattern;

import vpo.config.Configuration;
import vpo.config.ConfigurationSource;

/**
 * Edits what Felix's console answers with. Secrets of the configuration are masked on every page: properties of
 * services, components and configurations are shown in many places that do not know which of them are secret. The page
 * of configurations also tells where each value comes from, and lets nobody type in what would be refused. The files that
 * pages are made of are in the bundles, and the same for everybody: what is in one is no secret, even if it reads like
 * one, and a script would not run with asterisks in it.
 */
@Component(service = Filter.class, configurationPolicy = ConfigurationPolicy.IGNORE)
@HttpWhiteboardFilterPattern("/*")
@HttpWhiteboardContextSelect("(osgi.http.whiteboard.context.name=org.apache.felix.webconsole)")
public final class PageFilter implements Filter {
    /** Where Felix's console has its own, below its path. */
    private static final String FELIX_RESOURCES = "/res/";

    private final ConfigurationSource source;

    @Activate
    public PageFilter(@Reference ConfigurationSource source) {
        this.source = source;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String path = path((HttpServletRequest) request);
        if (path.startsWith(FELIX_RESOURCES) || path.startsWith(ConsolePages.RESOURCES)) {
            chain.doFilter(request, response);
            return;
        }
        Configuration configuration = source.current();
        Secrets secrets = Secrets.of(configuration.settings());
        boolean configurations = ConsoleRequest.label(path).equals(ConfigurationsPage.LABEL);
        if (secrets.values().isEmpty() && !configurations) {
            chain.doFilter(request, response);
            return;
        }
        EditedResponse edited = new EditedResponse((HttpServletResponse) response);
        chain.doFilter(request, edited);
        edited.complete(text -> {
            String masked = secrets.mask(text);
            return configurations ? new ConfigurationsPage(configuration).edit(masked) : masked;
        });
    }

    /** Below the console's own. */
    private static String path(HttpServletRequest request) {
        return request.getServletPath() + Objects.requireNonNullElse(request.getPathInfo(), "");
    }
}
