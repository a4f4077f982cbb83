package vpo.itest.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static vpo.itest.plugin.Pages.HTTP;
import static vpo.itest.plugin.Pages.page;
import static vpo.itest.plugin.Pages.servlet;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import org.junit.jupiter.api.Test;

import vpo.plugins.internal.Jars;

/** Plugins that do harm: the daemon is healthy all the while, another plugin runs on, and it is told what was done. */
class HostilePluginIT extends PluginTest {
    private static final String WHITEBOARD = HTTP
            + ",org.osgi.service.servlet.context,org.osgi.service.servlet.whiteboard";

    /** That another plugin runs on, the one that ran before all the hostile ones. */
    private void assertUnharmed(DaemonProcess daemon, String since) {
        assertHealthy(daemon);
        assertThat(since(daemon, "good")).isEqualTo(since);
    }

    private DaemonProcess runningWithGood(DaemonProcess.Builder builder) throws IOException {
        put("good.jar", page("good", "1.0.0", "good"));
        DaemonProcess daemon = started(builder.serve()).awaitRunning();
        awaitPage(daemon, "good", "good");
        return daemon;
    }

    private static Jars hostile(String name, String... start) {
        return Jars.plugin(name, "1.0.0").header("Import-Package", WHITEBOARD).activator(String.join("\n", start), "");
    }

    /** What a part of the log and of the check has to say of a file or a plugin. */
    private static void awaitTold(DaemonProcess daemon, String who, String what) {
        await(who + " " + what).atMost(DaemonProcess.PATIENCE).ignoreException(NoSuchElementException.class)
                .untilAsserted(() -> {
                    assertThat(daemon.messages("WARNING")).anyMatch(line -> line.contains(who) && line.contains(what));
                    assertThat(Stream.of(check(daemon).split("; "))).anyMatch(
                            part -> part.contains(who) && part.contains(what));
                });
    }

    @Test
    void whatMustNotRunDoesNotRun() throws Exception {
        DaemonProcess daemon = runningWithGood(daemon());
        String since = since(daemon, "good");
        Path ran = folder.resolve("ran");
        String run = "java.nio.file.Files.createFile(java.nio.file.Path.of(\"" + ran + "\"));";
        put("bomb.jar", hostile("bomb", run).entry("blanks", new byte[64 << 20]));
        put("slip.jar", hostile("slip", run).entry("../../../../../../tmp/slipped", new byte[1]));
        put("api.jar", hostile("api", run).header("Require-Capability",
                "vpo.api;filter:=\"(&(version>=7.0)(!(version>=8.0)))\""));
        put("plain.jar", zip("a.txt"));
        put("fragment.jar", Jars.bundle("test.fragment", "1").header("Fragment-Host", "vpo.health"));
        put("extension.jar", Jars.bundle("test.extension", "1").header("Fragment-Host",
                "system.bundle;extension:=framework").header("ExtensionBundle-Activator", "act.Activator"));
        put("ours.jar", hostile("ours", run).header("Bundle-SymbolicName", "vpo.health"));
        put("jetty.jar", hostile("jetty", run).header("Bundle-SymbolicName", "vpo.jetty"));
        put("felix.jar", hostile("felix", run).header("Bundle-SymbolicName", "org.apache.felix.http.jetty12"));
        put("twin.jar", hostile("good", run).header("Bundle-SymbolicName", "test.twin"));
        put("internals.jar",
                hostile("internals", run).header("Import-Package", WHITEBOARD + ",org.eclipse.jetty.server"));
        put("exports.jar", hostile("exports", run).header("Export-Package", "vpo.api.plugin"));
        awaitTold(daemon, "bomb.jar", "zip bomb");
        awaitTold(daemon, "slip.jar", "points out of it");
        awaitTold(daemon, "api", "is made for the plugin API [7.0,8.0)");
        awaitTold(daemon, "plain.jar", "is a jar but no OSGi bundle");
        awaitTold(daemon, "fragment.jar", "is a fragment");
        awaitTold(daemon, "extension.jar", "is a fragment");
        awaitTold(daemon, "vpo.health", "reserved for the daemon");
        awaitTold(daemon, "vpo.jetty", "reserved for the daemon");
        awaitTold(daemon, "org.apache.felix.http.jetty12", "reserved for the daemon");
        awaitTold(daemon, "twin", "has the name good, which the bundle test.good");
        awaitTold(daemon, "exports", "exports the package vpo.api.plugin");
        awaitTold(daemon, "internals", "org.eclipse.jetty.server");
        assertThat(ran).doesNotExist();
        assertThat(Path.of("/tmp/slipped")).doesNotExist();
        assertUnharmed(daemon, since);
        stop(daemon);
    }

    private static byte[] zip(String entry) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry(entry));
        }
        return bytes.toByteArray();
    }

    @Test
    void aStartThatThrowsHangsOrFillsTheMemoryCostsThatPlugin() throws Exception {
        configure(TRUSTING + "start_timeout = 10.0\n");
        DaemonProcess daemon = runningWithGood(daemon().option("-Xmx96m"));
        String since = since(daemon, "good");
        put("throws.jar", hostile("throws", "throw new Exception(\"no reason\");"));
        put("error.jar", hostile("error", "throw new StackOverflowError();"));
        put("memory.jar", hostile("memory",
                "java.util.List<byte[]> all = new java.util.ArrayList<>(); while (true) all.add(new byte[1 << 16]);"));
        awaitTold(daemon, "memory", "OutOfMemoryError");
        awaitTold(daemon, "throws", "no reason");
        awaitTold(daemon, "error", "StackOverflowError");
        put("after.jar", page("after", "1.0.0", "still deploying"));
        awaitPage(daemon, "after", "still deploying");
        assertUnharmed(daemon, since);
        stop(daemon);
    }

    @Test
    void theLastWordsOfOneThatFailsAtItsStartAreItsOwnWhenItHasGone() throws Exception {
        put("talks.jar",
                hostile("talks", "System.out.println(\"last words\");", "throw new Exception(\"no reason\");"));
        DaemonProcess daemon = started(daemon().serve()).awaitRunning();
        awaitTold(daemon, "talks", "no reason");
        DaemonProcess logs = started(
                daemon().arguments("logs", "--port", Integer.toString(daemon.port())).command());
        assertThat(logs.awaitExit()).isZero();
        assertThat(logs.output()).anyMatch(line -> line.endsWith(" - [talks] stdout - INFO - last words"));
        stop(daemon);
    }

    @Test
    void aStartThatHangsIsLeftBehindAndTheDaemonStopsWithinItsLimit() throws Exception {
        configure(TRUSTING + "start_timeout = 5.0\n[server]\nshutdown_timeout = 1.0\n");
        DaemonProcess daemon = runningWithGood(daemon());
        String since = since(daemon, "good");
        put("sleeps.jar", hostile("sleeps", "Thread.sleep(1_000_000_000);"));
        put("stubborn.jar", hostile("stubborn",
                "while (true) { try { Thread.sleep(1_000_000_000); } catch (InterruptedException e) { } }"));
        awaitTold(daemon, "sleeps", "hangs in its start: it did not come back within 5.0 s");
        awaitTold(daemon, "stubborn", "hangs in its start: it did not come back within 5.0 s");
        put("after.jar", page("after", "1.0.0", "still deploying"));
        awaitPage(daemon, "after", "still deploying");
        assertUnharmed(daemon, since);
        assertThat(daemon.signal("TERM").awaitExit()).isZero();
        assertThat(daemon.messages("ERROR")).singleElement().asString()
                .contains("ending the process; still stopping: ", "test.stubborn");
    }

    @Test
    void whatItRegistersForHttpIsInItsPlaceAndNowhereElse() throws Exception {
        DaemonProcess daemon = runningWithGood(daemon());
        String since = since(daemon, "good");
        List<String> paths = List.of("/health", "/livez", "/readyz", "/*", "/", "/system/console", "/system/console/*",
                "/plugins/good/page", "/plugins/*");
        for (int i = 0; i < paths.size(); i++) {
            put("path" + i + ".jar", hostile("path-" + i, servlet(paths.get(i), "hijacked", """
                    properties.put("osgi.http.whiteboard.context.select", "(osgi.http.whiteboard.context.name=*)");
                    properties.put("osgi.http.whiteboard.target", "(a=b)");
                    properties.put("vpo.http.answers.while.draining", true);
                    """), servlet("/mine", "mine")));
        }
        put("filter.jar", hostile("filter", servlet("/mine", "mine"), """
                java.util.Dictionary<String, Object> all = new java.util.Hashtable<>();
                all.put("osgi.http.whiteboard.filter.pattern", "/*");
                all.put("osgi.http.whiteboard.filter.regex", ".*");
                all.put("osgi.http.whiteboard.filter.servlet", new String[]{"vpo.readyz", "vpo.health"});
                all.put("osgi.http.whiteboard.context.select", "(osgi.http.whiteboard.context.name=*)");
                all.put("service.ranking", Integer.MAX_VALUE);
                class Evil extends jakarta.servlet.http.HttpFilter implements jakarta.servlet.Filter {
                    public void doFilter(jakarta.servlet.ServletRequest request, jakarta.servlet.ServletResponse response,
                            jakarta.servlet.FilterChain chain) throws java.io.IOException {
                        response.getWriter().print("filtered");
                    }
                }
                context.registerService(jakarta.servlet.Filter.class, new Evil(), all);
                """));
        put("contexts.jar", hostile("contexts", servlet("/mine", "mine"), """
                for (String name : new String[]{"default", "evil", "vpo.plugin.good"}) {
                    java.util.Dictionary<String, Object> all = new java.util.Hashtable<>();
                    all.put("osgi.http.whiteboard.context.name", name);
                    all.put("osgi.http.whiteboard.context.path", "/");
                    all.put("service.ranking", Integer.MAX_VALUE);
                    context.registerService(org.osgi.service.servlet.context.ServletContextHelper.class,
                            new org.osgi.service.servlet.context.ServletContextHelper() {
                                public boolean handleSecurity(jakarta.servlet.http.HttpServletRequest request,
                                        jakarta.servlet.http.HttpServletResponse response) { return false; }
                            }, all);
                }
                class Pre extends jakarta.servlet.http.HttpFilter
                        implements org.osgi.service.servlet.whiteboard.Preprocessor {
                    public void doFilter(jakarta.servlet.ServletRequest request, jakarta.servlet.ServletResponse response,
                            jakarta.servlet.FilterChain chain) throws java.io.IOException {
                        response.getWriter().print("preprocessed");
                    }
                }
                java.util.Dictionary<String, Object> first = new java.util.Hashtable<>();
                first.put("service.ranking", Integer.MAX_VALUE);
                context.registerService(org.osgi.service.servlet.whiteboard.Preprocessor.class, new Pre(), first);
                """));
        for (int i = 0; i < paths.size(); i++) {
            int number = i;
            daemon.awaitAnswer("/plugins/path-" + number + "/mine", answer -> answer.body().equals("mine"));
        }
        daemon.awaitAnswer("/plugins/contexts/mine", answer -> answer.body().equals("mine"));
        daemon.awaitAnswer("/plugins/filter/mine", answer -> answer.body().equals("filtered"));
        assertThat(daemon.get("/plugins/path-0/health").body()).isEqualTo("hijacked");
        assertUnharmed(daemon, since);
        Map.of("/system/console", 302, "/nowhere", 404, "/plugins/nobody/page", 404).forEach((path, status) -> {
            HttpResponse<String> answer = daemon.get(path);
            assertThat(answer.statusCode()).as(path).isEqualTo(status);
            assertThat(answer.body()).as(path).doesNotContain("hijacked", "filtered", "preprocessed");
        });
        assertThat(get(daemon, "good").body()).isEqualTo("good");
        daemon.awaitLog("Preprocessor of plugin contexts is not let near the HTTP server");
        stop(daemon);
    }

    /** They run on virtual threads, as health does, and one that computes keeps the thread that carries it. */
    @Test
    void requestsThatComputeDoNotKeepHealthWaiting() throws Exception {
        DaemonProcess daemon = runningWithGood(daemon());
        String since = since(daemon, "good");
        Path enough = folder.resolve("enough");
        Path begun = Files.createDirectory(folder.resolve("begun"));
        put("spins.jar", hostile("spins", servlet("/ready", "ready"), servlet("/spin", "spun"), """
                java.util.Dictionary<String, Object> spin = new java.util.Hashtable<>();
                spin.put("osgi.http.whiteboard.filter.pattern", "/spin");
                class Spin extends jakarta.servlet.http.HttpFilter implements jakarta.servlet.Filter {
                    public void doFilter(jakarta.servlet.ServletRequest request, jakarta.servlet.ServletResponse response,
                            jakarta.servlet.FilterChain chain) throws java.io.IOException, jakarta.servlet.ServletException {
                        java.nio.file.Files.createTempFile(java.nio.file.Path.of("BEGUN"), "", "");
                        while (!java.nio.file.Files.exists(java.nio.file.Path.of("ENOUGH"))) {
                            Thread.onSpinWait();
                        }
                        chain.doFilter(request, response);
                    }
                }
                context.registerService(jakarta.servlet.Filter.class, new Spin(), spin);
                """.replace("BEGUN", begun.toString()).replace("ENOUGH", enough.toString())));
        daemon.awaitAnswer("/plugins/spins/ready", answer -> answer.body().equals("ready"));
        int processors = Runtime.getRuntime().availableProcessors();
        List<FutureTask<HttpResponse<String>>> spinning = IntStream.range(0, processors)
                .mapToObj(_ -> new FutureTask<>(() -> daemon.get("/plugins/spins/spin"))).toList();
        try {
            spinning.forEach(request -> Thread.ofPlatform().start(request));
            await().atMost(DaemonProcess.PATIENCE)
                    .until(() -> Objects.requireNonNull(begun.toFile().list()).length == processors);
            assertUnharmed(daemon, since);
        } finally {
            Files.createFile(enough);
        }
        for (FutureTask<HttpResponse<String>> request : spinning) {
            assertThat(request.get().body()).isEqualTo("spun");
        }
        stop(daemon);
    }

    @Test
    void whatTheDaemonOffersCannotBeOfferedInItsPlace() throws Exception {
        DaemonProcess daemon = runningWithGood(daemon());
        String since = since(daemon, "good");
        put("shadow.jar", hostile("shadow", """
                class Evil implements java.lang.reflect.InvocationHandler {
                    public Object invoke(Object proxy, java.lang.reflect.Method method, Object[] arguments) {
                        switch (method.getName()) {
                            case "hashCode": return 1;
                            case "equals": return proxy == arguments[0];
                            default:
                                System.out.println("shadowed " + method);
                                throw new IllegalStateException("shadowed " + method);
                        }
                    }
                }
                for (ServiceReference<?> each : context.getAllServiceReferences(null, null)) {
                    for (String type : (String[]) each.getProperty("objectClass")) {
                        try {
                            Object service = context.getService(each);
                            Class<?> of = service.getClass().getClassLoader().loadClass(type);
                            if (of.isInterface() && !type.startsWith("org.osgi.framework.hooks.")
                                    && !type.matches("jakarta[.].*|.*[.](HealthCheck|ManagedService|.*Listener)")) {
                                java.util.Dictionary<String, Object> all = new java.util.Hashtable<>();
                                for (String key : each.getPropertyKeys()) {
                                    all.put(key, each.getProperty(key));
                                }
                                all.put("service.ranking", Integer.MAX_VALUE);
                                context.registerService(type, java.lang.reflect.Proxy.newProxyInstance(
                                        of.getClassLoader(), new Class<?>[]{of}, new Evil()), all);
                            }
                        } catch (Exception | Error e) {
                            System.out.println(type + " " + e);
                        }
                    }
                }
                for (String id : new String[]{"vpo.start.failed", "vpo.running", "vpo.drained", "vpo.configured"}) {
                    java.util.Dictionary<String, Object> all = new java.util.Hashtable<>();
                    all.put("osgi.condition.id", id);
                    all.put("state", "DB_ERROR");
                    all.put("message", "a lie");
                    context.registerService("org.osgi.service.condition.Condition",
                            org.osgi.service.condition.Condition.INSTANCE, all);
                }
                """, servlet("/page", "shadow")).header("Import-Package",
                "org.osgi.framework,org.osgi.service.condition," + WHITEBOARD));
        awaitPage(daemon, "shadow", "shadow");
        put("after.jar", page("after", "1.0.0", "still deploying"));
        awaitPage(daemon, "after", "still deploying");
        // A change of configuration makes components of the daemon anew: now they choose their services again.
        configure(TRUSTING + "[server]\nshutdown_timeout = 7.0\n[logging]\nlevel = \"info\"\n");
        daemon.awaitLog("Configuration reloaded");
        put("later.jar", page("later", "1.0.0", "and on"));
        awaitPage(daemon, "later", "and on");
        assertUnharmed(daemon, since);
        assertThat(daemon.logText()).doesNotContain("a lie", "shadowed");
        stop(daemon);
    }

    @Test
    void theConfigurationAndTheDaemonsBundlesAreNotThePlugins() throws Exception {
        DaemonProcess daemon = runningWithGood(daemon());
        String since = since(daemon, "good");
        put("config.jar", hostile("config", """
                ServiceReference<?> reference = context.getServiceReference("org.osgi.service.cm.ConfigurationAdmin");
                Object admin = context.getService(reference);
                java.lang.reflect.Method list = Class.forName("org.osgi.service.cm.ConfigurationAdmin", true,
                        admin.getClass().getClassLoader()).getMethod("listConfigurations", String.class);
                Class<?> type = Class.forName("org.osgi.service.cm.Configuration", true,
                        admin.getClass().getClassLoader());
                for (Object each : (Object[]) list.invoke(admin, (Object) null)) {
                    java.util.Dictionary<String, Object> none = new java.util.Hashtable<>();
                    type.getMethod("update", java.util.Dictionary.class).invoke(each, none);
                }
                """));
        awaitTold(daemon, "config", "ReadOnlyConfigurationException");
        assertUnharmed(daemon, since);
        put("stopper.jar", hostile("stopper", """
                for (Bundle each : context.getBundles()) {
                    if (each.getSymbolicName().matches("vpo[.]health|vpo[.]jetty")) {
                        each.stop();
                    }
                }
                """));
        awaitTold(daemon, "stopper", "stopped bundles of the daemon");
        daemon.awaitAnswer("/health", answer -> answer.statusCode() == 200);
        awaitPage(daemon, "good", "good");
        assertHealthy(daemon);
        stop(daemon);
    }

    @Test
    void whoWaitsAtTheServiceManagersSocketIsAnsweredWhenHttpHasBeenStopped() throws Exception {
        int port = DaemonProcess.freePort();
        DaemonProcess daemon = runningWithGood(daemon().port(port)
                .wrappedIn("perl", "-e", SocketActivationIT.MANAGER, Integer.toString(port)));
        put("stopper.jar", hostile("stopper", """
                for (Bundle each : context.getBundles()) {
                    if (each.getSymbolicName().equals("vpo.jetty")) {
                        each.stop();
                    }
                }
                """));
        daemon.awaitLogs("listening on", 2);
        assertThat(daemon.get("/livez").statusCode()).isEqualTo(200);
        awaitTold(daemon, "stopper", "stopped bundles of the daemon");
        awaitPage(daemon, "good", "good");
    }

    @Test
    void leakedThreadsAndOutputDoNotKeepItFromStopping() throws Exception {
        DaemonProcess daemon = runningWithGood(daemon());
        String since = since(daemon, "good");
        put("leaks.jar", hostile("leaks", """
                for (int i = 0; i < 100; i++) {
                    new Thread(() -> {
                        while (true) {
                            try { Thread.sleep(1_000_000); } catch (InterruptedException e) { }
                        }
                    }, "leaked-" + i).start();
                }
                System.out.println("out: hello");
                System.err.println("err: hello");
                System.out.close();
                """, servlet("/page", "leaks")));
        awaitPage(daemon, "leaks", "leaks");
        Files.delete(plugins.resolve("leaks.jar"));
        awaitNoPage(daemon, "leaks");
        daemon.awaitLog("out: hello");
        daemon.awaitLog("err: hello");
        put("after.jar", page("after", "1.0.0", "still deploying"));
        awaitPage(daemon, "after", "still deploying");
        assertUnharmed(daemon, since);
        stop(daemon);
    }

    @Test
    void tasksThatAPluginLeavesBehindEndWithIt() throws Exception {
        DaemonProcess daemon = runningWithGood(daemon());
        String since = since(daemon, "good");
        put("leaks.jar", leaking("leaks", """
                tasks.begin("never closed");
                tasks.run("endless loop", task -> { while (true) { Thread.sleep(1_000_000); } });
                """, servlet("/page", "leaks")));
        awaitPage(daemon, "leaks", "leaks");
        put("leaks.jar", page("leaks", "2.0.0", "mended"));
        daemon.awaitLog("Cancelling never closed (");
        daemon.awaitLog("Cancelling endless loop (");
        daemon.awaitLog("Cancelled, and ended: endless loop");
        daemon.awaitLog(
                "plugin test.leaks has stopped, and nothing works on what it did not close, which is closed now:"
                        + " 1 task: never closed (");
        awaitPage(daemon, "leaks", "mended");

        put("fails.jar", leaking("fails", "tasks.begin(\"of a failed start\"); throw new Exception(\"no reason\");"));
        daemon.awaitLog("closed now: 1 task: of a failed start (");
        awaitTold(daemon, "fails", "no reason");
        assertUnharmed(daemon, since);
        stop(daemon);
        assertThat(daemon.logText()).doesNotContain("Waiting up to", "Does not end");
    }

    private static Jars leaking(String name, String... start) {
        return Jars.plugin(name, "1.0.0").header("Import-Package", HTTP + ",vpo.api.task").activator("""
                vpo.api.task.Tasks tasks = context.getService(context.getServiceReference(vpo.api.task.Tasks.class));
                """ + String.join("\n", start), "");
    }

    /** Two that end the process in their starts, one with and one without its shutdown hooks. */
    @Test
    void whatTakesTheDaemonDownIsFoundOutAndThreeEarlyDeathsLeadToSafeModeAndOutOfItAgain() throws Exception {
        put("good.jar", page("good", "1.0.0", "good"));
        put("a-exits.jar", hostile("a-exits", "System.exit(7);"));
        put("b-halts.jar", hostile("b-halts", "Runtime.getRuntime().halt(8);"));
        configure(TRUSTING + "[server]\nshutdown_timeout = 1.0\n");
        // The stop cannot end the start that waits for it, and the process is ended by force.
        assertThat(dies()).isNotZero();
        assertThat(dies()).as("the first one is in quarantine now").isEqualTo(8);
        assertThat(dies()).as("it may have been a loss of power").isEqualTo(8);

        DaemonProcess safe = running();
        safe.awaitLog("SAFE MODE");
        awaitCheck(safe, "safe mode, no plugins but the daemon's own run");
        assertThat(check(safe)).contains("plugin scan");
        assertThat(safe.get("/health").statusCode()).isEqualTo(200);
        assertThat(get(safe, "good").statusCode()).isEqualTo(404);
        stop(safe);

        DaemonProcess daemon = running();
        awaitPage(daemon, "good", "good");
        awaitTold(daemon, "a-exits", "ends the process in its start, at act.Activator.start");
        awaitTold(daemon, "b-halts", "takes the daemon down");
        assertHealthy(daemon);
        stop(daemon);
        assertThat(daemon.logText()).doesNotContain("SAFE MODE");
    }

    private int dies() throws Exception {
        return started(daemon().serve()).awaitExit();
    }

    @Test
    void aStartThatStopsTheFrameworkIsNoOrderlyEnd() throws Exception {
        put("good.jar", page("good", "1.0.0", "good"));
        put("stops.jar", hostile("stops", "context.getBundle(0).stop();"));
        assertThat(dies()).isZero();
        assertThat(dies()).isZero();
        DaemonProcess daemon = running();
        awaitPage(daemon, "good", "good");
        awaitTold(daemon, "stops", "takes the daemon down");
        assertHealthy(daemon);
        stop(daemon);
    }
}
