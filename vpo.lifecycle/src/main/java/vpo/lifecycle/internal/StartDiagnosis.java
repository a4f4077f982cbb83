package vpo.lifecycle.internal;

import static org.osgi.service.component.runtime.dto.ComponentConfigurationDTO.FAILED_ACTIVATION;
import static org.osgi.service.component.runtime.dto.ComponentConfigurationDTO.UNSATISFIED_CONFIGURATION;
import static org.osgi.service.component.runtime.dto.ComponentConfigurationDTO.UNSATISFIED_REFERENCE;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.osgi.framework.Bundle;
import org.osgi.framework.dto.BundleDTO;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.service.component.runtime.dto.ReferenceDTO;
import org.osgi.service.component.runtime.dto.UnsatisfiedReferenceDTO;
import org.osgi.service.condition.Condition;

/**
 * Finds out what keeps a start from getting on, from what the container tells of its bundles and components. Causes
 * come first; what only waits for another of the listed components is left out, unless nothing else is known.
 */
final class StartDiagnosis {

    /**
     * An enabled component.
     *
     * @param configurations may be empty: nobody has configured it
     */
    record Component(ComponentDescriptionDTO description, Collection<ComponentConfigurationDTO> configurations) {
        boolean isSatisfied() {
            return configurations.stream().anyMatch(c -> !isUnsatisfied(c) && c.state != FAILED_ACTIVATION);
        }

        private static boolean isUnsatisfied(ComponentConfigurationDTO configuration) {
            return (configuration.state & (UNSATISFIED_CONFIGURATION | UNSATISFIED_REFERENCE)) != 0;
        }

        List<String> provides() {
            return description.serviceInterfaces == null ? List.of() : List.of(description.serviceInterfaces);
        }
    }

    /** How near to the root a finding is; in the order of the report. */
    private enum Rank {
        BUNDLE, FAILED, MISSING_SERVICE, MISSING_CONFIGURATION, CONSEQUENCE
    }

    private record Finding(Rank rank, String text) {}

    private final List<Component> missing;
    private final Set<String> missingSteps;
    /** What components that are not satisfied would provide. */
    private final Set<String> withheld;
    /** What components that are not satisfied wait for. */
    private final Set<String> wanted;

    /**
     * @param components the enabled ones
     * @param missingSteps ids of the start's conditions that are not there
     */
    StartDiagnosis(Collection<Component> components, Set<String> missingSteps) {
        missing = components.stream().filter(component -> !component.isSatisfied()).toList();
        this.missingSteps = missingSteps;
        withheld = missing.stream().flatMap(component -> component.provides().stream()).collect(Collectors.toSet());
        wanted = missing.stream()
                .flatMap(component -> component.configurations.stream().flatMap(c -> unsatisfied(component, c)))
                .map(reference -> reference.interfaceName).collect(Collectors.toSet());
    }

    /**
     * What is wrong, causes first, each in a few words.
     *
     * @param idle bundles that ought to be active and are not
     */
    List<String> findings(Collection<BundleDTO> idle) {
        List<Finding> all = Stream.concat(idle.stream().map(StartDiagnosis::finding),
                missing.stream().flatMap(this::findings)).sorted(Comparator.comparing(Finding::rank)).toList();
        boolean causeKnown = all.stream().anyMatch(finding -> finding.rank != Rank.CONSEQUENCE);
        return all.stream().filter(finding -> !causeKnown || finding.rank != Rank.CONSEQUENCE)
                .map(Finding::text).distinct().toList();
    }

    private static Finding finding(BundleDTO bundle) {
        String state = switch (bundle.state) {
            case Bundle.INSTALLED -> "does not resolve";
            case Bundle.STARTING -> "is still starting";
            case Bundle.STOPPING -> "is stopping";
            default -> "is not started";
        };
        return new Finding(Rank.BUNDLE, name(bundle) + " " + state);
    }

    private Stream<Finding> findings(Component component) {
        if (component.configurations.isEmpty()) {
            return unconfigured(component);
        }
        return component.configurations.stream().flatMap(configuration -> {
            if (configuration.state == FAILED_ACTIVATION) {
                return Stream.of(new Finding(Rank.FAILED, name(component) + " failed to activate"
                        + firstLine(configuration.failure)));
            }
            Stream<Finding> services = unsatisfied(component, configuration)
                    .map(reference -> finding(component, reference));
            return (configuration.state & UNSATISFIED_CONFIGURATION) == 0
                    ? services
                    : Stream.concat(unconfigured(component), services);
        });
    }

    /** Optional parts wait for a configuration all their life: only ours and those waited for are worth a word. */
    private Stream<Finding> unconfigured(Component component) {
        boolean matters = component.description.bundle.symbolicName.startsWith("vpo.")
                || component.provides().stream().anyMatch(wanted::contains);
        return matters && "require".equals(component.description.configurationPolicy)
                ? Stream.of(new Finding(Rank.MISSING_CONFIGURATION, name(component) + " has no configuration "
                        + String.join(", ", component.description.configurationPid)))
                : Stream.empty();
    }

    private Finding finding(Component component, ReferenceDTO reference) {
        boolean step = reference.interfaceName.equals(Condition.class.getName()) && reference.target != null
                && missingSteps.stream().anyMatch(id -> reference.target.contains("=" + id + ")"));
        return new Finding(step || withheld.contains(reference.interfaceName)
                ? Rank.CONSEQUENCE
                : Rank.MISSING_SERVICE,
                name(component) + " has no service " + reference.interfaceName
                        + (reference.target == null ? "" : " with " + reference.target)
                        // bnd names the parameters of a constructor like this, which tells nobody anything.
                        + (reference.name.startsWith("$") ? "" : " for its reference " + reference.name));
    }

    private static Stream<ReferenceDTO> unsatisfied(Component component, ComponentConfigurationDTO configuration) {
        if (configuration.unsatisfiedReferences == null) {
            return Stream.empty();
        }
        return Arrays.stream(configuration.unsatisfiedReferences).map(unsatisfied -> described(component, unsatisfied));
    }

    /** The description knows the interface, the configuration the target that counts. */
    private static ReferenceDTO described(Component component, UnsatisfiedReferenceDTO unsatisfied) {
        ReferenceDTO reference = new ReferenceDTO();
        reference.name = unsatisfied.name;
        reference.target = unsatisfied.target;
        reference.interfaceName = Arrays.stream(component.description.references)
                .filter(candidate -> candidate.name.equals(unsatisfied.name))
                .map(candidate -> candidate.interfaceName).findFirst().orElse(unsatisfied.name);
        return reference;
    }

    private static String name(Component component) {
        return "component " + component.description.name + " (" + name(component.description.bundle) + ")";
    }

    private static String name(BundleDTO bundle) {
        return "bundle " + bundle.symbolicName + " " + bundle.version;
    }

    private static String firstLine(String failure) {
        return failure == null ? "" : failure.lines().findFirst().map(line -> ": " + line.strip()).orElse("");
    }
}
