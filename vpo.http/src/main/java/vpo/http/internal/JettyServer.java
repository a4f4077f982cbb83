package vpo.http.internal;

import jakarta.servlet.ServletContext;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Server;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.SynchronousBundleListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Jetty itself, for what neither it nor Felix HTTP has a setting for. As a listener of the framework it closes the port
 * when Jetty's bundle is about to stop. Felix HTTP takes its servlets away first, and whoever asked in between would
 * hear that there is no {@code /health}.
 */
final class JettyServer implements SynchronousBundleListener {
    private static final Logger log = LoggerFactory.getLogger(JettyServer.class);

    private final ServletContextHandler servlets;
    private final Server server;
    private final Bundle bundle;

    /** The one that serves this context. */
    JettyServer(ServletContext context) {
        servlets = ServletContextHandler.getServletContextHandler(context);
        server = servlets.getServer();
        bundle = FrameworkUtil.getBundle(server.getClass());
    }

    /** Errors are told in JSON, and in no more words than needed. */
    void tellErrorsInJson() {
        servlets.setErrorHandler(new JsonErrorHandler());
        server.setErrorHandler(new JsonErrorHandler());
    }

    @Override
    public void bundleChanged(BundleEvent event) {
        if (event.getType() == BundleEvent.STOPPING && event.getBundle().equals(bundle)) {
            closePort();
        }
    }

    private void closePort() {
        for (Connector connector : server.getConnectors()) {
            try {
                connector.stop();
            } catch (Exception e) {
                log.debug("{} does not stop by itself; Jetty's own stop follows", connector, e);
            }
        }
    }
}
