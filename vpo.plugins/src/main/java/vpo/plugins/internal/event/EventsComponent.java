package vpo.plugins.internal.event;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

import vpo.api.event.Enrichment;
import vpo.api.event.FileMetadataEnriched;
import vpo.api.event.FileScanned;
import vpo.api.event.PlanEvent;
import vpo.api.event.PluginEvent;
import vpo.api.event.PluginEvents;
import vpo.api.plugin.Analyzer;

/** Tells the analyzers of events. Immediate, as it would begin anew whenever nobody holds it. */
@Component(immediate = true, configurationPolicy = ConfigurationPolicy.IGNORE)
public final class EventsComponent implements PluginEvents {
    private final CallsComponent calls;
    private final PluginServices<Analyzer> analyzers;

    /** Begins. */
    @Activate
    public EventsComponent(BundleContext context, @Reference CallsComponent calls) {
        this.calls = calls;
        this.analyzers = new PluginServices<>(context, Analyzer.class, _ -> {});
    }

    @Deactivate
    void deactivate() {
        analyzers.close();
    }

    @Override
    public List<Enrichment> publish(PluginEvent event) {
        if (event instanceof PlanEvent.BeforeExecute) {
            throw new IllegalArgumentException(event.name() + " is for mutators: call Plans.beforeExecute");
        }
        List<Enrichment> answers = tell(event);
        if (event instanceof FileScanned scanned && !answers.isEmpty()) {
            tell(new FileMetadataEnriched(scanned.file(), answers));
        }
        return answers;
    }

    private List<Enrichment> tell(PluginEvent event) {
        List<Enrichment> answers = new ArrayList<>();
        for (PluginServices.Entry<Analyzer> each : analyzers.of(plugin -> plugin.events().contains(event.name()))) {
            try {
                calls.of(each).call(event.name(), calls.limit(), () -> answer(each.reference(), event))
                        .filter(values -> !values.isEmpty())
                        .ifPresent(values -> answers.add(new Enrichment(each.plugin().name(), values)));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        return List.copyOf(answers);
    }

    /** On the thread of the call: to make the analyzer, and to look at its answer, is to run the plugin's code, too. */
    private Map<String, String> answer(ServiceReference<Analyzer> reference, PluginEvent event) throws Exception {
        Map<String, String> answer = analyzers.get(reference).on(event);
        Map<String, String> copy = new HashMap<>();
        try {
            answer.forEach((name, value) -> copy.put(Objects.requireNonNull(name), Objects.requireNonNull(value)));
        } catch (NullPointerException e) {
            throw CallFailedException.fault("answers with a null");
        }
        return Map.copyOf(copy);
    }
}
