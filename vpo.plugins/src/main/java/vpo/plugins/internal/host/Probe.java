package vpo.plugins.internal.host;

import java.util.Optional;
import java.util.stream.Stream;

import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.apache.felix.hc.api.ResultLog;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;

/**
 * Looks whether a bundle that has just started works: none of its components has failed, and none of its health checks
 * says that it does not. A component that waits for a configuration or a service has not failed.
 */
final class Probe {
    private final BundleContext context;

    Probe(BundleContext context) {
        this.context = context;
    }

    /** What is wrong, a sentence without its subject; empty if nothing is. Runs the plugin's code. */
    Optional<String> complaint(Bundle bundle) {
        return failedComponent(bundle).or(() -> failedCheck(bundle));
    }

    private Optional<String> failedComponent(Bundle bundle) {
        ServiceReference<ServiceComponentRuntime> reference = context
                .getServiceReference(ServiceComponentRuntime.class);
        if (reference == null) {
            return Optional.empty();
        }
        ServiceComponentRuntime components = context.getService(reference);
        try {
            return components.getComponentDescriptionDTOs(bundle).stream()
                    .flatMap(each -> components.getComponentConfigurationDTOs(each).stream())
                    .filter(each -> each.state == ComponentConfigurationDTO.FAILED_ACTIVATION)
                    .findFirst().map(Probe::describe);
        } finally {
            context.ungetService(reference);
        }
    }

    private static String describe(ComponentConfigurationDTO failed) {
        String trace = failed.failure == null ? "" : failed.failure;
        // Of the causes, the last is the one that the author wrote.
        String reason = trace.lines().filter(line -> line.startsWith("Caused by: "))
                .reduce((first, last) -> last).map(line -> line.substring("Caused by: ".length()))
                .or(() -> trace.lines().findFirst()).orElse("no reason told");
        return "has a component that does not activate, " + failed.description.name + ": " + reason;
    }

    private Optional<String> failedCheck(Bundle bundle) {
        ServiceReference<?>[] services = bundle.getRegisteredServices();
        return Stream.of(services == null ? new ServiceReference<?>[0] : services)
                .filter(each -> Stream.of((String[]) each.getProperty(Constants.OBJECTCLASS))
                        .anyMatch(HealthCheck.class.getName()::equals))
                .map(this::complaint).flatMap(Optional::stream).findFirst();
    }

    private Optional<String> complaint(ServiceReference<?> reference) {
        Object name = reference.getProperty(HealthCheck.NAME);
        Object service = context.getService(reference);
        try {
            if (!(service instanceof HealthCheck check)) {
                return Optional.empty();
            }
            Result result = check.execute();
            return switch (result.getStatus()) {
                case OK, WARN, TEMPORARILY_UNAVAILABLE -> Optional.empty();
                case CRITICAL, HEALTH_CHECK_ERROR ->
                    Optional.of("fails its health check " + name + ": " + message(result));
            };
        } finally {
            context.ungetService(reference);
        }
    }

    private static String message(Result result) {
        String text = result.getStatus().name();
        for (ResultLog.Entry entry : result) {
            text = entry.getMessage();
        }
        return text;
    }
}
