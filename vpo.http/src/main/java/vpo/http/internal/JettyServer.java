package vpo.http.internal;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

import jakarta.servlet.ServletContext;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.AbstractConnector;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Server;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.SynchronousBundleListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Jetty itself, for what neither it nor Felix HTTP has a setting for. As a listener of the framework it closes the port
 * when Jetty's bundle is about to stop; the service manager's socket is left to the next process. Felix HTTP takes its
 * servlets away first, and whoever asked in between would hear that there is no {@code /health}.
 */
final class JettyServer implements SynchronousBundleListener {
    private static final Logger log = LoggerFactory.getLogger(JettyServer.class);

    /** More than requests may be in flight, and streams open besides. */
    private static final int MAX_CONNECTIONS = 1_200;
    /** For the headers of a request to come, and between two requests. */
    private static final Duration HEADERS = Duration.ofSeconds(15);
    /** The drain has waited for the work; this is for what is left to be written. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(1);

    private final OpenConnections connections = new OpenConnections(MAX_CONNECTIONS, HEADERS);
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

    /** Connections without a request are bounded in time and number, and slow bodies in time. */
    void boundClients() {
        for (Connector connector : server.getConnectors()) {
            if (connector instanceof AbstractConnector bounded) {
                bounded.addBean(connections);
                // Those that were there before: the gate may come again while Jetty runs.
                bounded.getConnectedEndPoints().stream().map(EndPoint::getConnection).filter(Objects::nonNull)
                        .forEach(connections::adopt);
            }
            connector.getConnectionFactories().stream().filter(HttpConfiguration.ConnectionFactory.class::isInstance)
                    .forEach(each -> ((HttpConfiguration.ConnectionFactory) each).getHttpConfiguration()
                            .addCustomizer(connections));
        }
        connections.watch(server.getScheduler());
    }

    @Override
    public void bundleChanged(BundleEvent event) {
        if (event.getType() == BundleEvent.STOPPING && event.getBundle().equals(bundle)) {
            List<ActivatedConnector> activated = Arrays.stream(server.getConnectors())
                    .filter(ActivatedConnector.class::isInstance).map(ActivatedConnector.class::cast).toList();
            activated.forEach(ActivatedConnector::rest);
            // Where nobody new comes, those who have just come are answered, too.
            connections.awaitAnswers(LAST_WORDS, !activated.isEmpty(),
                    () -> activated.stream().allMatch(each -> each.isSettled(connections::knows)));
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
