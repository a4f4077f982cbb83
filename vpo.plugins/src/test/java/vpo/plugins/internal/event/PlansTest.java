package vpo.plugins.internal.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import org.apache.felix.framework.FrameworkFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.launch.Framework;

import vpo.api.event.Enrichment;
import vpo.api.event.FileInfo;
import vpo.api.event.FileScanned;
import vpo.api.event.Plan;
import vpo.api.event.PlanEvent;
import vpo.api.event.PlanFailedException;
import vpo.api.task.TaskInfo;
import vpo.api.task.TaskRefusedException;
import vpo.lifecycle.internal.Register;
import vpo.plugins.internal.Jars;
import vpo.plugins.internal.PluginIdentity;
import vpo.plugins.internal.TestConfig;

/** Plans and events, with real plugins in a real framework. */
@Timeout(60)
class PlansTest {
    private static final FileInfo FILE = new FileInfo(7, Path.of("/media/a.mkv"), 1, Instant.EPOCH, Optional.empty(),
            Optional.empty(), List.of());
    private static final Plan PLAN = new Plan(FILE, "tidy", 1, List.of());
    private static final String LEAVES = "return java.util.Optional.empty();";
    private static final String DONE = "return \"done\";";
    private static final String RELEASE = "vpo.test.release";
    /** Whatever interrupts it, until the test is over. */
    private static final String HANGS = "while (!Boolean.getBoolean(\"" + RELEASE + "\")) Thread.onSpinWait();";

    @TempDir
    Path folder;

    private final Register register = new Register();
    private Framework framework;
    private CallsComponent calls;
    private EventsComponent events;
    private PlansComponent plans;

    @BeforeEach
    void start() throws Exception {
        framework = new FrameworkFactory().newFramework(Map.of(
                "org.osgi.framework.storage", folder.resolve("cache").toString(),
                "org.osgi.framework.system.packages.extra", "vpo.api.event;version=1.0,vpo.api.plugin;version=1.0",
                "felix.log.level", "0"));
        framework.start();
        calls = new CallsComponent(framework.getBundleContext(), new TestConfig(20));
        events = new EventsComponent(framework.getBundleContext(), calls);
        plans = new PlansComponent(framework.getBundleContext(), calls, events, register.tasks());
    }

    @AfterEach
    void stop() throws Exception {
        System.setProperty(RELEASE, "true");
        plans.deactivate();
        events.deactivate();
        calls.deactivate();
        assertThat(calls.threads().awaitTermination(30, TimeUnit.SECONDS)).as("no thread hangs any more").isTrue();
        System.clearProperty(RELEASE);
        framework.stop();
        framework.waitForStop(30_000);
    }

    private Bundle install(Jars jars) throws Exception {
        Bundle bundle = framework.getBundleContext().installBundle("test:" + System.nanoTime(),
                new ByteArrayInputStream(jars.bytes()));
        bundle.start();
        return bundle;
    }

    /** A plugin with a mutator whose methods have these bodies. */
    private Bundle mutator(String name, String before, String execute) throws Exception {
        return mutator(name, "plan.before_execute", 0, before, execute);
    }

    private Bundle mutator(String name, String events, int ranking, String before, String execute) throws Exception {
        return install(plugin(name, events).activator("""
                context.registerService(vpo.api.plugin.Mutator.class, new vpo.api.plugin.Mutator() {
                    public java.util.Optional<vpo.api.event.Plan> beforeExecute(
                            vpo.api.event.PlanEvent.BeforeExecute event) throws Exception { %s }
                    public String execute(vpo.api.event.Plan plan) throws Exception { %s }
                    public boolean supportsRollback() { return true; }
                    public void rollback(vpo.api.event.Plan plan) throws Exception {
                        java.nio.file.Files.writeString(java.nio.file.Path.of("%s"), plan.policy());
                    }
                }, new java.util.Hashtable<>(java.util.Map.of("service.ranking", %d)));
                """.formatted(before, execute, folder.resolve("rolled-back"), ranking), ""));
    }

    private static String name(Bundle plugin) {
        return PluginIdentity.of(plugin).orElseThrow().name();
    }

    private static Jars plugin(String name, String events) {
        return Jars.bundle("test." + name + System.nanoTime(), "1")
                .header("Provide-Capability",
                        "vpo.plugin;name=" + name + ";events:List<String>=\"" + events + "\"")
                .header("Import-Package", "vpo.api.event,vpo.api.plugin");
    }

    /** An analyzer that writes down what it is told, under its name. */
    private void listener(String name, String events) throws Exception {
        install(plugin(name, events).activator("""
                context.registerService(vpo.api.plugin.Analyzer.class, event -> {
                    java.nio.file.Files.writeString(java.nio.file.Path.of("%s"), event + "\\n",
                            java.nio.file.StandardOpenOption.CREATE, java.nio.file.StandardOpenOption.APPEND);
                    return java.util.Map.of();
                }, null);
                """.formatted(folder.resolve(name)), ""));
    }

    private String told(String name) throws Exception {
        Path file = folder.resolve(name);
        return Files.exists(file) ? Files.readString(file) : "";
    }

    /** A body that answers with the plan and one action more. */
    private static String adds(String action) {
        return """
                var actions = new java.util.ArrayList<>(event.plan().actions());
                actions.add(new vpo.api.event.Plan.Action("%s", java.util.OptionalInt.empty(),
                        java.util.Optional.empty(), java.util.Optional.empty()));
                return java.util.Optional.of(new vpo.api.event.Plan(event.plan().file(), event.plan().policy(),
                        event.plan().policyVersion(), actions));
                """.formatted(action);
    }

    /** A statement that says that the body has begun. */
    private String begun() {
        return "java.nio.file.Files.createFile(java.nio.file.Path.of(\"" + folder.resolve("begun") + "\"));";
    }

    private static List<String> actions(Plan plan) {
        return plan.actions().stream().map(Plan.Action::type).toList();
    }

    private static <T> T get(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(50, TimeUnit.SECONDS);
    }

    private static String failure(CompletionStage<?> stage) {
        return catchThrowableOfType(ExecutionException.class, () -> get(stage))
                .getCause().getMessage();
    }

    @Test
    void each_mutator_sees_what_the_one_before_it_has_made() throws Exception {
        mutator("owl", adds("owl"), DONE);
        mutator("ant", adds("ant"), DONE);
        mutator("bee", LEAVES, DONE);
        mutator("cow", "file.scanned", 0, adds("was not asked"), DONE);
        assertThat(actions(plans.beforeExecute(PLAN))).containsExactly("ant", "owl");
    }

    @Test
    void what_a_mutator_does_wrong_leaves_the_plan_as_it_was() throws Exception {
        // As long as the one that hangs is waited for; the others may take their time while it spins.
        calls.modified(new TestConfig(3));
        mutator("a1", "throw new java.io.IOException(\"no\");", DONE);
        mutator("a2", "throw new StackOverflowError();", DONE);
        mutator("a3", "throw new NoClassDefFoundError(\"x\");", DONE);
        mutator("a4", "return null;", DONE);
        mutator("a5", """
                var f = event.plan().file();
                return java.util.Optional.of(new vpo.api.event.Plan(new vpo.api.event.FileInfo(f.id(),
                        java.nio.file.Path.of("/etc/passwd"), f.sizeBytes(), f.modifiedAt(), f.contentHash(),
                        f.containerFormat(), f.tracks()), "tidy", 1, java.util.List.of()));
                """, DONE);
        mutator("a6", HANGS + " return null;", DONE);
        mutator("a7", adds("last"), DONE);
        Plan plan = plans.beforeExecute(PLAN);
        assertThat(actions(plan)).containsExactly("last");
        assertThat(plan.file()).isEqualTo(FILE);
    }

    @Test
    void a_mutator_that_keeps_failing_is_told_to_the_host() throws Exception {
        List<String> failing = new CopyOnWriteArrayList<>();
        calls.bindFailures((plugin, reason) -> failing.add(name(plugin) + " " + reason));
        mutator("cat", "throw new IllegalStateException(\"no claws\");", "throw new IllegalStateException(\"x\");");
        for (int i = 0; i < 4; i++) {
            plans.beforeExecute(PLAN);
        }
        assertThat(failing).isEmpty();
        plans.beforeExecute(PLAN);
        assertThat(failing).singleElement().asString().startsWith("cat failed 5 times in a row").contains("no claws",
                "plan.before_execute");
    }

    @Test
    void a_plan_is_executed_as_the_mutators_have_left_it_and_told() throws Exception {
        mutator("ant", adds("ant"), DONE);
        mutator("cat", LEAVES, "return plan.actions().size() + \" done\";");
        listener("log", "plan.after_execute,plan.execution_failed");
        PlanEvent.AfterExecute event = get(plans.execute(PLAN, "cat"));
        assertThat(event.result()).isEqualTo("1 done");
        assertThat(actions(event.plan())).containsExactly("ant");
        assertThat(told("log")).as("told before the stage is completed").contains("AfterExecute", "1 done")
                .doesNotContain("ExecutionFailed");
        // Who depends on the stage is still served within the task.
        await().untilAsserted(() -> assertThat(register.tasks().inFlight()).isEmpty());
        get(plans.rollback(event.plan(), "cat"));
        assertThat(folder.resolve("rolled-back")).hasContent("tidy");
    }

    @Test
    void an_execution_that_fails_is_told() throws Exception {
        mutator("cat", LEAVES, "throw new java.io.IOException(\"disk full\");");
        mutator("dog", LEAVES, "throw new StackOverflowError();");
        listener("log", "plan.after_execute,plan.execution_failed");
        assertThat(failure(plans.execute(PLAN, "cat")))
                .isEqualTo("plugin cat did not execute the plan tidy for /media/a.mkv: disk full");
        assertThat(told("log")).contains("ExecutionFailed", "error=disk full");
        assertThat(failure(plans.execute(PLAN, "dog"))).contains("StackOverflowError");
        assertThat(failure(plans.execute(PLAN, "nobody"))).contains("plugin nobody", "no plugin of this name runs");
        assertThat(told("log").lines()).hasSize(3);
        assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> get(plans.rollback(PLAN, "nobody")))
                .withCauseInstanceOf(PlanFailedException.class);
    }

    /** What depends on it is given, whether or not it has failed by then. */
    private static Throwable given(CompletionStage<?> stage) throws Exception {
        CompletionStage<Throwable> given = stage.handle((_, e) -> e);
        return get(given);
    }

    @Test
    void what_depends_on_a_plan_is_given_its_failure_as_a_cause() throws Exception {
        mutator("cat", LEAVES, "throw new java.io.IOException(\"disk full\");");
        for (CompletionStage<?> failing : List.of(plans.execute(PLAN, "cat"), plans.rollback(PLAN, "nobody"))) {
            assertThat(given(failing)).isInstanceOf(CompletionException.class)
                    .hasCauseInstanceOf(PlanFailedException.class);
            assertThat(given(failing)).isInstanceOf(CompletionException.class)
                    .hasCauseInstanceOf(PlanFailedException.class);
        }
    }

    @Test
    void a_failed_plan_is_an_answer_and_a_fault_is_none() throws Exception {
        List<String> failing = new CopyOnWriteArrayList<>();
        calls.bindFailures((plugin, _) -> failing.add(name(plugin)));
        // Neither is asked before, which would end its row of failures.
        mutator("cat", "file.scanned", 0, LEAVES, "throw new java.io.IOException(\"disk full\");");
        mutator("dog", "file.scanned", 0, LEAVES, "return null;");
        for (int i = 0; i < 5; i++) {
            failure(plans.execute(PLAN, "cat"));
            failure(plans.execute(PLAN, "dog"));
        }
        assertThat(failing).containsExactly("dog");
    }

    @Test
    void an_execution_is_work_in_flight_and_is_interrupted_when_it_is_cancelled() throws Exception {
        mutator("cat", LEAVES, "new java.util.concurrent.CountDownLatch(1).await(); return \"\";");
        listener("log", "plan.execution_failed");
        CompletionStage<?> stage = plans.execute(PLAN, "cat");
        assertThat(register.tasks().inFlight()).extracting(TaskInfo::name)
                .containsExactly("plan tidy for /media/a.mkv, by plugin cat");
        register.cancelAll("shutdown_timeout is over");
        assertThat(failure(stage)).endsWith("cancelled: shutdown_timeout is over");
        assertThat(told("log")).contains("error=cancelled: shutdown_timeout is over");
        await().untilAsserted(() -> assertThat(register.tasks().inFlight()).isEmpty());
        register.refuse();
        assertThatExceptionOfType(TaskRefusedException.class).isThrownBy(() -> plans.execute(PLAN, "cat"));
    }

    @Test
    void an_execution_that_ignores_its_cancellation_is_not_waited_for_for_ever() throws Exception {
        calls.modified(new TestConfig(0.2));
        mutator("cat", LEAVES, begun() + HANGS + " return \"late\";");
        CompletionStage<?> stage = plans.execute(PLAN, "cat");
        await().until(() -> Files.exists(folder.resolve("begun")));
        register.cancelAll("enough");
        assertThat(failure(stage)).contains("enough", "does not come back");
    }

    @Test
    void an_execution_ends_with_its_plugin() throws Exception {
        Bundle cat = mutator("cat", LEAVES,
                begun() + "new java.util.concurrent.CountDownLatch(1).await(); return \"\";");
        CompletionStage<?> stage = plans.execute(PLAN, "cat");
        await().until(() -> Files.exists(folder.resolve("begun")));
        cat.stop();
        assertThat(failure(stage)).contains("the plugin was stopped");
    }

    @Test
    void of_several_mutators_of_a_plugin_the_highest_executes() throws Exception {
        mutator("cat", "x", 1, LEAVES, "return \"low\";");
        mutator("cat", "x", 9, LEAVES, "return \"high\";");
        mutator("cat", "x", 5, LEAVES, "return \"middle\";");
        assertThat(get(plans.execute(PLAN, "cat")).result()).isEqualTo("high");
    }

    @Test
    void what_analyzers_add_to_a_scanned_file_is_an_event_too() throws Exception {
        for (String name : List.of("ant", "bee", "cow")) {
            install(plugin(name, "file.scanned").activator("""
                    context.registerService(vpo.api.plugin.Analyzer.class, event -> java.util.Map.of(%s), null);
                    """.formatted(name.equals("cow") ? "" : "\"by\", \"" + name + "\", \"" + name + "\", \"1\""), ""));
        }
        listener("log", "file.metadata_enriched");
        assertThat(events.publish(new FileScanned(FILE))).extracting(Enrichment::plugin).containsExactly("ant", "bee");
        assertThat(told("log").lines()).singleElement().asString().contains("FileMetadataEnriched", "plugin=ant",
                "plugin=bee", "/media/a.mkv");
        Files.delete(folder.resolve("log"));
        framework.getBundleContext().getBundle(1).stop();
        framework.getBundleContext().getBundle(2).stop();
        assertThat(events.publish(new FileScanned(FILE))).isEmpty();
        assertThat(told("log")).as("nothing was added").isEmpty();
    }

    @Test
    void a_limit_longer_than_any_clock_can_tell_is_never_over() throws Exception {
        calls.modified(new TestConfig(Double.MAX_VALUE));
        List<String> givenUp = new CopyOnWriteArrayList<>();
        PluginCalls cat = new PluginCalls("cat", calls.threads(), givenUp::add);
        Thread caller = Thread.currentThread();
        assertThatExceptionOfType(InterruptedException.class)
                .isThrownBy(() -> cat.call("file.scanned", calls.limit(), () -> {
                    caller.interrupt();
                    while (!Boolean.getBoolean(RELEASE)) {
                        Thread.onSpinWait();
                    }
                    return "late";
                }));
        assertThat(cat.call("file.scanned", calls.limit(), () -> "purr")).as("busy").isEmpty();
        assertThat(givenUp).isEmpty();
    }

    @Test
    void answers_that_are_none_cost_the_call_on_the_plugins_own_thread() throws Exception {
        calls.modified(new TestConfig(0.5));
        for (Map.Entry<String, String> each : Map.of(
                "nul", "null",
                "nulls", "java.util.Collections.singletonMap(\"a\", null)",
                "types", "(java.util.Map) java.util.Map.of(1, 2)",
                "slow", """
                        new java.util.AbstractMap<String, String>() {
                            public java.util.Set<java.util.Map.Entry<String, String>> entrySet() {
                                try { Thread.sleep(60_000); } catch (InterruptedException e) { }
                                return java.util.Set.of();
                            }
                        }""").entrySet()) {
            install(plugin(each.getKey(), "file.scanned").activator("""
                    context.registerService(vpo.api.plugin.Analyzer.class, event -> %s, null);
                    """.formatted(each.getValue()), ""));
        }
        assertThat(events.publish(new FileScanned(FILE))).isEmpty();
    }

    @Test
    void a_plan_before_its_execution_is_no_analyzers_business() {
        assertThatIllegalArgumentException().isThrownBy(() -> events.publish(new PlanEvent.BeforeExecute(PLAN)))
                .withMessageContaining("Plans.beforeExecute");
    }

    @Test
    void a_plan_of_no_version_is_none() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Plan(FILE, "tidy", 0, List.of()));
    }
}
