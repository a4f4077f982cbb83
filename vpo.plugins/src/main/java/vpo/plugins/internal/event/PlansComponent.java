package vpo.plugins.internal.event;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import vpo.api.event.Plan;
import vpo.api.event.PlanEvent;
import vpo.api.event.PlanFailedException;
import vpo.api.event.Plans;
import vpo.api.event.PluginEvents;
import vpo.api.plugin.Mutator;
import vpo.api.task.Task;
import vpo.api.task.TaskRefusedException;
import vpo.api.task.Tasks;

/**
 * Brings plans before the mutators, and has them execute them. Immediate: what is under way outlives who has asked for
 * it.
 */
@Component(immediate = true, configurationPolicy = ConfigurationPolicy.IGNORE)
public final class PlansComponent implements Plans {
    private static final Logger log = LoggerFactory.getLogger(PlansComponent.class);

    private final CallsComponent calls;
    private final PluginEvents events;
    private final Tasks tasks;
    private final PluginServices<Mutator> mutators;
    /** What is under way, and whose service does it. */
    private final Map<Execution<?>, ServiceReference<Mutator>> executions = new ConcurrentHashMap<>();

    /** What a mutator is asked to do. */
    @FunctionalInterface
    private interface Work<T> {
        T on(Mutator mutator) throws Exception;
    }

    /** Something that takes its time. */
    @FunctionalInterface
    private interface Run<T> {
        T perform(Task task) throws PlanFailedException;
    }

    /** Begins. */
    @Activate
    public PlansComponent(BundleContext context, @Reference CallsComponent calls, @Reference PluginEvents events,
            @Reference Tasks tasks) {
        this.calls = calls;
        this.events = events;
        this.tasks = tasks;
        this.mutators = new PluginServices<>(context, Mutator.class, this::gone);
    }

    @Deactivate
    void deactivate() {
        mutators.close();
    }

    private void gone(ServiceReference<Mutator> reference) {
        executions.forEach((execution, whose) -> {
            if (whose.equals(reference)) {
                execution.end("the plugin was stopped", calls.limit());
            }
        });
    }

    @Override
    public Plan beforeExecute(Plan plan) throws InterruptedException {
        Plan now = plan;
        for (PluginServices.Entry<Mutator> each : mutators
                .of(plugin -> plugin.events().contains(PlanEvent.BEFORE))) {
            Plan before = now;
            now = calls.of(each).call(PlanEvent.BEFORE, calls.limit(), () -> asked(each.reference(), before))
                    .orElse(before);
            if (!now.equals(before)) {
                log.debug("plugin {} has replaced the {}", each.plugin().name(), describe(plan));
            }
        }
        return now;
    }

    /** On the thread of the call. */
    private Plan asked(ServiceReference<Mutator> reference, Plan plan) throws Exception {
        Optional<Plan> answer = mutators.get(reference).beforeExecute(new PlanEvent.BeforeExecute(plan));
        if (answer == null) {
            throw CallFailedException.fault("answers with a null");
        }
        if (answer.isPresent() && !plan.file().equals(answer.get().file())) {
            throw CallFailedException.fault("answers with a plan for another file, " + answer.get().file().path());
        }
        return answer.orElse(plan);
    }

    @Override
    public CompletionStage<PlanEvent.AfterExecute> execute(Plan plan, String plugin) throws TaskRefusedException {
        return start(describe(plan) + ", by plugin " + plugin, task -> executed(task, plan, plugin));
    }

    private PlanEvent.AfterExecute executed(Task task, Plan plan, String plugin) throws PlanFailedException {
        Plan last = plan;
        try {
            PluginServices.Entry<Mutator> mutator = mutator(plugin);
            last = beforeExecute(plan);
            Plan now = last;
            String result = await(task, mutator, describe(plan), each -> {
                String answer = each.execute(now);
                if (answer == null) {
                    throw CallFailedException.fault("answers with a null");
                }
                return answer;
            });
            PlanEvent.AfterExecute event = new PlanEvent.AfterExecute(last, result);
            events.publish(event);
            return event;
        } catch (CallFailedException e) {
            throw failed(last, plugin, e.reason());
        } catch (InterruptedException e) {
            throw failed(last, plugin, cancelled(task));
        }
    }

    private PlanFailedException failed(Plan plan, String plugin, String error) {
        events.publish(new PlanEvent.ExecutionFailed(plan, error));
        return new PlanFailedException("plugin " + plugin + " did not execute the " + describe(plan) + ": " + error);
    }

    @Override
    public CompletionStage<Void> rollback(Plan plan, String plugin) throws TaskRefusedException {
        return start("rollback of the " + describe(plan) + ", by plugin " + plugin, task -> {
            try {
                await(task, mutator(plugin), "rollback of the " + describe(plan), each -> {
                    if (!each.supportsRollback()) {
                        throw CallFailedException.answer("it takes no plan back");
                    }
                    each.rollback(plan);
                    return true;
                });
                return null;
            } catch (CallFailedException e) {
                throw new PlanFailedException(
                        "plugin " + plugin + " did not take back the " + describe(plan) + ": " + e.reason());
            }
        });
    }

    private PluginServices.Entry<Mutator> mutator(String plugin) throws CallFailedException {
        return mutators.of(each -> each.name().equals(plugin)).stream().findFirst()
                .orElseThrow(() -> CallFailedException.answer("no plugin of this name runs that executes plans"));
    }

    /** Has a mutator do something, and waits for it, on a thread that the task interrupts when it is cancelled. */
    private <T> T await(Task task, PluginServices.Entry<Mutator> mutator, String what, Work<T> work)
            throws CallFailedException {
        Duration grace = calls.limit();
        Execution<T> execution = new Execution<>(() -> work.on(mutators.get(mutator.reference())));
        executions.put(execution, mutator.reference());
        try {
            if (!mutators.has(mutator.reference())) {
                execution.end("the plugin was stopped", grace);
            }
            execution.begin(calls.threads());
            T answer = execution.await(() -> cancelled(task), grace);
            calls.of(mutator).succeeded();
            return answer;
        } catch (CallFailedException e) {
            if (e.isAnswer()) {
                log.warn("plugin {}, {}: {}", mutator.plugin().name(), what, e.reason());
            } else {
                calls.of(mutator).failed(what, e.getMessage());
            }
            throw e;
        } finally {
            executions.remove(execution);
        }
    }

    private static String cancelled(Task task) {
        return "cancelled" + task.cancelReason().map(reason -> ": " + reason).orElse("");
    }

    /** On a thread that only waits: the plugin's code has another one, which can be given up. */
    private <T> CompletionStage<T> start(String name, Run<T> run) throws TaskRefusedException {
        CompletableFuture<T> done = new CompletableFuture<>();
        tasks.run(name, task -> {
            try {
                done.complete(run.perform(task));
            } catch (Throwable e) {
                done.completeExceptionally(e);
            }
        });
        return done.minimalCompletionStage();
    }

    private static String describe(Plan plan) {
        return "plan " + plan.policy() + " for " + plan.file().path();
    }
}
