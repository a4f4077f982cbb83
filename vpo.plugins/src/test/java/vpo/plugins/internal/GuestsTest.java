package vpo.plugins.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

import org.apache.felix.framework.FrameworkFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.framework.hooks.service.EventListenerHook;
import org.osgi.framework.launch.Framework;

import vpo.api.event.Enrichment;
import vpo.api.event.FileInfo;
import vpo.api.event.FileScanned;
import vpo.api.event.MetadataExtracted;
import vpo.plugins.internal.event.CallsComponent;
import vpo.plugins.internal.event.EventsComponent;
import vpo.plugins.internal.guard.ServiceGuard;
import vpo.plugins.internal.http.Guests;
import vpo.plugins.internal.http.HttpConfinement;
import vpo.plugins.internal.http.WhileGuests;

/** What a running plugin can do to others, in a real framework. */
@Timeout(60)
class GuestsTest {
    private static final String FOR_HTTP = "(|(osgi.http.whiteboard.servlet.pattern=*)"
            + "(osgi.http.whiteboard.context.name=*)(objectClass=*Preprocessor))";

    @TempDir
    Path folder;

    private Framework framework;
    private BundleContext daemon;

    @BeforeEach
    void start() throws Exception {
        framework = new FrameworkFactory().newFramework(Map.of(
                "org.osgi.framework.storage", folder.resolve("cache").toString(),
                "org.osgi.framework.system.packages.extra", "vpo.api.event;version=1.0,vpo.api.plugin;version=1.0",
                "felix.log.level", "0", "vpo.data.dir", folder.toString()));
        framework.start();
        Bundle other = install(Jars.bundle("vpo.other", "1"));
        daemon = other.getBundleContext();
    }

    @AfterEach
    void stop() throws Exception {
        framework.stop();
        framework.waitForStop(30_000);
    }

    private Bundle install(Jars jars) throws Exception {
        Bundle bundle = framework.getBundleContext().installBundle("test:" + System.nanoTime(),
                new ByteArrayInputStream(jars.bytes()));
        bundle.start();
        return bundle;
    }

    private static Jars registering(String name, String type, String properties) {
        return Jars.plugin(name, "1").activator("""
                context.registerService("%s", new ServiceFactory<Object>() {
                    public Object getService(Bundle bundle, ServiceRegistration<Object> registration) { return "x"; }
                    public void ungetService(Bundle b, ServiceRegistration<Object> r, Object service) { }
                }, new java.util.Hashtable<String, Object>(java.util.Map.of(%s)));
                """.formatted(type, properties), "");
    }

    private List<ServiceReference<?>> seen(BundleContext from) throws Exception {
        ServiceReference<?>[] references = from.getAllServiceReferences(null, FOR_HTTP);
        return references == null ? List.of() : Arrays.asList(references);
    }

    @Test
    void a_servlet_is_seen_in_its_plugins_place_only() throws Exception {
        new HttpConfinement(framework.getBundleContext());
        Bundle cat = install(registering("cat", "jakarta.servlet.Servlet",
                "\"osgi.http.whiteboard.servlet.pattern\", new String[] {\"/health\", \"/plugins/cat/a/*\", \"/plugins/dog\"},"
                        + "\"osgi.http.whiteboard.context.select\", \"(osgi.http.whiteboard.context.name=*)\","
                        + "\"osgi.http.whiteboard.target\", \"(a=b)\", \"vpo.answers.while.draining\", true,"
                        + "\"service.ranking\", 99"));
        assertThat(seen(daemon)).hasSize(2).allMatch(each -> each.getBundle().getBundleId() == 0);
        ServiceReference<?> servlet = seen(daemon).stream()
                .filter(each -> each.getProperty("osgi.http.whiteboard.servlet.pattern") != null).findFirst()
                .orElseThrow();
        assertThat((String[]) servlet.getProperty("osgi.http.whiteboard.servlet.pattern"))
                .containsExactly("/health", "/a/*", "/plugins/dog");
        assertThat(servlet.getProperty("osgi.http.whiteboard.context.select"))
                .isEqualTo("(osgi.http.whiteboard.context.name=vpo.plugin.cat)");
        assertThat(servlet.getPropertyKeys()).doesNotContain("osgi.http.whiteboard.target",
                "vpo.answers.while.draining");
        ServiceReference<?> place = seen(daemon).stream().filter(each -> !each.equals(servlet)).findFirst()
                .orElseThrow();
        assertThat(place.getProperty("osgi.http.whiteboard.context.path")).isEqualTo("/plugins/cat");
        assertThat(seen(cat.getBundleContext())).as("a plugin sees its own").hasSize(3);

        cat.stop();
        assertThat(seen(daemon)).isEmpty();
    }

    @Test
    void what_could_not_begin_is_tried_again_before_the_plugin_starts() throws Exception {
        List<String> calls = new CopyOnWriteArrayList<>();
        BundleContext context = framework.getBundleContext();
        WhileGuests watch = new WhileGuests(context, new Guests(context), () -> {
            calls.add("begin");
            if (calls.size() == 1) {
                throw new IllegalStateException("not yet");
            }
        }, () -> calls.add("end"));
        assertThat(calls).as("there is no plugin yet").isEmpty();

        Bundle cat = context.installBundle("test:cat", new ByteArrayInputStream(Jars.plugin("cat", "1").bytes()));
        assertThat(calls).containsExactly("begin");
        context.addBundleListener((SynchronousBundleListener) event -> {
            if (event.getType() == BundleEvent.STARTED) {
                calls.add("started");
            }
        });
        cat.start();
        assertThat(calls).containsExactly("begin", "begin", "started");
        cat.uninstall();
        assertThat(calls).containsExactly("begin", "begin", "started", "end");
        watch.close();
        assertThat(calls).as("there is nothing left to end").hasSize(4);
    }

    @Test
    void contexts_and_preprocessors_of_plugins_are_seen_by_nobody() throws Exception {
        new HttpConfinement(framework.getBundleContext());
        install(registering("cat", "org.osgi.service.servlet.context.ServletContextHelper",
                "\"osgi.http.whiteboard.context.name\", \"default\", \"osgi.http.whiteboard.context.path\", \"/\""));
        install(registering("dog", "org.osgi.service.servlet.whiteboard.Preprocessor", "\"a\", \"b\""));
        assertThat(seen(daemon)).isEmpty();
    }

    @Test
    void what_the_daemon_registers_is_left_alone() throws Exception {
        new HttpConfinement(framework.getBundleContext());
        install(registering("cat", "jakarta.servlet.Servlet", "\"osgi.http.whiteboard.servlet.pattern\", \"/a\"")
                .header("Provide-Capability", "test;a=b"));
        assertThat(seen(daemon)).singleElement()
                .satisfies(each -> assertThat(each.getProperty("osgi.http.whiteboard.servlet.pattern"))
                        .isEqualTo("/a"));
    }

    @Test
    void hooks_are_there_from_the_first_plugin_to_the_last() throws Exception {
        new HttpConfinement(framework.getBundleContext());
        new ServiceGuard(framework.getBundleContext());
        assertThat(hooks()).as("nobody to keep in a place").isZero();

        Bundle cat = framework.getBundleContext().installBundle("test:cat",
                new ByteArrayInputStream(Jars.plugin("cat", "1").bytes()));
        assertThat(hooks()).as("before it can start").isEqualTo(2);
        cat.start();
        Bundle dog = install(Jars.plugin("dog", "1"));
        cat.uninstall();
        dog.stop();
        assertThat(hooks()).as("it may be started again").isEqualTo(2);
        dog.uninstall();
        assertThat(hooks()).isZero();
    }

    @Test
    void hooks_go_with_the_last_plugin_when_the_framework_stops() throws Exception {
        new HttpConfinement(framework.getBundleContext());
        new ServiceGuard(framework.getBundleContext());
        Bundle cat = install(Jars.plugin("cat", "1"));
        Bundle other = daemon.getBundle();
        List<Integer> seen = new CopyOnWriteArrayList<>();
        framework.getBundleContext().addBundleListener((SynchronousBundleListener) event -> {
            if (event.getType() == BundleEvent.STOPPING && event.getBundle().equals(cat)
                    || event.getType() == BundleEvent.STOPPED && event.getBundle().equals(other)) {
                seen.add(hooks());
            }
        });
        assertThat(other.getBundleId()).as("stops after the plugin").isLessThan(cat.getBundleId());
        framework.stop();
        framework.waitForStop(0);
        assertThat(seen).containsExactly(2, 0);
    }

    private int hooks() {
        try {
            return framework.getBundleContext().getServiceReferences(EventListenerHook.class, null).size();
        } catch (InvalidSyntaxException e) {
            throw new IllegalArgumentException(e);
        }
    }

    @Test
    void only_those_who_asked_are_told_of_an_event_in_the_order_of_their_names() throws Exception {
        EventsComponent events = new EventsComponent(framework.getBundleContext(),
                new CallsComponent(framework.getBundleContext(), new TestConfig(30)));
        for (String name : List.of("dog", "cat", "owl")) {
            String body = name.equals("owl")
                    ? "throw new IllegalStateException();"
                    : "return java.util.Map.of(\"by\", \""
                            + name + "\");";
            install(Jars.plugin(name, "1").header("Import-Package", "vpo.api.event,vpo.api.plugin").activator("""
                    context.registerService(vpo.api.plugin.Analyzer.class, event -> { %s }, null);
                    """.formatted(body), ""));
        }
        FileInfo file = new FileInfo(1, Path.of("/a.mkv"), 1, Instant.EPOCH, Optional.empty(),
                Optional.empty(), List.of());
        assertThat(events.publish(new FileScanned(file))).containsExactly(
                new Enrichment("cat", Map.of("by", "cat")), new Enrichment("dog", Map.of("by", "dog")));
        assertThat(events.publish(new MetadataExtracted(Path.of("/a.mkv"), Map.of()))).as("nobody asked").isEmpty();
        Bundle cat = Arrays.stream(framework.getBundleContext().getBundles())
                .filter(each -> each.getSymbolicName().equals("test.cat")).findFirst().orElseThrow();
        cat.stop();
        await().untilAsserted(() -> assertThat(events.publish(new FileScanned(file))).hasSize(1));
    }
}
