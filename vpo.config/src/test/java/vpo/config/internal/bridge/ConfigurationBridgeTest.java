package vpo.config.internal.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Collections;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.apache.felix.framework.FrameworkFactory;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.Framework;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.Configuration.ConfigurationAttribute;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.cm.ConfigurationEvent;
import org.osgi.service.cm.ConfigurationListener;
import org.osgi.service.cm.ReadOnlyConfigurationException;
import org.osgi.service.condition.Condition;
import org.slf4j.LoggerFactory;

import vpo.config.ConfigInputs;
import vpo.config.ConfigurationException;
import vpo.config.ConfigurationReload;
import vpo.config.ConfigurationSource;
import vpo.config.ConfigurationSource.Reload;
import vpo.config.DerivedConfiguration;
import vpo.config.FileConfigurationSource;
import vpo.config.PluginJar;
import vpo.config.PluginSchema;

/** Against a real framework and a real Configuration Admin; only Declarative Services are left out. */
@Timeout(60)
class ConfigurationBridgeTest {
    @TempDir
    private Path folder;
    private final Logger log = (Logger) LoggerFactory.getLogger("vpo.config");
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private Framework framework;
    private BundleContext context;
    private ConfigurationAdmin admin;
    private ConfigurationBridge bridge;

    @BeforeEach
    void start() throws Exception {
        logged.start();
        log.addAppender(logged);
        toml("[server]\nport = 1111\n[plugins.foo]\na = 1\n[[plugins.foo.row]]\nname = 'x'\n");
        startFramework();
    }

    private void startFramework() throws Exception {
        framework = new FrameworkFactory().newFramework(Map.of(
                Constants.FRAMEWORK_STORAGE, folder.resolve("storage").toString(),
                Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA, "org.osgi.service.cm;version=1.6.1"));
        framework.init();
        context = framework.getBundleContext();
        Path bundle = Path.of(org.apache.felix.cm.PersistenceManager.class.getProtectionDomain().getCodeSource()
                .getLocation().toURI());
        context.installBundle(bundle.toUri().toString()).start();
        framework.start();
        admin = context.getService(context.getServiceReference(ConfigurationAdmin.class));
    }

    @AfterEach
    void stop() throws Exception {
        log.detachAppender(logged);
        if (bridge != null) {
            bridge.deactivate();
        }
        stopFramework();
    }

    private void stopFramework() throws Exception {
        framework.stop();
        framework.waitForStop(30_000);
    }

    private Path file() {
        return folder.resolve("config.toml");
    }

    private void toml(String text) throws IOException {
        Files.writeString(file(), text);
    }

    private void activate() throws ConfigurationException {
        bridge = new ConfigurationBridge(context, admin, source());
    }

    /** The bridge without its watch, which may have read what a test writes before the test asks for that. */
    private ReloadService publish() throws Exception {
        ReloadService reloads = new ReloadService(source(), new Publication(admin), Clock.systemUTC());
        reloads.publish();
        return reloads;
    }

    private ConfigurationSource source() throws ConfigurationException {
        return FileConfigurationSource.read(new ConfigInputs(Optional.of(file().toString()), Map.of(), Map.of(),
                folder, folder));
    }

    private Map<String, Object> properties(String pid) throws Exception {
        Configuration[] found = admin.listConfigurations("(service.pid=" + pid + ")");
        if (found == null) {
            return null;
        }
        var dictionary = found[0].getProperties();
        return Collections.list(dictionary.keys()).stream()
                .collect(Collectors.toMap(key -> key, dictionary::get));
    }

    private <T> T service(Class<T> type) {
        ServiceReference<T> reference = context.getServiceReference(type);
        return reference == null ? null : context.getService(reference);
    }

    private boolean configured() throws Exception {
        return context.getServiceReferences(Condition.class, "(osgi.condition.id=vpo.configured)").size() == 1;
    }

    private List<String> lines() {
        return List.copyOf(logged.list).stream().map(e -> e.getLevel() + " " + e.getFormattedMessage()).toList();
    }

    @Test
    void publishes_everything_and_says_so() throws Exception {
        assertThat(configured()).isFalse();
        activate();
        assertThat(properties("vpo.server")).containsEntry("port", 1111).containsEntry("bind", "127.0.0.1");
        assertThat(properties("vpo.worker")).isNotNull();
        assertThat(properties("vpo.plugins.foo")).containsEntry("a", 1L);
        assertThat(properties("vpo.plugins.foo.row~x")).containsEntry("service.factoryPid", "vpo.plugins.foo.row");
        assertThat(configured()).isTrue();
        assertThat(service(HealthCheck.class).execute().getStatus()).isEqualTo(Result.Status.OK);
        bridge.deactivate();
        bridge = null;
        assertThat(configured()).isFalse();
        assertThat(service(ConfigurationReload.class)).isNull();
        assertThat(properties("vpo.server")).isNotNull();
    }

    @Test
    void nobody_else_can_write() throws Exception {
        activate();
        Configuration server = admin.getConfiguration("vpo.server", "?");
        assertThatThrownBy(() -> server.update(new Hashtable<>(Map.of("port", 1))))
                .isInstanceOf(ReadOnlyConfigurationException.class);
    }

    @Test
    void updates_only_what_differs_and_deletes_what_is_gone() throws Exception {
        ReloadService reloads = publish();
        long server = admin.getConfiguration("vpo.server", "?").getChangeCount();
        long logging = admin.getConfiguration("vpo.logging", "?").getChangeCount();
        toml("[server]\nport = 1111\n[logging]\nlevel = 'debug'\n");
        assertThat(reloads.reload("SIGHUP")).isInstanceOf(Reload.Changed.class);
        assertThat(properties("vpo.logging")).containsEntry("level", "debug");
        assertThat(admin.getConfiguration("vpo.logging", "?").getChangeCount()).isGreaterThan(logging);
        assertThat(admin.getConfiguration("vpo.server", "?").getChangeCount()).isEqualTo(server);
        assertThat(properties("vpo.plugins.foo")).isNull();
        assertThat(properties("vpo.plugins.foo.row~x")).isNull();
        assertThat(lines()).containsExactly("INFO Configuration reloaded (SIGHUP): logging.level, plugins.foo.a,"
                + " plugins.foo.row[0].name");
    }

    @Test
    void a_reload_without_news_says_so() throws Exception {
        activate();
        assertThat(service(ConfigurationReload.class).reload("SIGHUP")).isInstanceOf(Reload.Unchanged.class);
        assertThat(lines()).containsExactly("INFO Configuration reloaded (SIGHUP): nothing changed");
    }

    @Test
    void a_bad_file_changes_nothing_and_is_told() throws Exception {
        ReloadService reloads = publish();
        toml("[server]\nport = 0\nauth_token = 'hunter2'\n[logging]\nlevel = 'debug'\n");
        assertThat(reloads.reload("SIGHUP")).isInstanceOf(Reload.Refused.class);
        assertThat(properties("vpo.logging")).containsEntry("level", "info");
        assertThat(lines()).containsExactly(
                "ERROR Configuration not reloaded (SIGHUP), the old one stays in force: " + file()
                        + ":2:1: server.port: Port must be 1-65535: 0 (config.toml:2)",
                "ERROR Configuration not reloaded (SIGHUP), the old one stays in force: " + file()
                        + ":3:1: server.auth_token: Must be at least 16 characters (config.toml:3)");
        Result result = reloads.execute();
        assertThat(result.getStatus()).isEqualTo(Result.Status.WARN);
        assertThat(result.toString()).contains("line 2: server.port").doesNotContain(folder.toString(), "hunter2");

        toml("[server]\nport = 1111\n");
        reloads.reload("SIGHUP");
        assertThat(reloads.execute().getStatus()).isEqualTo(Result.Status.OK);
    }

    @Test
    void a_key_that_needs_a_restart_is_told_and_kept() throws Exception {
        ReloadService reloads = publish();
        toml("[server]\nport = 2222\nprot = 1\n[plugins.foo]\na = 1\n[[plugins.foo.row]]\nname = 'x'\n");
        reloads.reload("SIGHUP");
        reloads.reload("SIGHUP");
        assertThat(properties("vpo.server")).containsEntry("port", 1111);
        String restart = "WARN server.port changed and needs a restart; the old value stays in force";
        assertThat(lines()).containsExactly(restart,
                "WARN " + file() + ":3:1: server.prot: unknown key, ignored; did you mean server.port?", restart);
        assertThat(reloads.execute().getStatus()).isEqualTo(Result.Status.WARN);
    }

    @Test
    void a_changed_file_is_read_without_being_asked() throws Exception {
        activate();
        toml("[server]\nport = 1111\n[logging]\nlevel = 'error'\n");
        await().until(() -> "error".equals(properties("vpo.logging").get("level")));
    }

    @Test
    void a_file_that_was_emptied_is_told_once_and_taken_when_asked_for() throws Exception {
        ReloadService reloads = publish();
        toml("");
        reloads.fileChanged();
        reloads.fileChanged();
        assertThat(properties("vpo.plugins.foo")).containsEntry("a", 1L);
        assertThat(lines()).containsExactly("WARN " + file() + ": the file was emptied; what was read from it stays in"
                + " force: write it, or take it as it is with SIGHUP or 'vpo reload'");
        assertThat(reloads.execute().toString()).contains("refused: not valid, see the log");
        toml("[server]\nport = 1111\n[plugins.foo]\na = 1\n[[plugins.foo.row]]\nname = 'x'\n");
        reloads.fileChanged();
        assertThat(reloads.execute().getStatus()).isEqualTo(Result.Status.OK);
        toml("\n");
        reloads.fileChanged();
        assertThat(lines()).as("another time").hasSize(2);
        reloads.reload("SIGHUP");
        assertThat(properties("vpo.plugins.foo")).isNull();
        assertThat(lines().getLast()).startsWith("WARN server.port changed and needs a restart");
    }

    @Test
    void what_an_earlier_run_left_is_brought_up_to_date() throws Exception {
        activate();
        bridge.addDerived(new Derived("org.example", Map.of("x", 1)));
        bridge.deactivate();
        bridge = null;
        stopFramework();
        toml("[server]\nport = 2222\n");
        startFramework();
        Configuration theirs = admin.getConfiguration("somebody.else", "?");
        theirs.update(new Hashtable<>(Map.of("y", 1)));
        assertThat(properties("vpo.plugins.foo")).isNotNull();
        activate();
        assertThat(properties("vpo.server")).containsEntry("port", 2222);
        assertThat(properties("vpo.plugins.foo")).isNull();
        assertThat(properties("org.example")).isNull();
        assertThat(properties("somebody.else")).isNotNull();
    }

    @Test
    void what_somebody_else_wrote_under_our_pid_is_replaced() throws Exception {
        Configuration before = admin.getConfiguration("vpo.server", "file:/some/bundle.jar");
        before.update(new Hashtable<>(Map.of("port", 9, "more", "x")));
        activate();
        assertThat(properties("vpo.server")).containsEntry("port", 1111).doesNotContainKey("more");
        assertThat(admin.getConfiguration("vpo.server", "?").getBundleLocation()).isEqualTo("?");
    }

    @Test
    void derived_configurations_come_and_go() throws Exception {
        activate();
        Derived derived = new Derived("org.example", Map.of("x", 1, "names", new String[]{"a"}));
        bridge.addDerived(derived);
        assertThat(properties("org.example")).containsEntry("x", 1);
        assertThatThrownBy(() -> admin.getConfiguration("org.example", "?").update(new Hashtable<>()))
                .isInstanceOf(ReadOnlyConfigurationException.class);
        service(ConfigurationReload.class).reload("SIGHUP");
        assertThat(properties("org.example")).isNotNull();
        bridge.removeDerived(derived);
        assertThat(properties("org.example")).isNull();
    }

    @Test
    void a_derived_configuration_replaces_what_somebody_else_wrote_and_touches_no_other() throws Exception {
        activate();
        admin.getConfiguration("org.example", "file:/some/bundle.jar")
                .update(new Hashtable<>(Map.of("x", 9, "more", "y")));
        admin.getConfiguration("somebody.else", "?").update(new Hashtable<>(Map.of("z", 1)));
        bridge.addDerived(new Derived("org.example", Map.of("x", 1)));
        assertThat(properties("org.example")).containsEntry("x", 1).doesNotContainKey("more");
        assertThat(admin.getConfiguration("org.example", "?").getBundleLocation()).isEqualTo("?");
        assertThat(properties("somebody.else")).containsEntry("z", 1);
        assertThat(properties("vpo.server")).containsEntry("port", 1111);
        admin.getConfiguration("org.example", "?").delete();
        // Configuration Admin tells of it on a thread of its own.
        await("deleted by somebody else").until(() -> properties("org.example") != null);
        assertThat(properties("org.example")).containsEntry("x", 1);
    }

    @Test
    void a_derived_configuration_cannot_replace_one_that_is_there() throws Exception {
        activate();
        bridge.addDerived(new Derived("vpo.server", Map.of("port", 9)));
        bridge.addDerived(new Derived("org.example", Map.of("x", 1)));
        Derived equal = new Derived("org.example", Map.of("x", 1));
        bridge.addDerived(equal);
        bridge.removeDerived(equal);
        assertThat(properties("org.example")).containsEntry("x", 1);
        assertThat(properties("vpo.server")).containsEntry("port", 1111);
        service(ConfigurationReload.class).reload("SIGHUP");
        assertThat(properties("vpo.server")).containsEntry("port", 1111);
        String leftOut = " is written by somebody else already: the one of " + Derived.class.getName() + " is left out";
        assertThat(lines()).filteredOn(line -> line.startsWith("WARN")).containsExactly("WARN vpo.server" + leftOut,
                "WARN org.example" + leftOut);
    }

    @Test
    void a_derived_configuration_that_cannot_be_used_stands_in_nobodys_way() throws Exception {
        activate();
        List<Derived> bad = List.of(new Derived("org.example", Map.of("x", new Object())),
                new Derived("org.example", Map.of("x", 1, "X", 2)), new Derived(null, Map.of("x", 1)),
                new Derived("org.example", null));
        bad.forEach(bridge::addDerived);
        assertThat(properties("org.example")).isNull();
        assertThat(lines()).hasSize(4).allMatch(line -> line.matches("ERROR The configuration (org.example|null) of "
                + Pattern.quote(Derived.class.getName()) + " cannot be used and is left out: .+"));

        bridge.addDerived(new Derived("org.example", Map.of("x", 1)));
        assertThat(properties("org.example")).containsEntry("x", 1);
        bad.forEach(bridge::removeDerived);
        toml("[server]\nport = 1111\n[logging]\nlevel = 'debug'\n");
        service(ConfigurationReload.class).reload("SIGHUP");
        assertThat(properties("vpo.logging")).containsEntry("level", "debug");
        assertThat(properties("org.example")).containsEntry("x", 1);
    }

    @Test
    void what_somebody_else_deletes_is_written_again() throws Exception {
        activate();
        admin.getConfiguration("vpo.server", "?").delete();
        await().until(() -> properties("vpo.server") != null);
        await().until(() -> lines().contains(
                "WARN The configuration vpo.server was deleted by somebody else, and is written again"));
        assertThat(admin.getConfiguration("vpo.server", "?").getAttributes())
                .contains(ConfigurationAttribute.READ_ONLY);
        assertThat(properties("vpo.server")).containsEntry("port", 1111);
    }

    @Test
    void what_goes_because_the_file_says_so_stays_gone() throws Exception {
        activate();
        CountDownLatch told = new CountDownLatch(1);
        context.registerService(ConfigurationListener.class, event -> {
            if (event.getType() == ConfigurationEvent.CM_DELETED && event.getPid().equals("vpo.plugins.foo")) {
                told.countDown();
            }
        }, null);
        toml("[server]\nport = 1111\n");
        service(ConfigurationReload.class).reload("SIGHUP");
        told.await();
        assertThat(properties("vpo.plugins.foo")).isNull();
        assertThat(lines()).noneMatch(line -> line.startsWith("WARN"));
    }

    @Test
    void what_was_derived_stays_when_the_bridge_stops() throws Exception {
        activate();
        Derived derived = new Derived("org.example", Map.of("x", 1));
        bridge.addDerived(derived);
        ConfigurationBridge stopped = bridge;
        bridge.deactivate();
        bridge = null;
        stopped.removeDerived(derived);
        assertThat(properties("org.example")).isNotNull();
    }

    private PluginSchema fish() throws Exception {
        return PluginSchema.read(PluginJar.built(folder.resolve("jars/fish.jar"), "fish", "1.0.0", "example.fish"))
                .orElseThrow();
    }

    @Test
    void what_a_plugin_asks_for_is_published_before_it_starts_and_what_is_odd_is_told() throws Exception {
        toml("[plugins.fish]\nmax_workers = 5\nmax_wrokers = 6\n");
        activate();
        assertThat(properties("vpo.plugins.fish")).containsEntry("max_workers", 5L).doesNotContainKey("level");
        PluginSchema fish = fish();
        bridge.addSchema(fish);
        assertThat(properties("vpo.plugins.fish")).containsEntry("max_workers", 5).containsEntry("level", 1);
        assertThat(lines()).containsExactly("WARN " + file() + ":3:1: plugins.fish.max_wrokers: unknown key, passed on"
                + " as it is; did you mean plugins.fish.max_workers?");
        bridge.removeSchema(fish);
        assertThat(properties("vpo.plugins.fish")).containsEntry("max_workers", 5L).doesNotContainKey("level");
    }

    @Test
    void a_plugin_without_a_table_writes_nothing() throws Exception {
        activate();
        Map<String, Long> counts = counts();
        bridge.addSchema(fish());
        assertThat(counts()).isEqualTo(counts);
    }

    private Map<String, Long> counts() throws Exception {
        return Stream.of(admin.listConfigurations(null))
                .collect(Collectors.toMap(Configuration::getPid, Configuration::getChangeCount));
    }

    @Test
    void a_value_that_a_running_plugin_cannot_use_changes_nothing_and_is_told() throws Exception {
        toml("[plugins.fish]\nmax_workers = 5\npin = 'correct horse'\n");
        ReloadService reloads = publish();
        reloads.add(fish());
        toml("[logging]\nlevel = 'debug'\n[plugins.fish]\nmax_workers = 65\npin = 'hunter2'\n");
        assertThat(reloads.reload("SIGHUP")).isInstanceOf(Reload.Refused.class);
        assertThat(properties("vpo.plugins.fish")).containsEntry("max_workers", 5).containsEntry("pin",
                "correct horse");
        assertThat(properties("vpo.logging")).containsEntry("level", "info");
        assertThat(lines()).containsExactly(
                "ERROR Configuration not reloaded (SIGHUP), the old one stays in force: " + file()
                        + ":4:1: plugins.fish.max_workers: Must be 1 to 64: 65 (config.toml:4)",
                "ERROR Configuration not reloaded (SIGHUP), the old one stays in force: " + file()
                        + ":5:1: plugins.fish.pin: Must be at least 8 characters (config.toml:5)");
        Result result = reloads.execute();
        assertThat(result.toString()).contains("line 4: plugins.fish.max_workers").doesNotContain("hunter2");

        toml("[plugins.fish]\nmax_workers = 6\npin = 'correct horse'\n");
        reloads.reload("SIGHUP");
        assertThat(properties("vpo.plugins.fish")).containsEntry("max_workers", 6);
        assertThat(reloads.execute().getStatus()).isEqualTo(Result.Status.OK);
    }

    private record Derived(String pid, Map<String, Object> properties) implements DerivedConfiguration {}
}
