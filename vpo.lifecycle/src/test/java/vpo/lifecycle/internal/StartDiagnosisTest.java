package vpo.lifecycle.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.osgi.service.component.runtime.dto.ComponentConfigurationDTO.ACTIVE;
import static org.osgi.service.component.runtime.dto.ComponentConfigurationDTO.FAILED_ACTIVATION;
import static org.osgi.service.component.runtime.dto.ComponentConfigurationDTO.UNSATISFIED_CONFIGURATION;
import static org.osgi.service.component.runtime.dto.ComponentConfigurationDTO.UNSATISFIED_REFERENCE;

import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.dto.BundleDTO;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.service.component.runtime.dto.ReferenceDTO;
import org.osgi.service.component.runtime.dto.UnsatisfiedReferenceDTO;
import org.osgi.service.condition.Condition;

class StartDiagnosisTest {
    private static final Set<String> MISSING_STEPS = Set.of("vpo.ready.to.listen", "vpo.listening");

    @Test
    void whatIsSatisfiedIsNoFinding() {
        assertThat(findings(component("vpo.health", ACTIVE))).isEmpty();
    }

    @Test
    void namesTheComponentItsBundleAndTheMissingService() {
        assertThat(findings(component("vpo.database", UNSATISFIED_REFERENCE,
                reference("dataSource", "javax.sql.DataSource", "(name=library)"))))
                .containsExactly("component vpo.database.Main (bundle vpo.database 1.2.3) has no service"
                        + " javax.sql.DataSource with (name=library) for its reference dataSource");
    }

    @Test
    void leavesOutTheMadeUpNameOfAConstructorParameter() {
        assertThat(findings(component("vpo.database", UNSATISFIED_REFERENCE,
                reference("$000", "javax.sql.DataSource", null))))
                .containsExactly("component vpo.database.Main (bundle vpo.database 1.2.3) has no service"
                        + " javax.sql.DataSource");
    }

    @Test
    void whatWaitsForAnotherUnsatisfiedComponentIsNoCause() {
        var health = component("vpo.health", UNSATISFIED_REFERENCE, reference("store", "vpo.Store", null));
        var store = component("vpo.database", UNSATISFIED_REFERENCE, reference("driver", "java.sql.Driver", null));
        store.description().serviceInterfaces = new String[]{"vpo.Store"};
        assertThat(findings(health, store)).singleElement().asString().contains("java.sql.Driver");
    }

    @Test
    void whatWaitsForAStepOfTheStartIsNoCause() {
        var listener = component("vpo.http", UNSATISFIED_REFERENCE,
                reference("$001", Condition.class.getName(), "(osgi.condition.id=vpo.ready.to.listen)"));
        var store = component("vpo.database", UNSATISFIED_REFERENCE, reference("driver", "java.sql.Driver", null));
        assertThat(findings(listener, store)).singleElement().asString().contains("java.sql.Driver");
        assertThat(findings(listener)).as("when nothing else is known").singleElement().asString()
                .contains("vpo.ready.to.listen");
    }

    @Test
    void aConditionOfSomebodyElsesIsACause() {
        assertThat(findings(component("vpo.http", UNSATISFIED_REFERENCE,
                reference("gate", Condition.class.getName(), "(osgi.condition.id=vpo.ready.to.listen.not)")),
                component("vpo.health", UNSATISFIED_REFERENCE, reference("a", "b.C", null)))).hasSize(2);
    }

    @Test
    void componentsThatWaitForEachOtherAreNamedBoth() {
        var one = component("vpo.one", UNSATISFIED_REFERENCE, reference("two", "Two", null));
        one.description().serviceInterfaces = new String[]{"One"};
        var two = component("vpo.two", UNSATISFIED_REFERENCE, reference("one", "One", null));
        two.description().serviceInterfaces = new String[]{"Two"};
        assertThat(findings(one, two)).hasSize(2);
    }

    @Test
    void aFailedActivationComesFirstWithTheFirstLineOfItsFailure() {
        var failed = component("vpo.http", FAILED_ACTIVATION);
        failed.configurations().iterator().next().failure = "java.lang.IllegalStateException: no key store\n\tat x.Y";
        assertThat(findings(component("vpo.a", UNSATISFIED_REFERENCE, reference("a", "b.C", null)), failed))
                .first().isEqualTo("component vpo.http.Main (bundle vpo.http 1.2.3) failed to activate:"
                        + " java.lang.IllegalStateException: no key store");
    }

    @Test
    void namesTheMissingConfigurationOfOursAndOfWhatIsWaitedFor() {
        var ours = component("vpo.http", UNSATISFIED_CONFIGURATION);
        var waitedFor = component("acme.store", UNSATISFIED_CONFIGURATION);
        waitedFor.description().serviceInterfaces = new String[]{"vpo.Store"};
        var waiting = component("vpo.health", UNSATISFIED_REFERENCE, reference("store", "vpo.Store", null));
        var optional = component("acme.console", UNSATISFIED_CONFIGURATION);
        assertThat(findings(ours, waitedFor, waiting, optional)).containsExactly(
                "component vpo.http.Main (bundle vpo.http 1.2.3) has no configuration vpo.http.pid",
                "component acme.store.Main (bundle acme.store 1.2.3) has no configuration acme.store.pid");
    }

    @Test
    void aComponentThatHasNoInstanceAtAllHasNoConfiguration() {
        var described = component("vpo.http", UNSATISFIED_CONFIGURATION).description();
        assertThat(findings(new StartDiagnosis.Component(described, List.of()))).singleElement().asString()
                .endsWith("has no configuration vpo.http.pid");
    }

    @Test
    void namesBundlesThatAreNotActive() {
        assertThat(new StartDiagnosis(List.of(), MISSING_STEPS)
                .findings(List.of(bundle("acme", Bundle.INSTALLED), bundle("vpo.http", Bundle.RESOLVED))))
                .containsExactly("bundle acme 1.2.3 does not resolve", "bundle vpo.http 1.2.3 is not started");
    }

    private static List<String> findings(StartDiagnosis.Component... components) {
        return new StartDiagnosis(List.of(components), MISSING_STEPS).findings(List.of());
    }

    record Unsatisfied(String name, String type, String target) {}

    private static Unsatisfied reference(String name, String type, String target) {
        return new Unsatisfied(name, type, target);
    }

    static StartDiagnosis.Component component(String bundle, int state, Unsatisfied... references) {
        ComponentDescriptionDTO description = new ComponentDescriptionDTO();
        description.name = bundle + ".Main";
        description.bundle = bundle(bundle, Bundle.ACTIVE);
        description.configurationPolicy = "require";
        description.configurationPid = new String[]{bundle + ".pid"};
        description.references = List.of(references).stream().map(reference -> {
            ReferenceDTO dto = new ReferenceDTO();
            dto.name = reference.name;
            dto.interfaceName = reference.type;
            return dto;
        }).toArray(ReferenceDTO[]::new);
        ComponentConfigurationDTO configuration = new ComponentConfigurationDTO();
        configuration.description = description;
        configuration.state = state;
        configuration.unsatisfiedReferences = List.of(references).stream().map(reference -> {
            UnsatisfiedReferenceDTO dto = new UnsatisfiedReferenceDTO();
            dto.name = reference.name;
            dto.target = reference.target;
            return dto;
        }).toArray(UnsatisfiedReferenceDTO[]::new);
        return new StartDiagnosis.Component(description, List.of(configuration));
    }

    private static BundleDTO bundle(String name, int state) {
        BundleDTO bundle = new BundleDTO();
        bundle.symbolicName = name;
        bundle.version = "1.2.3";
        bundle.state = state;
        return bundle;
    }
}
