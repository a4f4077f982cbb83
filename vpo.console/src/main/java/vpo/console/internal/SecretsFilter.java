package vpo.console.internal;

import java.io.IOException;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletResponse;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardContextSelect;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardFilterPattern;

import vpo.config.ConfigurationSource;

/**
 * Masks the configuration's secrets on every page of the console. Felix's show properties of services, components and
 * configurations in many places, and do not know which of them are secret.
 */
@Component(service = Filter.class)
@HttpWhiteboardFilterPattern("/*")
@HttpWhiteboardContextSelect("(osgi.http.whiteboard.context.name=org.apache.felix.webconsole)")
public final class SecretsFilter implements Filter {
    private final ConfigurationSource source;

    @Activate
    public SecretsFilter(@Reference ConfigurationSource source) {
        this.source = source;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        Secrets secrets = Secrets.of(source.current().settings());
        if (secrets.values().isEmpty()) {
            chain.doFilter(request, response);
            return;
        }
        MaskedResponse masked = new MaskedResponse((HttpServletResponse) response, secrets);
        chain.doFilter(request, masked);
        masked.complete();
    }
}
