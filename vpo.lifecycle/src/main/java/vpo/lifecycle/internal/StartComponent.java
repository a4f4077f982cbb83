package vpo.lifecycle.internal;

import java.util.Dictionary;
import java.util.Hashtable;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.condition.Condition;
import org.osgi.util.tracker.ServiceTracker;

/**
 * Feeds the conditions of the start to the {@link StartSequence}. It stands apart from {@link DaemonComponent}, because
 * a condition that it registers activates components which want the daemon's services at once.
 */
@Component(service = {}, immediate = true, configurationPolicy = ConfigurationPolicy.IGNORE)
public final class StartComponent {
    private final BundleContext context;
    private final StartSequence sequence;
    private final ServiceTracker<Condition, Condition> conditions;
    private final Queue<ServiceRegistration<Condition>> announced = new ConcurrentLinkedQueue<>();

    /** Begins with the conditions that are there. */
    @Activate
    public StartComponent(BundleContext context, @Reference DaemonComponent daemon) throws InvalidSyntaxException {
        this.context = context;
        sequence = new StartSequence(daemon.states(), () -> InFlight.seconds(daemon.uptime()), this::announce);
        conditions = new ServiceTracker<>(context, context.createFilter(
                "(&(objectClass=" + Condition.class.getName() + ")(" + Condition.CONDITION_ID + "=vpo.*))"), null) {
            @Override
            public Condition addingService(ServiceReference<Condition> condition) {
                sequence.arrived((String) condition.getProperty(Condition.CONDITION_ID));
                return Condition.INSTANCE;
            }

            @Override
            public void removedService(ServiceReference<Condition> condition, Condition service) {
                // Nothing was got from the registry, so nothing is given back.
            }
        };
        conditions.open();
    }

    /** Not before: while the daemon drains, nothing loses what it stands on. */
    @Deactivate
    void deactivate() {
        conditions.close();
        announced.forEach(ServiceRegistration::unregister);
    }

    private void announce(String conditionId) {
        Dictionary<String, Object> properties = new Hashtable<>(Map.of(Condition.CONDITION_ID, conditionId));
        announced.add(context.registerService(Condition.class, Condition.INSTANCE, properties));
    }
}
