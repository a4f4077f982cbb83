package vpo.plugins.internal.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.apache.felix.framework.FrameworkFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.framework.launch.Framework;
import org.slf4j.LoggerFactory;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import vpo.config.ConfigInputs;
import vpo.config.ConfigurationSource;
import vpo.config.FileConfigurationSource;
import vpo.config.PluginSchema;
import vpo.lifecycle.internal.Register;
import vpo.plugins.internal.Jars;
import vpo.plugins.internal.settings.RunningSchemas;
import vpo.plugins.internal.settings.TableCheck;
import vpo.plugins.internal.store.PluginState;
import vpo.plugins.internal.store.PluginStore;
import vpo.plugins.internal.store.Sha256;
import vpo.plugins.internal.trust.Trust;

/** The host in a real framework, with real bundles. It is looked by hand: two looks are what a jar needs to settle. */
@Timeout(120)
class HostTest {
    private static final Trust ALL = jar -> Optional.empty();

    @TempDir
    Path folder;

    private Path plugins;
    private Framework framework;
    private BundleContext context;
    private final List<String> othersEvents = new CopyOnWriteArrayList<>();
    private HostSettings settings = new HostSettings(ALL, true, true, Duration.ofSeconds(20));
    private BuiltInPlugins builtIn = BuiltInPlugins.NONE;
    private final Register register = new Register();
    private ConfigurationSource read;
    private RunningSchemas schemas;
    private HostedBundles bundles;
    private PluginHost host;

    @BeforeEach
    void begin() throws Exception {
        plugins = Files.createDirectories(folder.resolve("plugins"));
        start();
    }

    private void start() throws Exception {
        Map<String, String> configuration = new HashMap<>(Map.of(
                "org.osgi.framework.storage", folder.resolve("cache").toString(),
                "org.osgi.framework.storage.clean", "onFirstInit",
                "org.osgi.framework.startlevel.beginning", "30",
                "felix.log.level", "0",
                "org.osgi.framework.system.capabilities.extra", "vpo.api;version:Version=1.0"));
        framework = new FrameworkFactory().newFramework(configuration);
        framework.start();
        context = framework.getBundleContext();
        // Stands for the daemon's bundles: whatever happens to it is a refresh storm.
        Bundle bystander = context.installBundle("file:" + Jars.bundle("vpo.bystander", "1")
                .write(folder.resolve("bystander.jar")));
        bystander.start();
        context.addBundleListener((SynchronousBundleListener) event -> {
            if (!event.getBundle().getLocation().startsWith("reference:") && event.getBundle().getBundleId() != 0
                    && framework.getState() == Bundle.ACTIVE) {
                othersEvents.add(event.toString());
            }
        });
        read = FileConfigurationSource.read(new ConfigInputs(Optional.of(configure("").toString()), Map.of(),
                Map.of(), folder, folder));
        schemas = new RunningSchemas(context);
        Path store = folder.resolve("store");
        PluginStore opened = PluginStore.open(store);
        bundles = new HostedBundles(context, store, () -> settings.startLimit());
        host = new PluginHost(opened, List.of(plugins), builtIn, bundles, new StartJournal(store.resolve("starts")),
                () -> settings, new TableCheck(read::errors), register.control(), Clock.systemUTC());
        host.begin();
    }

    @AfterEach
    void stop() throws Exception {
        assertThat(othersEvents).as("what happened to bundles that are not plugins").isEmpty();
        framework.stop();
        framework.waitForStop(30_000);
    }

    private Path configure(String toml) throws IOException {
        return Files.writeString(folder.resolve("config.toml"), toml);
    }

    private void looks() throws Exception {
        for (int i = 0; i < 3; i++) {
            host.look(false);
        }
    }

    private void put(String file, Jars jar) throws IOException {
        Path part = folder.resolve("part");
        jar.write(part);
        Files.move(part, plugins.resolve(file), StandardCopyOption.REPLACE_EXISTING);
    }

    private List<String> active() {
        List<String> names = new ArrayList<>();
        Stream.of(context.getBundles()).filter(bundles::isHosted).filter(each -> each.getState() == Bundle.ACTIVE)
                .forEach(each -> names.add(each.getSymbolicName() + " " + each.getVersion()));
        names.sort(null);
        return names;
    }

    private PluginState state(String symbolicName) {
        return host.store().state(symbolicName).orElseThrow();
    }

    @Test
    void a_jar_is_installed_replaced_and_removed() throws Exception {
        put("cat.jar", Jars.plugin("cat", "1.0.0"));
        looks();
        assertThat(active()).containsExactly("test.cat 1.0.0");
        put("cat.jar", Jars.plugin("cat", "1.1.0"));
        looks();
        assertThat(active()).containsExactly("test.cat 1.1.0");
        assertThat(state("test.cat").kept()).hasSize(2);
        Files.delete(plugins.resolve("cat.jar"));
        looks();
        assertThat(active()).isEmpty();
        assertThat(host.store().states()).isEmpty();
        assertThat(folder.resolve("store/versions")).isEmptyDirectory();
    }

    @Test
    void a_line_about_a_plugin_has_its_name_as_a_field() throws Exception {
        List<String> told = toldBy(PluginHost.class, () -> {
            put("cat.jar", Jars.plugin("cat", "1.0.0"));
            looks();
            host.quarantine(running("test.cat"), "sleeps");
            Files.delete(plugins.resolve("cat.jar"));
            looks();
        });
        assertThat(told).hasSizeGreaterThanOrEqualTo(3).allMatch(line -> line.startsWith("cat: "));
    }

    private interface Work {
        void perform() throws Exception;
    }

    /** The lines at INFO and above, each after the plugin that it is about. */
    private static List<String> toldBy(Class<?> who, Work work) throws Exception {
        List<String> told = new CopyOnWriteArrayList<>();
        AppenderBase<ILoggingEvent> lines = new AppenderBase<>() {
            @Override
            protected void append(ILoggingEvent event) {
                if (event.getLevel().isGreaterOrEqual(Level.INFO)) {
                    told.add(event.getMDCPropertyMap().get("plugin") + ": " + event.getFormattedMessage());
                }
            }
        };
        Logger logger = (Logger) LoggerFactory.getLogger(who);
        lines.start();
        logger.addAppender(lines);
        try {
            work.perform();
        } finally {
            logger.detachAppender(lines);
        }
        return told;
    }

    @Test
    void a_jar_that_another_bundle_is_put_over_is_removed() throws Exception {
        put("cat.jar", Jars.plugin("cat", "1.0.0"));
        looks();
        put("cat.jar", Jars.plugin("dog", "1.0.0"));
        looks();
        assertThat(active()).containsExactly("test.dog 1.0.0");
        assertThat(host.store().states()).extracting(PluginState::symbolicName).containsExactly("test.dog");
    }

    @Test
    void the_same_version_with_other_content_is_an_update() throws Exception {
        put("cat.jar", Jars.plugin("cat", "1.0.0"));
        looks();
        Bundle before = bundles.all().getFirst();
        put("cat.jar", Jars.plugin("cat", "1.0.0").entry("more", new byte[1]));
        looks();
        assertThat(active()).containsExactly("test.cat 1.0.0");
        assertThat(before.getState()).isEqualTo(Bundle.UNINSTALLED);
    }

    @Test
    void garbage_or_half_a_jar_over_a_running_plugin_changes_nothing() throws Exception {
        byte[] whole = Jars.plugin("cat", "1.1.0").bytes();
        put("cat.jar", Jars.plugin("cat", "1.0.0"));
        looks();
        Bundle running = bundles.all().getFirst();
        Files.writeString(plugins.resolve("cat.jar"), "garbage");
        looks();
        Files.write(plugins.resolve("cat.jar"), Arrays.copyOf(whole, whole.length / 2));
        looks();
        assertThat(running.getState()).isEqualTo(Bundle.ACTIVE);
        assertThat(host.intake().problems()).hasSize(1);
        Files.write(plugins.resolve("cat.jar"), whole);
        looks();
        assertThat(active()).containsExactly("test.cat 1.1.0");
        assertThat(host.intake().problems()).isEmpty();
    }

    @Test
    void a_jar_that_is_refused_keeps_none_of_the_others_from_running() throws Exception {
        put("a.jar", Jars.plugin("ape", "1.0.0"));
        put("b.jar", Jars.plugin("bat", "1.0.0").header("Export-Package", "a;="));
        put("c.jar", Jars.plugin("cat", "1.0.0"));
        looks();
        assertThat(active()).containsExactly("test.ape 1.0.0", "test.cat 1.0.0");
        assertThat(host.intake().problems()).containsOnlyKeys(plugins.resolve("b.jar"));
    }

    /** Which a file with holes can be on a small disk; to read it would take hours. */
    @Test
    void a_file_that_is_far_too_large_is_not_read() throws Exception {
        try (FileChannel channel = FileChannel.open(plugins.resolve("a.jar"), StandardOpenOption.CREATE,
                StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(new byte[1]), 1L << 40);
        }
        put("cat.jar", Jars.plugin("cat", "1.0.0"));
        looks();
        assertThat(active()).containsExactly("test.cat 1.0.0");
        assertThat(host.intake().problems().get(plugins.resolve("a.jar"))).contains("is larger than 256 MiB");
    }

    @Test
    void garbage_that_is_deleted_is_told_of_no_more() throws Exception {
        put("cat.jar", Jars.plugin("cat", "1.0.0"));
        Files.writeString(plugins.resolve("junk.jar"), "garbage");
        looks();
        assertThat(host.status().waiting()).singleElement().asString().contains("junk.jar is not a whole jar");
        Files.delete(plugins.resolve("junk.jar"));
        looks();
        assertThat(host.status().waiting()).isEmpty();
    }

    @Test
    void garbage_over_a_plugin_at_the_start_of_the_daemon_changes_nothing() throws Exception {
        put("cat.jar", Jars.plugin("cat", "1.0.0"));
        looks();
        Files.writeString(plugins.resolve("cat.jar"), "garbage");
        restart();
        assertThat(active()).as("before any look").containsExactly("test.cat 1.0.0");
        looks();
        assertThat(active()).containsExactly("test.cat 1.0.0");
    }

    private void restart() throws Exception {
        framework.stop();
        framework.waitForStop(0);
        start();
    }

    @Test
    void a_renamed_jar_goes_on_running() throws Exception {
        put("cat.jar", Jars.plugin("cat", "1.0.0"));
        looks();
        Bundle running = bundles.all().getFirst();
        Files.move(plugins.resolve("cat.jar"), plugins.resolve("tom.jar"));
        looks();
        assertThat(running.getState()).isEqualTo(Bundle.ACTIVE);
        assertThat(state("test.cat").source()).isEqualTo(plugins.resolve("tom.jar"));
    }

    @Test
    void a_plugin_folder_that_is_not_there_removes_nothing() throws Exception {
        put("cat.jar", Jars.plugin("cat", "1.0.0"));
        looks();
        Files.move(plugins, folder.resolve("unmounted"));
        looks();
        assertThat(active()).containsExactly("test.cat 1.0.0");
    }

    @Test
    void a_jar_that_cannot_be_looked_at_removes_nothing() throws Exception {
        put("cat.jar", Jars.plugin("cat", "1.0.0"));
        looks();
        perform("disable", "cat");
        Path jar = plugins.resolve("cat.jar");
        Path aside = Files.move(jar, folder.resolve("aside"));
        Files.createSymbolicLink(jar, jar);
        looks();
        restart();
        looks();
        assertThat(state("test.cat").enabled()).isFalse();
        Files.move(aside, jar, StandardCopyOption.REPLACE_EXISTING);
        looks();
        assertThat(active()).isEmpty();
    }

    @Test
    void a_jar_that_cannot_be_taken_now_is_tried_again() throws Exception {
        Path parts = folder.resolve("store/parts");
        Files.delete(parts);
        put("cat.jar", Jars.plugin("cat", "1.0.0"));
        looks();
        assertThat(host.intake().problems().values()).singleElement().asString().contains("cannot be taken now");
        Files.createDirectory(parts);
        assertThat(host.isWaiting()).isTrue();
        host.look(true);
        assertThat(active()).containsExactly("test.cat 1.0.0");
        assertThat(host.intake().problems()).isEmpty();
        assertThat(host.isWaiting()).isFalse();
    }

    @Test
    void a_first_party_plugin_that_cannot_be_read_now_is_not_gone_and_is_tried_again() throws Exception {
        builtIn("scan.jar", Jars.bundle("vpo.plugin.scan", "1.0.0"), true);
        builtIn("view.jar", Jars.bundle("vpo.plugin.view", "1.0.0"), true);
        builtIn("walk.jar", Jars.bundle("vpo.plugin.walk", "1.0.0"), true);
        restart();
        perform("disable", "vpo.plugin.scan");
        Path view = folder.resolve("own/view.jar");
        Path aside = Files.move(view, folder.resolve("aside"));
        Files.delete(folder.resolve("own/scan.jar"));
        restart();
        looks();
        assertThat(active()).as("the store has it still")
                .containsExactly("vpo.plugin.view 1.0.0", "vpo.plugin.walk 1.0.0");
        assertThat(host.status().waiting()).hasSize(2).allMatch(each -> each.contains("cannot be taken now"));
        assertThat(state("vpo.plugin.scan").enabled()).isFalse();
        Files.move(aside, view);
        assertThat(host.isWaiting()).isTrue();
        host.look(true);
        assertThat(host.intake().builtInNames()).containsExactlyInAnyOrder("vpo.plugin.view", "vpo.plugin.walk");
        assertThat(host.status().waiting()).singleElement().asString().contains("scan.jar");
    }

    @Test
    void a_start_that_throws_puts_the_old_version_back_and_the_new_one_into_quarantine() throws Exception {
        put("cat.jar", Jars.plugin("cat", "1.0.0"));
        looks();
        put("cat.jar", Jars.plugin("cat", "2.0.0").activator("throw new IllegalStateException(\"no claws\");", ""));
        looks();
        assertThat(active()).containsExactly("test.cat 1.0.0");
        assertThat(state("test.cat").quarantined().values()).singleElement()
                .satisfies(why -> assertThat(why.reason()).contains("throws in its start", "no claws"));
        assertThat(bundles.all()).hasSize(1);
        restart();
        looks();
        assertThat(active()).as("quarantine outlives a restart").containsExactly("test.cat 1.0.0");
    }

    @Test
    void many_versions_that_all_fail_are_each_started_once() throws Exception {
        Path starts = folder.resolve("started");
        for (int i = 0; i < 12; i++) {
            put("cat-" + i + ".jar", Jars.plugin("cat", "1.0." + i).activator("""
                    java.nio.file.Files.writeString(java.nio.file.Path.of("%s"), "x",
                            java.nio.file.StandardOpenOption.CREATE, java.nio.file.StandardOpenOption.APPEND);
                    throw new IllegalStateException("no claws");""".formatted(starts), ""));
        }
        looks();
        assertThat(active()).isEmpty();
        assertThat(state("test.cat").quarantined()).hasSize(12);
        restart();
        looks();
        assertThat(starts).content().hasSize(12);
        for (int i = 0; i < 12; i++) {
            Files.delete(plugins.resolve("cat-" + i + ".jar"));
        }
        put("cat.jar", Jars.plugin("cat", "2.0.0"));
        looks();
        assertThat(active()).containsExactly("test.cat 2.0.0");
        assertThat(state("test.cat").quarantined()).as("the files have gone").hasSize(10);
    }

    @Test
    void an_error_in_a_start_is_no_different() throws Exception {
        put("cat.jar", Jars.plugin("cat", "2.0.0").activator("throw new StackOverflowError();", ""));
        put("dog.jar", Jars.plugin("dog", "1.0.0"));
        looks();
        assertThat(active()).containsExactly("test.dog 1.0.0");
        assertThat(state("test.cat").quarantined()).hasSize(1);
    }

    @Test
    void a_start_that_hangs_is_left_behind_and_the_old_version_put_back() throws Exception {
        // For the starts of the others, too, beside the one that spins.
        settings = new HostSettings(ALL, true, true, Duration.ofSeconds(4));
        put("cat.jar", Jars.plugin("cat", "1.0.0"));
        looks();
        put("cat.jar", Jars.plugin("cat", "1.0.0").activator(
                "while (!Boolean.getBoolean(\"vpo.test.release\")) Thread.onSpinWait();", ""));
        put("dog.jar", Jars.plugin("dog", "1.0.0"));
        try {
            looks();
            assertThat(active()).containsExactly("test.cat 1.0.0", "test.dog 1.0.0");
            assertThat(state("test.cat").quarantined().values()).singleElement().satisfies(
                    why -> assertThat(why.reason()).contains("hangs in its start", "4.0 s", "act.Activator.start"));
        } finally {
            System.setProperty("vpo.test.release", "true");
        }
        await().untilAsserted(() -> assertThat(bundles.all()).hasSize(2));
        System.clearProperty("vpo.test.release");
    }

    @Test
    void names_of_the_daemon_cannot_be_taken() throws Exception {
        put("a.jar", Jars.bundle("vpo.bystander", "9"));
        put("b.jar", Jars.bundle("vpo.anything", "9"));
        put("c.jar", Jars.bundle("org.apache.felix.http.jetty12", "9"));
        put("d.jar", Jars.bundle("test.api", "9").header("Export-Package", "vpo.api.event"));
        looks();
        assertThat(active()).isEmpty();
        assertThat(host.status().waiting()).hasSize(4).allMatch(each -> each.contains("daemon"));
    }

    @Test
    void a_plugins_name_has_one_owner() throws Exception {
        put("cat.jar", Jars.plugin("cat", "1.0.0"));
        looks();
        put("other.jar", Jars.bundle("test.other", "1").header("Provide-Capability", "vpo.plugin;name=cat"));
        looks();
        assertThat(active()).containsExactly("test.cat 1.0.0");
        assertThat(host.status().waiting()).singleElement().asString().contains("has the name cat", "test.cat");
    }

    @Test
    void a_plugin_for_another_api_does_not_run_and_says_so() throws Exception {
        put("cat.jar", Jars.plugin("cat", "1.0.0").header("Require-Capability",
                "vpo.api;filter:=\"(&(version>=2.0)(!(version>=3.0)))\""));
        looks();
        assertThat(active()).isEmpty();
        assertThat(host.status().waiting()).singleElement().asString()
                .contains("is made for the plugin API [2.0,3.0)", "this daemon has 1.0.0");
    }

    @Test
    void what_needs_a_package_waits_for_it_and_goes_and_comes_with_it() throws Exception {
        put("app.jar", Jars.plugin("app", "1.0.0").header("Import-Package", "lib;version=\"[1,2)\""));
        put("by.jar", Jars.plugin("by", "1.0.0"));
        looks();
        Bundle bystander = bundles.all().getFirst();
        assertThat(active()).containsExactly("test.by 1.0.0");
        assertThat(host.status().waiting()).singleElement().asString().contains("needs the package lib [1");
        put("lib.jar", Jars.bundle("org.lib", "1.0.0").header("Export-Package", "lib;version=1.0"));
        looks();
        assertThat(active()).containsExactly("org.lib 1.0.0", "test.app 1.0.0", "test.by 1.0.0");
        put("lib.jar", Jars.bundle("org.lib", "1.1.0").header("Export-Package", "lib;version=1.1"));
        looks();
        assertThat(active()).containsExactly("org.lib 1.1.0", "test.app 1.0.0", "test.by 1.0.0");
        put("lib.jar", Jars.bundle("org.lib", "2.0.0").header("Export-Package", "lib;version=2.0"));
        looks();
        assertThat(active()).as("an update that would leave app behind")
                .containsExactly("org.lib 1.1.0", "test.app 1.0.0", "test.by 1.0.0");
        assertThat(host.status().waiting()).singleElement().asString().contains("would leave test.app behind");
        Files.delete(plugins.resolve("lib.jar"));
        looks();
        assertThat(active()).containsExactly("test.by 1.0.0");
        assertThat(bystander.getState()).isEqualTo(Bundle.ACTIVE);
    }

    @Test
    void nothing_runs_untrusted() throws Exception {
        List<String> asked = new CopyOnWriteArrayList<>();
        settings = new HostSettings(jar -> {
            try {
                asked.add(jar.name() + " " + jar.source() + " " + jar.hash().equals(Sha256.of(jar.copy())));
            } catch (IOException e) {
                asked.add(e.toString());
            }
            return Optional.of("is not acknowledged");
        }, true, true, Duration.ofSeconds(20));
        put("cat.jar", Jars.plugin("cat", "1.0.0"));
        looks();
        assertThat(bundles.all()).isEmpty();
        assertThat(asked).as("the bytes that were hashed are at hand")
                .containsOnly("cat " + plugins.resolve("cat.jar") + " true");
        assertThat(host.isWaiting()).isTrue();
        settings = new HostSettings(ALL, true, true, Duration.ofSeconds(20));
        host.look(true);
        assertThat(active()).containsExactly("test.cat 1.0.0");
    }

    @Test
    void a_rollback_lasts_until_it_is_taken_back() throws Exception {
        put("cat.jar", Jars.plugin("cat", "1.0.0"));
        looks();
        put("cat.jar", Jars.plugin("cat", "2.0.0"));
        looks();
        assertThat(perform("rollback", "cat")).contains("rolled back");
        assertThat(active()).containsExactly("test.cat 1.0.0");
        restart();
        looks();
        assertThat(active()).containsExactly("test.cat 1.0.0");
        perform("enable", "cat");
        assertThat(active()).containsExactly("test.cat 2.0.0");
        perform("disable", "test.cat");
        assertThat(active()).isEmpty();
        restart();
        looks();
        assertThat(active()).isEmpty();
    }

    private String perform(String action, String name) throws Exception {
        Operator operator = new Operator(new LiveDesk(host, bundles), bundles, null, folder, Clock.systemUTC());
        return operator.perform(OperatorRequest.of(action, OperatorRequest.NAME, name)).out();
    }

    @Test
    void a_plugin_that_keeps_failing_falls_back_to_the_version_before() throws Exception {
        put("cat.jar", Jars.plugin("cat", "1.0.0"));
        looks();
        put("cat.jar", Jars.plugin("cat", "2.0.0"));
        looks();
        host.quarantine(running("test.cat"), "failed 5 times in a row");
        assertThat(active()).containsExactly("test.cat 1.0.0");
        host.quarantine(running("test.cat"), "failed 5 times in a row");
        assertThat(active()).isEmpty();
    }

    private Bundle running(String symbolicName) {
        return host.running().get(symbolicName).bundle();
    }

    @Test
    void what_an_old_version_has_done_is_no_fault_of_the_one_that_runs() throws Exception {
        put("cat.jar", Jars.plugin("cat", "1.0.0"));
        looks();
        Bundle old = running("test.cat");
        put("cat.jar", Jars.plugin("cat", "2.0.0"));
        looks();
        host.quarantine(old, "failed 5 times in a row");
        assertThat(active()).containsExactly("test.cat 2.0.0");
        assertThat(state("test.cat").quarantined()).isEmpty();
    }

    @Test
    void a_version_that_the_daemon_died_of_twice_is_not_started_again() throws Exception {
        put("cat.jar", Jars.plugin("cat", "1.0.0"));
        looks();
        String hash = state("test.cat").active().orElseThrow();
        Path notes = folder.resolve("store/starts");
        Files.writeString(notes, "version." + hash + "=1\n");
        restart();
        assertThat(active()).hasSize(1);
        Files.writeString(notes, "version." + hash + "=2\n");
        restart();
        assertThat(active()).isEmpty();
        assertThat(state("test.cat").quarantined().get(hash).reason()).contains("takes the daemon down");
    }

    @Test
    void a_deadly_version_whose_quarantine_cannot_be_written_is_not_started_either() throws Exception {
        put("cat.jar", Jars.plugin("cat", "1.0.0"));
        String hash = Sha256.of(plugins.resolve("cat.jar"));
        Files.writeString(folder.resolve("store/starts"), "version." + hash + "=2\n");
        restart();
        // A folder where the state is to be written.
        Path part = Files.createDirectories(folder.resolve("store/parts/test.cat.properties"));
        assertThatThrownBy(this::looks).isInstanceOf(IOException.class);
        assertThatThrownBy(this::looks).isInstanceOf(IOException.class);
        assertThat(active()).isEmpty();
        Files.delete(part);
        looks();
        assertThat(active()).isEmpty();
        assertThat(state("test.cat").quarantined().get(hash).reason()).contains("takes the daemon down");
    }

    @Test
    void three_early_deaths_lead_to_safe_mode_and_a_start_that_lasts_out_of_it() throws Exception {
        put("cat.jar", Jars.plugin("cat", "1.0.0"));
        looks();
        for (int death = 1; death <= 2; death++) {
            restart();
            assertThat(active()).as("after %s deaths", death).hasSize(1);
        }
        restart();
        looks();
        assertThat(active()).isEmpty();
        assertThat(host.store().states()).hasSize(1);
        new StartJournal(folder.resolve("store/starts")).survived();
        restart();
        assertThat(active()).hasSize(1);
    }

    private String builtIn(String file, Jars jar, boolean enabled) throws IOException {
        Path path = Files.createDirectories(folder.resolve("own")).resolve(file);
        jar.write(path);
        String hash = Sha256.of(path);
        builtIn = BuiltInPlugins.parse(Stream.concat(
                builtIn.byHash().entrySet().stream()
                        .map(each -> each.getValue().enabled() + " " + each.getKey() + " " + each.getValue().file()),
                Stream.of(enabled + " " + hash + " " + path)).collect(Collectors.joining("\n")));
        return hash;
    }

    private void distrustEverything() {
        settings = new HostSettings(_ -> Optional.of("is not acknowledged"), true, true,
                Duration.ofSeconds(20));
    }

    @Test
    void what_came_with_the_daemon_runs_by_its_hash_and_not_by_its_name() throws Exception {
        distrustEverything();
        builtIn("scan.jar", Jars.bundle("vpo.plugin.scan", "1.0.0"), true);
        put("impostor.jar", Jars.bundle("vpo.plugin.scan", "1.0.1"));
        restart();
        looks();
        assertThat(active()).containsExactly("vpo.plugin.scan 1.0.0");
        assertThat(host.status().waiting()).singleElement().asString().isEqualTo("vpo.plugin.scan is not acknowledged");
    }

    @Test
    void what_came_with_the_daemon_and_was_changed_is_left_out_and_told_of_for_as_long_as_it_is() throws Exception {
        builtIn("scan.jar", Jars.bundle("vpo.plugin.scan", "1.0.0"), true);
        Jars.bundle("vpo.plugin.scan", "1.0.1").write(folder.resolve("own/scan.jar"));
        restart();
        put("cat.jar", Jars.plugin("cat", "1.0.0"));
        looks();
        assertThat(active()).containsExactly("test.cat 1.0.0");
        assertThat(host.status().waiting()).singleElement().asString().contains("is not what came with the daemon");
    }

    @Test
    void a_first_party_plugin_is_replaced_by_a_newer_one_and_comes_back_when_that_goes() throws Exception {
        builtIn("scan.jar", Jars.bundle("vpo.plugin.scan", "1.0.0"), true);
        restart();
        put("scan.jar", Jars.bundle("vpo.plugin.scan", "0.9.0"));
        looks();
        assertThat(active()).as("an older one is not meant").containsExactly("vpo.plugin.scan 1.0.0");
        put("scan.jar", Jars.bundle("vpo.plugin.scan", "1.1.0"));
        looks();
        assertThat(active()).containsExactly("vpo.plugin.scan 1.1.0");
        Files.delete(plugins.resolve("scan.jar"));
        looks();
        assertThat(active()).containsExactly("vpo.plugin.scan 1.0.0");
    }

    @Test
    void a_first_party_plugin_can_be_disabled_and_may_have_to_be_enabled_first() throws Exception {
        builtIn("scan.jar", Jars.bundle("vpo.plugin.scan", "1.0.0"), true);
        builtIn("hello.jar", Jars.bundle("vpo.plugin.hello", "1.0.0"), false);
        restart();
        assertThat(active()).containsExactly("vpo.plugin.scan 1.0.0");
        perform("disable", "vpo.plugin.scan");
        perform("enable", "vpo.plugin.hello");
        assertThat(active()).containsExactly("vpo.plugin.hello 1.0.0");
        restart();
        looks();
        assertThat(active()).containsExactly("vpo.plugin.hello 1.0.0");
    }

    @Test
    void names_of_the_daemon_that_are_no_first_party_plugins_cannot_be_taken_by_plugins() throws Exception {
        builtIn("scan.jar", Jars.bundle("vpo.plugin.scan", "1.0.0"), true);
        restart();
        put("other.jar", Jars.bundle("vpo.plugin.other", "9.0.0"));
        looks();
        assertThat(active()).containsExactly("vpo.plugin.scan 1.0.0");
        assertThat(host.status().waiting()).singleElement().asString().contains("reserved for the daemon");
    }

    @Test
    void safe_mode_keeps_the_daemons_own_plugins_even_in_the_place_of_newer_ones() throws Exception {
        builtIn("scan.jar", Jars.bundle("vpo.plugin.scan", "1.0.0"), true);
        restart();
        put("scan.jar", Jars.bundle("vpo.plugin.scan", "1.1.0"));
        put("cat.jar", Jars.plugin("cat", "1.0.0"));
        looks();
        assertThat(active()).containsExactly("test.cat 1.0.0", "vpo.plugin.scan 1.1.0");
        Files.writeString(folder.resolve("store/starts"), "daemon=3\nothers=1\n");
        restart();
        looks();
        assertThat(active()).containsExactly("vpo.plugin.scan 1.0.0");
        assertThat(host.status().safeMode()).isTrue();
        new StartJournal(folder.resolve("store/starts")).survived();
        restart();
        looks();
        assertThat(active()).containsExactly("test.cat 1.0.0", "vpo.plugin.scan 1.1.0");
    }

    @Test
    void deaths_without_a_plugin_of_anybody_elses_are_no_reason_for_safe_mode() throws Exception {
        builtIn("scan.jar", Jars.bundle("vpo.plugin.scan", "1.0.0"), true);
        restart();
        Files.writeString(folder.resolve("store/starts"), "daemon=5\n");
        restart();
        put("cat.jar", Jars.plugin("cat", "1.0.0"));
        looks();
        assertThat(active()).containsExactly("test.cat 1.0.0", "vpo.plugin.scan 1.0.0");
        assertThat(host.status().safeMode()).isFalse();
    }

    @Test
    void without_auto_load_only_the_daemons_own_plugins_run_and_nothing_is_forgotten() throws Exception {
        builtIn("scan.jar", Jars.bundle("vpo.plugin.scan", "1.0.0"), true);
        put("cat.jar", Jars.plugin("cat", "1.0.0"));
        restart();
        looks();
        settings = new HostSettings(ALL, false, true, Duration.ofSeconds(20));
        restart();
        looks();
        assertThat(active()).containsExactly("vpo.plugin.scan 1.0.0");
        assertThat(state("test.cat").active()).isPresent();
        settings = new HostSettings(ALL, true, true, Duration.ofSeconds(20));
        host.look(true);
        assertThat(active()).containsExactly("test.cat 1.0.0", "vpo.plugin.scan 1.0.0");
    }

    @Test
    void of_two_jars_the_lower_one_runs_if_the_higher_one_may_not() throws Exception {
        put("cat1.jar", Jars.plugin("cat", "1.0.0"));
        put("cat2.jar", Jars.plugin("cat", "2.0.0").activator("throw new IllegalStateException();", ""));
        looks();
        assertThat(active()).containsExactly("test.cat 1.0.0");
        assertThat(state("test.cat").quarantined()).hasSize(1);
    }

    /** An operator who drains the daemon to update a plugin must be able to. */
    @Test
    void plugins_are_started_updated_and_stopped_while_the_daemon_drains_quietly() throws Exception {
        register.control().drain("anna");
        put("cat.jar", Jars.plugin("cat", "1.0.0"));
        looks();
        assertThat(active()).containsExactly("test.cat 1.0.0");
        put("cat.jar", Jars.plugin("cat", "2.0.0"));
        looks();
        assertThat(active()).containsExactly("test.cat 2.0.0");
        Files.delete(plugins.resolve("cat.jar"));
        looks();
        assertThat(active()).isEmpty();
        assertThat(register.tasks().inFlight()).isEmpty();
    }

    @Test
    void nothing_is_started_or_stopped_once_the_daemon_drains() throws Exception {
        put("cat.jar", Jars.plugin("cat", "1.0.0"));
        looks();
        register.refuse();
        put("dog.jar", Jars.plugin("dog", "1.0.0"));
        assertThatThrownBy(this::looks).isInstanceOf(CancellationException.class);
        assertThat(active()).containsExactly("test.cat 1.0.0");
        Files.delete(plugins.resolve("cat.jar"));
        assertThatThrownBy(this::looks).isInstanceOf(CancellationException.class);
        assertThat(active()).containsExactly("test.cat 1.0.0");
        assertThat(register.tasks().inFlight()).isEmpty();
    }

    @Test
    void a_start_that_the_end_of_the_daemon_cuts_short_is_no_fault_of_the_plugin() throws Exception {
        put("cat.jar", Jars.plugin("cat", "1.0.0"));
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        context.addBundleListener((SynchronousBundleListener) event -> {
            if (event.getType() == BundleEvent.STOPPING && event.getBundle().getBundleId() == 0) {
                thrown.set(catchThrowable(this::looks));
            }
        });
        framework.stop();
        framework.waitForStop(0);
        assertThat(thrown.get()).isInstanceOf(CancellationException.class);
        start();
        looks();
        assertThat(active()).containsExactly("test.cat 1.0.0");
    }

    /** With a table that has a number up to 9 and, if there is a second key, that too, which must be set. */
    private static Jars withSettings(Jars jar, String required) {
        String second = required.isEmpty() ? "" : "<AD id='" + required + "' type='String'/>";
        return jar.entry("OSGI-INF/metatype/cat.xml", ("""
                <metatype:MetaData xmlns:metatype="http://www.osgi.org/xmlns/metatype/v1.4.0">
                  <OCD id="cat" name="Cat"><AD id="lives" type="Integer" max="9" default="9"/>%s</OCD>
                  <Designate pid="vpo.plugins.cat"><Object ocdref="cat"/></Designate>
                </metatype:MetaData>
                """).formatted(second).getBytes(StandardCharsets.UTF_8));
    }

    private void reload(String toml) throws IOException {
        configure(toml);
        assertThat(read.reload()).isInstanceOf(ConfigurationSource.Reload.Changed.class);
    }

    @Test
    void a_version_that_cannot_use_its_settings_waits_for_a_reload_and_is_not_in_quarantine() throws Exception {
        reload("[plugins.cat]\nlives = 10\n");
        put("cat.jar", withSettings(Jars.plugin("cat", "1.0.0"), ""));
        put("dog.jar", Jars.plugin("dog", "1.0.0"));
        looks();
        assertThat(active()).containsExactly("test.dog 1.0.0");
        assertThat(host.store().states()).as("nothing is known of it").hasSize(1);
        assertThat(host.status().waiting()).containsExactly("test.cat waits for settings that it can use, see the log:"
                + " plugins.cat.lives (config.toml:2)");
        reload("[plugins.cat]\nlives = 7\n");
        assertThat(host.isWaiting()).isTrue();
        host.look(true);
        assertThat(active()).containsExactly("test.cat 1.0.0", "test.dog 1.0.0");
        assertThat(host.status().waiting()).isEmpty();
    }

    @Test
    void what_has_gone_from_the_store_is_forgotten_and_told_anew_when_it_comes_back() throws Exception {
        reload("[plugins.cat]\nlives = 10\n");
        Jars cat = withSettings(Jars.plugin("cat", "1.0.0"), "");
        Path jar = plugins.resolve("cat.jar");
        String hash = Sha256.of(cat.write(folder.resolve("whole")));
        assertThat(toldBy(TableCheck.class, () -> {
            for (int i = 0; i < 2; i++) {
                put("cat.jar", cat);
                looks();
                host.look(true);
                assertThat(host.intake().known(hash)).isPresent();
                Files.delete(jar);
                looks();
            }
        })).as("once each time").hasSize(2);
        Files.writeString(host.store().jar(hash), "whatever is there is looked at");
        assertThat(host.intake().known(hash)).isEmpty();
    }

    @Test
    void an_update_that_needs_other_settings_waits_and_the_version_before_it_goes_on() throws Exception {
        reload("[plugins.cat]\nlives = 7\n");
        put("cat.jar", withSettings(Jars.plugin("cat", "1.0.0"), ""));
        looks();
        Bundle before = bundles.all().getFirst();
        put("cat.jar", withSettings(Jars.plugin("cat", "2.0.0"), "food"));
        looks();
        assertThat(before.getState()).isEqualTo(Bundle.ACTIVE);
        assertThat(bundles.all()).hasSize(1);
        assertThat(state("test.cat").quarantined()).isEmpty();
        assertThat(host.status().waiting()).singleElement().asString().contains("plugins.cat.food (config.toml:1)");
        reload("[plugins.cat]\nlives = 7\nfood = 'fish'\n");
        host.look(true);
        assertThat(active()).containsExactly("test.cat 2.0.0");
        assertThat(host.status().waiting()).isEmpty();
    }

    @Test
    void first_party_plugins_have_settings_like_others() throws Exception {
        builtIn("cat.jar", withSettings(Jars.plugin("cat", "1.0.0"), ""), true);
        restart();
        assertThat(active()).containsExactly("test.cat 1.0.0");
        host.stopAll();
        reload("[plugins.cat]\nlives = 'many'\n");
        host.bringInLine();
        assertThat(active()).isEmpty();
    }

    @Test
    void a_table_that_cannot_be_checked_keeps_nobody_from_running() throws Exception {
        put("cat.jar", Jars.plugin("cat", "1.0.0").entry("OSGI-INF/metatype/cat.xml",
                "<!DOCTYPE a [<!ENTITY e 'ha'>]><a>&e;</a>".getBytes(StandardCharsets.UTF_8)));
        looks();
        assertThat(active()).containsExactly("test.cat 1.0.0");
        assertThat(registered()).isEmpty();
    }

    @Test
    void the_schema_of_the_version_that_runs_is_there_before_its_start_and_until_its_stop() throws Exception {
        // The activator stops the start if it does not find it.
        String start = "if (context.getAllServiceReferences(\"vpo.config.PluginSchema\", null) == null)"
                + " throw new IllegalStateException(\"no schema\");";
        put("cat.jar", withSettings(Jars.plugin("cat", "1.0.0").activator(start, ""), ""));
        put("lib.jar", Jars.bundle("org.lib", "1.0.0"));
        looks();
        assertThat(active()).containsExactly("org.lib 1.0.0", "test.cat 1.0.0");
        PluginSchema first = registered().getFirst();
        assertThat(first.plugin()).isEqualTo("cat");
        put("cat.jar", withSettings(Jars.plugin("cat", "2.0.0").activator(start, ""), "food"));
        looks();
        assertThat(registered()).singleElement().isNotSameAs(first);
        put("cat.jar", withSettings(Jars.plugin("cat", "3.0.0").activator("throw new Error();", ""), ""));
        looks();
        assertThat(active()).containsExactly("org.lib 1.0.0", "test.cat 2.0.0");
        assertThat(registered()).as("that of the version that was put back").singleElement()
                .satisfies(each -> assertThat(fits(each, "[plugins.cat]\nlives = 1\n")).isFalse());
        Files.delete(plugins.resolve("cat.jar"));
        looks();
        assertThat(registered()).isEmpty();
    }

    private boolean fits(PluginSchema schema, String toml) throws Exception {
        Path file = Files.writeString(folder.resolve("other.toml"), toml);
        return FileConfigurationSource.read(new ConfigInputs(Optional.of(file.toString()), Map.of(), Map.of(), folder,
                folder)).errors(schema).isEmpty();
    }

    private List<PluginSchema> registered() throws Exception {
        return context.getServiceReferences(PluginSchema.class, null).stream().map(context::getService).toList();
    }

    @Test
    void a_damaged_copy_in_the_store_is_not_run_and_is_made_anew() throws Exception {
        put("cat.jar", Jars.plugin("cat", "1.0.0"));
        looks();
        Path copy = host.store().jar(state("test.cat").active().orElseThrow());
        Files.write(copy, Jars.plugin("cat", "6.6.6").bytes());
        restart();
        assertThat(active()).isEmpty();
        looks();
        assertThat(active()).containsExactly("test.cat 1.0.0");
    }

    @Test
    void a_plugin_whose_copy_has_gone_can_be_put_into_quarantine_and_disabled() throws Exception {
        put("cat.jar", Jars.plugin("cat", "1.0.0"));
        looks();
        Files.delete(host.store().jar(state("test.cat").active().orElseThrow()));
        put("cat.jar", Jars.plugin("cat", "2.0.0").activator("throw new IllegalStateException();", ""));
        put("dog.jar", Jars.plugin("dog", "1.0.0"));
        looks();
        assertThat(active()).containsExactly("test.dog 1.0.0");
        assertThat(state("test.cat").quarantined()).hasSize(1);
        assertThat(host.status().waiting()).singleElement().asString().contains("is in quarantine");
        assertThat(perform("disable", "cat")).contains("disabled");
        assertThat(state("test.cat").enabled()).isFalse();
    }

    @Test
    void a_copy_that_is_changed_while_it_waits_is_not_run() throws Exception {
        distrustEverything();
        put("cat.jar", Jars.plugin("cat", "1.0.0"));
        looks();
        Path copy = host.store().jar(host.intake().all().iterator().next().hash());
        Files.write(copy, Jars.plugin("cat", "6.6.6").bytes());
        settings = new HostSettings(ALL, true, true, Duration.ofSeconds(20));
        host.look(true);
        assertThat(active()).isEmpty();
        assertThat(host.status().waiting()).singleElement().asString().contains("has no whole file in the store");
        put("cat.jar", Jars.plugin("cat", "1.0.0"));
        looks();
        assertThat(active()).containsExactly("test.cat 1.0.0");
    }

    @Test
    void what_waits_for_something_else_is_not_hashed_at_every_try() throws Exception {
        put("cat.jar", Jars.plugin("cat", "1.0.0"));
        looks();
        distrustEverything();
        Files.writeString(plugins.resolve("cat.jar"), "garbage");
        restart();
        looks();
        assertThat(host.status().waiting()).anyMatch(each -> each.contains("is not acknowledged"));
        Files.writeString(host.store().jar(state("test.cat").active().orElseThrow()), "not looked at");
        host.look(true);
        assertThat(host.status().waiting()).anyMatch(each -> each.contains("is not acknowledged"));
        settings = new HostSettings(ALL, true, true, Duration.ofSeconds(20));
        host.look(true);
        assertThat(active()).isEmpty();
    }

    @Test
    void a_version_that_runs_and_could_not_be_written_down_is_no_worse_for_it() throws Exception {
        put("cat.jar", Jars.plugin("cat", "1.0.0"));
        looks();
        put("cat.jar", Jars.plugin("cat", "2.0.0"));
        Path part = folder.resolve("store/parts/test.cat.properties");
        host.look(false);
        // A folder where the next state is to be written.
        Files.createDirectories(part);
        assertThatThrownBy(this::looks).isInstanceOf(IOException.class);
        assertThat(active()).containsExactly("test.cat 2.0.0");
        assertThatThrownBy(() -> host.look(true)).isInstanceOf(IOException.class);
        Files.delete(part);
        host.look(true);
        assertThat(active()).containsExactly("test.cat 2.0.0");
        assertThat(state("test.cat").quarantined()).isEmpty();
        assertThat(state("test.cat").kept()).hasSize(2);
        assertThat(host.status().waiting()).isEmpty();
    }

    @Test
    void what_a_failure_cut_short_is_gone_on_with_at_the_next_look() throws Exception {
        put("cat.jar", Jars.plugin("cat", "1.0.0"));
        put("dog.jar", Jars.plugin("dog", "1.0.0"));
        Path part = Files.createDirectories(folder.resolve("store/parts/test.cat.properties"));
        assertThatThrownBy(this::looks).isInstanceOf(IOException.class);
        Files.delete(part);
        host.look(false);
        assertThat(active()).containsExactly("test.cat 1.0.0", "test.dog 1.0.0");
    }

    @Test
    void a_start_that_is_cancelled_is_a_failed_one_and_the_old_version_is_put_back() throws Exception {
        put("cat.jar", Jars.plugin("cat", "1.0.0"));
        looks();
        put("cat.jar",
                Jars.plugin("cat", "2.0.0").activator("new java.util.concurrent.CountDownLatch(1).await();", ""));
        cancelAllAt(BundleEvent.STARTING, "2.0.0");
        looks();
        assertThat(active()).containsExactly("test.cat 1.0.0");
        assertThat(state("test.cat").quarantined().values()).singleElement()
                .satisfies(why -> assertThat(why.reason()).isEqualTo("was cancelled in its start: enough"));
    }

    @Test
    void an_update_that_is_cancelled_in_the_stop_of_the_old_version_starts_that_again() throws Exception {
        put("cat.jar", Jars.plugin("cat", "1.0.0"));
        looks();
        put("cat.jar", Jars.plugin("cat", "2.0.0"));
        AtomicBoolean enough = new AtomicBoolean();
        at(BundleEvent.STOPPING, "1.0.0", () -> {
            if (enough.compareAndSet(false, true)) {
                register.cancelAll("enough");
            }
        });
        looks();
        assertThat(active()).containsExactly("test.cat 1.0.0");
        assertThat(state("test.cat").quarantined()).hasSize(1);
        assertThat(bundles.all()).as("nothing of the version that was not started").hasSize(1);
        perform("enable", "test.cat");
        looks();
        assertThat(active()).containsExactly("test.cat 2.0.0");
    }

    @Test
    void a_stop_that_is_cancelled_is_waited_for_no_longer_and_all_that_goes_with_it_goes() throws Exception {
        put("cat.jar", Jars.plugin("cat", "1.0.0").header("Import-Package", "lib")
                .activator("", "new java.util.concurrent.CountDownLatch(1).await();"));
        put("lib.jar", Jars.bundle("org.lib", "1.0.0").header("Export-Package", "lib"));
        looks();
        assertThat(active()).containsExactly("org.lib 1.0.0", "test.cat 1.0.0");
        settings = new HostSettings(ALL, true, true, Duration.ofMinutes(10));
        cancelAllAt(BundleEvent.STOPPING, "1.0.0");
        assertThat(perform("disable", "org.lib")).contains("disabled");
        assertThat(bundles.all()).isEmpty();
        assertThat(Thread.interrupted()).as("an interrupt for what comes next").isFalse();
        assertThat(register.tasks().inFlight()).isEmpty();
    }

    @Test
    void a_stop_that_is_cancelled_in_vain_is_left_behind_soon() throws Exception {
        put("cat.jar", Jars.plugin("cat", "1.0.0").activator("",
                "while (!Boolean.getBoolean(\"vpo.test.release\")) Thread.onSpinWait();"));
        looks();
        settings = new HostSettings(ALL, true, true, Duration.ofSeconds(20));
        try {
            cancelAllAt(BundleEvent.STOPPING, "1.0.0");
            List<String> told = toldBy(HostedBundles.class,
                    () -> assertThat(perform("disable", "test.cat")).contains("disabled"));
            assertThat(told).singleElement().asString().contains("does not stop", "did not come back within 2.0 s");
        } finally {
            System.setProperty("vpo.test.release", "true");
        }
        await().untilAsserted(() -> assertThat(bundles.all()).isEmpty());
        System.clearProperty("vpo.test.release");
    }

    @Test
    void a_stop_that_is_cancelled_in_an_update_is_no_reason_not_to_start_the_new_version() throws Exception {
        put("cat.jar", Jars.plugin("cat", "1.0.0").activator("",
                "new java.util.concurrent.CountDownLatch(1).await();"));
        looks();
        put("cat.jar", Jars.plugin("cat", "2.0.0"));
        settings = new HostSettings(ALL, true, true, Duration.ofMinutes(10));
        at(BundleEvent.STOPPING, "1.0.0", () -> register.cancel("stop of plugin cat 1.0.0", "enough"));
        looks();
        assertThat(active()).containsExactly("test.cat 2.0.0");
    }

    @Test
    void whoever_has_asked_for_what_is_interrupted_is_answered() throws Exception {
        put("cat.jar", Jars.plugin("cat", "1.0.0"));
        looks();
        Path asked = folder.resolve("requests");
        OperatorRequests requests = new OperatorRequests(asked,
                new Operator(new LiveDesk(host, bundles), bundles, null, folder, Clock.systemUTC()),
                Clock.systemUTC());
        Files.writeString(asked.resolve("1.request"), "action=disable\nname=cat\n");
        at(BundleEvent.STOPPING, "1.0.0", Thread.currentThread()::interrupt);
        assertThatThrownBy(requests::carryOut).isInstanceOf(InterruptedException.class);
        assertThat(asked).isDirectoryContaining("glob:**/1.answer").isDirectoryNotContaining("glob:**/1.taken");
        assertThat(asked.resolve("1.answer")).content().contains("status=1", "was interrupted");
    }

    private void cancelAllAt(int type, String version) {
        at(type, version, () -> register.cancelAll("enough"));
    }

    private void at(int type, String version, Runnable action) {
        context.addBundleListener((SynchronousBundleListener) event -> {
            if (event.getType() == type && event.getBundle().getVersion().toString().equals(version)
                    && event.getBundle().getSymbolicName().equals("test.cat")) {
                action.run();
            }
        });
    }

    @Test
    void many_jars_at_once() throws Exception {
        for (int i = 0; i < 50; i++) {
            put("p" + i + ".jar", Jars.plugin("plugin-x" + i, "1.0.0"));
        }
        looks();
        assertThat(active()).hasSize(50);
    }
}
