package vpo.plugins.internal.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import javax.sql.DataSource;

import org.apache.felix.framework.FrameworkFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.framework.launch.Framework;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import vpo.lifecycle.internal.Register;
import vpo.plugins.internal.Jars;
import vpo.plugins.internal.settings.TableCheck;
import vpo.plugins.internal.store.PluginStore;
import vpo.plugins.internal.store.Sha256;
import vpo.plugins.internal.trust.AcknowledgmentTable;
import vpo.plugins.internal.trust.Acknowledgments;
import vpo.plugins.internal.trust.FolderTrust;
import vpo.plugins.internal.trust.Trust;

/** What operators ask for, in a real framework with real bundles: with a host that runs them, and without one. */
@Timeout(120)
class OperatorTest {
    private static final String STARTED = "vpo.test.operator.started";
    private static final TableCheck TABLES = new TableCheck(_ -> List.of());
    private static final String LIB = "lib;version=\"[1,2)\"";

    @TempDir
    Path folder;

    private Path plugins;
    private List<Path> roots;
    private DataSource library;
    private Acknowledgments acknowledgments;
    private Trust trust;
    private BuiltInPlugins builtIn = BuiltInPlugins.NONE;
    private Framework framework;
    private BundleContext context;
    private HostedBundles bundles;
    private PluginHost host;
    private Operator operator;

    @BeforeEach
    void begin() throws Exception {
        plugins = folder.resolve("plugins");
        roots = List.of(plugins);
        library = AcknowledgmentTable.make(folder);
        acknowledgments = new Acknowledgments(library, library, Clock.systemUTC());
        live();
    }

    @AfterEach
    void end() throws Exception {
        System.clearProperty(STARTED);
        stop();
    }

    private void stop() throws Exception {
        framework.stop();
        framework.waitForStop(10_000);
    }

    private HostSettings settings() {
        return new HostSettings(trust == null ? acknowledgments : trust, true, true, Duration.ofSeconds(20));
    }

    private void startFramework() throws Exception {
        framework = new FrameworkFactory().newFramework(Map.of(
                "org.osgi.framework.storage", folder.resolve("cache").toString(),
                "org.osgi.framework.storage.clean", "onFirstInit",
                "org.osgi.framework.startlevel.beginning", "30",
                "felix.log.level", "0",
                "org.osgi.framework.system.capabilities.extra", "vpo.api;version:Version=1.0"));
        framework.start();
        context = framework.getBundleContext();
        bundles = new HostedBundles(context, store(), () -> Duration.ofSeconds(20));
    }

    private Path store() {
        return folder.resolve("plugins-store");
    }

    /** With a daemon. */
    private void live() throws Exception {
        startFramework();
        StartJournal journal = new StartJournal(store().resolve("starts"));
        host = new PluginHost(PluginStore.open(store()), roots, builtIn, bundles, journal, this::settings,
                TABLES, new Register().control(), Clock.systemUTC());
        journal.survived();
        host.begin();
        for (int i = 0; i < 3; i++) {
            host.look(false);
        }
        operator = new Operator(new LiveDesk(host, bundles), bundles, acknowledgments, folder, Clock.systemUTC());
    }

    /** Without one. */
    private void command() throws Exception {
        stop();
        startFramework();
        operator = new Operator(new CommandDesk(PluginStore.open(store()), roots, builtIn, bundles,
                StartJournal.asItIs(store().resolve("starts")), this::settings, TABLES, Clock.systemUTC()), bundles,
                acknowledgments, folder, Clock.systemUTC());
    }

    private void daemonAgain() throws Exception {
        stop();
        live();
    }

    private OperatorAnswer perform(String action, String... keysAndValues) throws Exception {
        return operator.perform(OperatorRequest.of(action, keysAndValues));
    }

    private OperatorAnswer on(String action, String name) throws Exception {
        return perform(action, OperatorRequest.NAME, name);
    }

    private Path file(String name, Jars jar) throws IOException {
        return jar.write(Files.createDirectories(folder.resolve("elsewhere")).resolve(name));
    }

    private OperatorAnswer install(String name, Jars jar, String... more) throws Exception {
        Path file = file(name, jar);
        return perform("install", Stream.concat(Stream.of(OperatorRequest.FILE, file.toString(), OperatorRequest.JAR,
                file.toString(), OperatorRequest.ACKNOWLEDGE, "true"), Stream.of(more)).toArray(String[]::new));
    }

    private OperatorAnswer check(String name, Jars jar, String... more) throws Exception {
        Path file = file(name, jar);
        return perform("check", Stream.concat(
                Stream.of(OperatorRequest.FILE, file.toString(), OperatorRequest.JAR, file.toString()),
                Stream.of(more)).toArray(String[]::new));
    }

    private List<String> active() {
        List<String> names = new ArrayList<>();
        Stream.of(context.getBundles()).filter(bundles::isHosted).filter(each -> each.getState() == Bundle.ACTIVE)
                .forEach(each -> names.add(each.getSymbolicName() + " " + each.getVersion()));
        names.sort(null);
        return names;
    }

    private List<String> jars() throws IOException {
        try (Stream<Path> files = Files.list(plugins)) {
            return files.map(each -> each.getFileName().toString()).sorted().toList();
        }
    }

    private static Jars cat(String version) throws IOException {
        return Jars.plugin("cat", version);
    }

    private static JsonObject json(OperatorAnswer answer) {
        return JsonParser.parseString(answer.out()).getAsJsonObject();
    }

    // What is there

    @Test
    void list_tells_how_each_plugin_is_and_why() throws Exception {
        assertThat(perform("list").out()).contains("No plugins").contains(plugins.toString());
        install("cat.jar", cat("1.0.0"));
        cat("2.0.0").write(plugins.resolve("cat2.jar"));
        Jars.plugin("dog", "0.9.0").write(plugins.resolve("dog.jar"));
        install("elk.jar", Jars.plugin("elk", "3.0.0"));
        on("disable", "elk");
        Files.writeString(plugins.resolve("half.jar"), "PK");
        daemonAgain();

        OperatorAnswer answer = perform("list");

        assertThat(answer.status()).isZero();
        List<String> lines = answer.out().lines().toList();
        assertThat(lines.get(0)).isEqualTo("NAME  VERSION  STATE     FROM");
        assertThat(lines.get(1)).isEqualTo("cat   1.0.0    running   " + plugins.resolve("cat.jar"));
        assertThat(lines.get(2)).startsWith("    2.0.0 in " + plugins.resolve("cat2.jar") + " is not acknowledged");
        assertThat(lines.get(3)).isEqualTo("dog   0.9.0    waiting   " + plugins.resolve("dog.jar"));
        assertThat(lines.get(4)).startsWith("    is not acknowledged");
        assertThat(lines.get(5)).isEqualTo("elk   3.0.0    disabled  " + plugins.resolve("elk.jar"));
        assertThat(answer.out()).contains("Files that are no plugins:\n" + plugins.resolve("half.jar")
                + "\n    is not a whole jar");
    }

    @Test
    void list_for_scripts_says_the_same() throws Exception {
        install("cat.jar", cat("1.0.0"));
        Jars.plugin("dog", "0.9.0").write(plugins.resolve("d\"o\ng.jar"));
        daemonAgain();

        JsonObject list = json(perform("list", OperatorRequest.JSON, "true"));

        assertThat(list.get("daemon").getAsBoolean()).isTrue();
        assertThat(list.get("safe_mode").getAsBoolean()).isFalse();
        JsonArray all = list.getAsJsonArray("plugins");
        assertThat(all).hasSize(2);
        JsonObject cat = all.get(0).getAsJsonObject();
        assertThat(cat.get("name").getAsString()).isEqualTo("cat");
        assertThat(cat.get("state").getAsString()).isEqualTo("running");
        assertThat(cat.get("reason").isJsonNull()).isTrue();
        assertThat(cat.get("sha256").getAsString()).matches("[0-9a-f]{64}");
        JsonObject dog = all.get(1).getAsJsonObject();
        assertThat(dog.get("state").getAsString()).isEqualTo("waiting");
        assertThat(dog.get("file").getAsString()).isEqualTo(plugins.resolve("d\"o\ng.jar").toString());
    }

    @Test
    void show_tells_everything() throws Exception {
        install("lib.jar", Jars.bundle("org.lib", "1.0.0").header("Export-Package", "lib;version=1.0"));
        install("cat.jar", cat("1.0.0"));
        install("cat.jar", cat("1.1.0").header("Import-Package", LIB).header("Bundle-Description", "Purrs  at it"));
        install("cat.jar", cat("1.2.0").activator("throw new IllegalStateException(\"no claws\");", ""));

        String cat = on("show", "cat").out().replaceAll(" +", " ");
        assertThat(cat).startsWith("plugin cat 1.1.0\n").contains(" state running\n", " newer 1.2.0 in "
                + plugins.resolve("cat.jar") + " is in quarantine: it throws", " symbolic name test.cat\n",
                " acknowledged yes\n", " description Purrs at it\n", " events file.scanned\n",
                " configuration [plugins.cat], PID vpo.plugins.cat\n", " HTTP /plugins/cat/\n",
                " data folder " + folder.resolve("plugin-data/cat") + "\n", " uses org.lib\n", " used by none\n",
                " kept versions 1.1.0 ", " active\n 1.0.0 ", " quarantine 1.2.0 ", "no claws");
        assertThat(on("show", "org.lib").out().replaceAll(" +", " ")).startsWith("bundle org.lib 1.0.0\n")
                .contains(" used by cat\n").doesNotContain("/plugins/org.lib");
        JsonObject json = json(perform("show", OperatorRequest.NAME, "cat", OperatorRequest.JSON, "true"));
        assertThat(json.getAsJsonArray("versions")).hasSize(2);
        assertThat(json.getAsJsonArray("requires")).extracting(JsonElement::getAsString).containsExactly("org.lib");
        assertThat(json.get("acknowledged").getAsBoolean()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"show", "acknowledge", "enable", "disable", "rollback", "remove"})
    void a_mistyped_name_is_answered_with_the_one_that_was_meant(String action) throws Exception {
        install("cat.jar", Jars.plugin("subtitles", "1.0.0"));
        OperatorAnswer answer = on(action, "subtitels");
        assertThat(answer.status()).isEqualTo(1);
        assertThat(answer.out()).isEmpty();
        assertThat(answer.err()).isEqualTo("there is no plugin 'subtitels'; did you mean subtitles?\n");
    }

    // A file

    @Test
    void check_says_that_a_trusted_jar_would_run_and_what_it_would_replace() throws Exception {
        install("lib.jar", Jars.bundle("org.lib", "1.0.0").header("Export-Package", "lib;version=1.0"));
        install("app.jar", Jars.plugin("app", "1.0.0").header("Import-Package", LIB));
        Jars next = Jars.bundle("org.lib", "1.1.0").header("Export-Package", "lib;version=1.1");
        assertThat(check("lib.jar", next).status()).as("not acknowledged").isEqualTo(1);
        JsonObject untrusted = json(check("lib.jar", next, OperatorRequest.JSON, "true"));
        acknowledgments.acknowledge("org.lib", untrusted.get("sha256").getAsString());

        OperatorAnswer answer = check("lib.jar", next);

        assertThat(answer.status()).isZero();
        assertThat(answer.out()).startsWith("bundle org.lib 1.1.0\n").endsWith("It would run.\n"
                + "Installed, it would restart app 1.0.0.\nInstalled, it would replace org.lib 1.0.0 by 1.1.0.\n");
        assertThat(active()).containsExactly("org.lib 1.0.0", "test.app 1.0.0");
        assertThat(untrusted.get("runs").getAsBoolean()).isFalse();
    }

    @Test
    void check_finds_every_objection_and_leaves_nothing_behind() throws Exception {
        install("cat.jar", cat("1.0.0"));
        int before = store().resolve("versions").toFile().list().length;
        Jars bad = Jars.bundle("vpo.other", "1").header("Provide-Capability", "vpo.plugin;name=cat")
                .header("Import-Package", "a.b,c.d").header("Require-Capability",
                        "vpo.api;filter:=\"(&(version>=2.0)(!(version>=3.0)))\"");

        OperatorAnswer answer = check("bad.jar", bad);

        assertThat(answer.status()).isEqualTo(1);
        assertThat(answer.out()).contains("It would not run, because it\n", "reserved for the daemon",
                "is made for the plugin API [2.0,3.0)", "needs the package a.b", "needs the package c.d",
                "is not acknowledged");
        assertThat(store().resolve("versions").toFile().list()).hasSize(before);
        assertThat(bundles.all()).hasSize(1);
    }

    @Test
    void check_tells_each_objection_once() throws Exception {
        OperatorAnswer answer = check("foo.jar",
                Jars.bundle("vpo.foo", "1").header("Provide-Capability", "vpo.plugin;name=foo"));

        assertThat(answer.out()).containsOnlyOnce("reserved for the daemon");
    }

    @ParameterizedTest
    @CsvSource({"false,is a jar but no OSGi bundle", "true,is not a whole jar"})
    void check_says_what_is_no_plugin(boolean garbage, String objection) throws Exception {
        Path file = file("x.jar", Jars.plain());
        if (garbage) {
            Files.writeString(file, "garbage");
        }
        for (String action : List.of("check", "install")) {
            OperatorAnswer answer = perform(action, OperatorRequest.FILE, file.toString(), OperatorRequest.JAR,
                    file.toString());
            assertThat(answer.status()).isEqualTo(1);
            assertThat(answer.out() + answer.err()).startsWith(file + " " + objection);
        }
        assertThat(plugins).doesNotExist();
    }

    @Test
    void install_leaves_one_jar_of_a_bundle_and_runs_it() throws Exception {
        OperatorAnswer answer = install("cat-1.jar", cat("1.0.0"));
        assertThat(answer.status()).isZero();
        assertThat(answer.out()).contains("plugin cat 1.0.0 is installed as " + plugins.resolve("cat-1.jar"),
                "SHA-256 ", "Started: cat 1.0.0");
        assertThat(install("cat-2.jar", cat("2.0.0")).out()).contains("Replaced: cat 1.0.0 by 2.0.0");
        assertThat(jars()).containsExactly("cat-2.jar");
        assertThat(active()).containsExactly("test.cat 2.0.0");
        assertThat(install("older.jar", cat("1.5.0")).out()).contains("Replaced: cat 2.0.0 by 1.5.0");
        assertThat(jars()).containsExactly("older.jar");
        assertThat(active()).containsExactly("test.cat 1.5.0");
    }

    @Test
    void install_replaces_no_other_plugins_jar() throws Exception {
        install("pet.jar", cat("1.0.0"));
        OperatorAnswer answer = install("pet.jar", Jars.plugin("dog", "1.0.0"));
        assertThat(answer.status()).isEqualTo(1);
        assertThat(answer.err()).contains(plugins.resolve("pet.jar") + " is the jar of test.cat already");
        assertThat(active()).containsExactly("test.cat 1.0.0");
    }

    @Test
    void install_of_what_is_not_acknowledged_waits_and_says_so() throws Exception {
        OperatorAnswer answer = install("cat.jar", cat("1.0.0"), OperatorRequest.ACKNOWLEDGE, "false");
        assertThat(answer.status()).isZero();
        assertThat(answer.out()).contains("cat does not run: it is not acknowledged");
        assertThat(jars()).containsExactly("cat.jar");
        assertThat(active()).isEmpty();
        assertThat(on("acknowledge", "cat").out()).contains("is acknowledged\nSHA-256 ", "Started: cat 1.0.0");
        assertThat(active()).containsExactly("test.cat 1.0.0");
    }

    @Test
    void install_of_what_fails_says_so_and_the_one_before_it_runs() throws Exception {
        install("cat.jar", cat("1.0.0"));
        OperatorAnswer answer = install("cat.jar", cat("2.0.0")
                .activator("throw new IllegalStateException(\"no claws\");", ""));
        assertThat(answer.status()).isEqualTo(1);
        assertThat(answer.out()).contains("2.0.0 in " + plugins.resolve("cat.jar") + " is in quarantine", "no claws",
                "Restarted: cat 1.0.0");
        assertThat(active()).containsExactly("test.cat 1.0.0");
    }

    @Test
    void install_tells_scripts_whether_it_went_into_quarantine() throws Exception {
        assertThat(json(install("cat.jar", cat("1.0.0"), OperatorRequest.JSON, "true")).get("quarantined")
                .getAsBoolean()).isFalse();
        OperatorAnswer answer = install("cat.jar", cat("2.0.0")
                .activator("throw new IllegalStateException(\"no claws\");", ""), OperatorRequest.JSON, "true");
        assertThat(answer.status()).isEqualTo(1);
        assertThat(json(answer).get("quarantined").getAsBoolean()).isTrue();
        assertThat(json(perform("disable", OperatorRequest.NAME, "cat", OperatorRequest.JSON, "true",
                OperatorRequest.DRY_RUN, "true")).get("quarantined").getAsBoolean()).isFalse();
    }

    @Test
    void install_refuses_what_could_never_run() throws Exception {
        OperatorAnswer answer = install("cat.jar", cat("1.0.0").header("Require-Capability",
                "vpo.api;filter:=\"(&(version>=2.0)(!(version>=3.0)))\""));
        assertThat(answer.status()).isEqualTo(1);
        assertThat(answer.err()).contains("elsewhere/cat.jar is made for the plugin API [2.0,3.0)");
        assertThat(plugins).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void install_that_cannot_be_written_leaves_the_acknowledgments_as_they_were(boolean before) throws Exception {
        String hash = Sha256.of(file("cat.jar", cat("1.0.0")));
        if (before) {
            acknowledgments.acknowledge("cat", hash);
        }
        acknowledgments.acknowledge("cat", "0".repeat(64));
        obstruct(plugins.resolve("cat.jar"));

        OperatorAnswer answer = install("cat.jar", cat("1.0.0"));

        assertThat(answer.status()).isEqualTo(1);
        assertThat(answer.err()).startsWith(plugins.resolve("cat.jar") + " cannot be written: ").hasLineCount(1);
        assertThat(acknowledgments.isAcknowledged("cat", hash)).isEqualTo(before);
        assertThat(acknowledgments.isAcknowledged("cat", "0".repeat(64))).isTrue();
    }

    @Test
    void install_says_so_if_its_acknowledgment_cannot_be_taken_back() throws Exception {
        AtomicInteger writes = new AtomicInteger();
        acknowledgments = new Acknowledgments(library::getConnection, () -> {
            if (writes.incrementAndGet() > 1) {
                throw new java.sql.SQLException("the library is read-only now");
            }
            return library.getConnection();
        }, Clock.systemUTC());
        daemonAgain();
        obstruct(plugins.resolve("cat.jar"));

        assertThat(install("cat.jar", cat("1.0.0")).err()).contains("cat.jar cannot be written: ",
                "\nit is acknowledged all the same, as the library cannot be changed any more: the library is read-only");
    }

    @Test
    void install_that_cannot_be_acknowledged_changes_nothing() throws Exception {
        install("cat.jar", cat("1.0.0"));
        acknowledgments = new Acknowledgments(library::getConnection, () -> {
            throw new java.sql.SQLException("the library is read-only");
        }, Clock.systemUTC());
        daemonAgain();

        OperatorAnswer answer = install("newer.jar", cat("2.0.0"));

        assertThat(answer.err()).isEqualTo("the acknowledgment cannot be written: the library is read-only\n");
        assertThat(jars()).containsExactly("cat.jar");
        assertThat(active()).containsExactly("test.cat 1.0.0");
    }

    @Test
    void acknowledge_of_another_hash_is_refused() throws Exception {
        install("cat.jar", cat("1.0.0"), OperatorRequest.ACKNOWLEDGE, "false");
        OperatorAnswer answer = perform("acknowledge", OperatorRequest.NAME, "cat", OperatorRequest.VERSION,
                "0".repeat(64));
        assertThat(answer.status()).isEqualTo(1);
        assertThat(answer.err()).contains("no plugin folder has a whole jar of cat whose SHA-256 begins with 000");
        assertThat(active()).isEmpty();
    }

    @Test
    void where_folders_are_trusted_a_new_file_is_judged_by_the_folder_that_it_will_be_in() throws Exception {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        trust = new FolderTrust((Integer) Files.getAttribute(folder, "unix:uid"));
        assertThat(check("cat.jar", cat("1.0.0")).status()).isZero();
        String[] dry = {OperatorRequest.ACKNOWLEDGE, "false", OperatorRequest.DRY_RUN, "true"};
        assertThat(install("cat.jar", cat("1.0.0"), dry).out()).contains("This would start cat 1.0.0.");
        assertThat(install("cat.jar", cat("1.0.0"), OperatorRequest.ACKNOWLEDGE, "false").out())
                .contains("Started: cat 1.0.0");
        Files.setPosixFilePermissions(plugins, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThat(check("cat.jar", cat("1.1.0")).out()).contains("others can write to " + plugins);
    }

    @Test
    void what_is_acknowledged_where_that_does_not_count_is_not_foretold_to_run() throws Exception {
        trust = jar -> Optional.of("is not signed");
        String[] dry = {OperatorRequest.DRY_RUN, "true"};
        assertThat(install("cat.jar", cat("1.0.0"), dry).out()).contains("cat does not run: it is not signed",
                "This would start, stop and restart nothing").doesNotContain("start cat");
        assertThat(install("cat.jar", cat("1.0.0")).out()).contains("cat does not run: it is not signed");
        assertThat(perform("acknowledge", OperatorRequest.NAME, "cat", OperatorRequest.DRY_RUN, "true").out())
                .contains("cat does not run: it is not signed").doesNotContain("start cat");
        assertThat(active()).isEmpty();
    }

    // A plugin that is there

    @Test
    void rollback_goes_to_any_kept_version_and_stays_there() throws Exception {
        for (String version : List.of("1.0.0", "2.0.0", "3.0.0")) {
            install("cat.jar", cat(version));
        }
        String first = host.store().state("test.cat").orElseThrow().kept().get(2);
        assertThat(rollback("1.0.0").out()).contains("cat is rolled back to 1.0.0, SHA-256 " + first,
                "Replaced: cat 3.0.0 by 1.0.0");
        daemonAgain();
        assertThat(active()).containsExactly("test.cat 1.0.0");
        assertThat(rollback("2.0.0").status()).isZero();
        assertThat(active()).containsExactly("test.cat 2.0.0");
        assertThat(rollback(first.substring(0, 8)).status()).isZero();
        assertThat(active()).containsExactly("test.cat 1.0.0");
        assertThat(rollback("1.0.0").err()).contains("cat is at 1.0.0 already");
        assertThat(rollback("4.0.0").err()).contains("the store has no version 4.0.0 of cat; it keeps 3.0.0 (",
                "1.0.0 (" + first.substring(0, 12));
        on("enable", "cat");
        assertThat(active()).containsExactly("test.cat 3.0.0");
        assertThat(rollback("").status()).isZero();
        assertThat(active()).as("the newest before it").containsExactly("test.cat 2.0.0");
    }

    private OperatorAnswer rollback(String version) throws Exception {
        return perform("rollback", OperatorRequest.NAME, "cat", OperatorRequest.VERSION, version);
    }

    @Test
    void a_version_number_that_two_files_have_is_asked_back() throws Exception {
        install("cat.jar", cat("1.0.0"));
        install("cat.jar", cat("1.0.0").entry("more", new byte[1]));
        install("cat.jar", cat("2.0.0"));
        assertThat(rollback("1.0.0").err()).startsWith("more than one version is 1.0.0 of cat; it keeps 2.0.0 (");
    }

    @Test
    void what_never_ran_can_be_disabled_and_enabled() throws Exception {
        install("cat.jar", cat("1.0.0"), OperatorRequest.ACKNOWLEDGE, "false");
        assertThat(on("disable", "cat").status()).isZero();
        on("acknowledge", "cat");
        assertThat(active()).isEmpty();
        on("enable", "cat");
        assertThat(active()).containsExactly("test.cat 1.0.0");
    }

    @Test
    void remove_deletes_every_jar_of_it_and_forgets_it() throws Exception {
        install("cat.jar", cat("1.0.0"));
        cat("0.9.0").write(plugins.resolve("old-cat.jar"));
        install("dog.jar", Jars.plugin("dog", "1.0.0"));
        daemonAgain();
        assertThat(on("remove", "test.cat").out()).contains("cat.jar", "old-cat.jar", "Stopped: cat 1.0.0");
        assertThat(jars()).containsExactly("dog.jar");
        assertThat(active()).containsExactly("test.dog 1.0.0");
        assertThat(host.store().states()).hasSize(1);
        assertThat(on("show", "cat").status()).isEqualTo(1);
    }

    @Test
    void what_was_removed_is_not_acknowledged_any_more_when_somebody_brings_it_back() throws Exception {
        install("cat.jar", cat("0.9.0"));
        install("cat.jar", cat("1.0.0"));
        install("dog.jar", Jars.plugin("dog", "1.0.0"));
        on("remove", "cat");
        cat("1.0.0").write(plugins.resolve("cat.jar"));
        cat("0.9.0").write(plugins.resolve("old-cat.jar"));
        daemonAgain();
        assertThat(active()).containsExactly("test.dog 1.0.0");
        assertThat(host.status().waiting()).singleElement().asString().contains("is not acknowledged");
    }

    @Test
    void a_removal_that_is_refused_takes_no_acknowledgment_back() throws Exception {
        Path jar = plugins.resolve("cat.jar");
        install("cat.jar", cat("1.0.0"));
        String hash = Sha256.of(jar);
        obstruct(jar);

        OperatorAnswer answer = on("remove", "cat");

        assertThat(answer.status()).isEqualTo(1);
        assertThat(answer.err()).startsWith(jar + " cannot be deleted: DirectoryNotEmpty");
        assertThat(acknowledgments.isAcknowledged("cat", hash)).isTrue();
        assertThat(active()).containsExactly("test.cat 1.0.0");
    }

    /** Puts something in the place of a file that can neither be deleted nor replaced, not even by root. */
    private static void obstruct(Path file) throws IOException {
        Files.deleteIfExists(file);
        Files.createDirectories(file.resolve("inside"));
    }

    @Test
    void a_removal_that_cannot_delete_every_jar_deletes_none() throws Exception {
        Path other = folder.resolve("others");
        roots = List.of(plugins, other);
        daemonAgain();
        install("cat.jar", cat("1.0.0"));
        cat("0.9.0").write(Files.createDirectories(other).resolve("cat.jar"));
        host.look(false);
        host.look(false);
        Files.setPosixFilePermissions(other, PosixFilePermissions.fromString("r-xr-xr-x"));
        assumeFalse(Files.isWritable(other), "root may write everywhere");

        OperatorAnswer removed = on("remove", "cat");
        OperatorAnswer installed = install("dog.jar", cat("2.0.0"));

        Files.setPosixFilePermissions(other, PosixFilePermissions.fromString("rwxr-xr-x"));
        for (OperatorAnswer answer : List.of(removed, installed)) {
            assertThat(answer.err()).startsWith(other.resolve("cat.jar") + " cannot be deleted: ");
        }
        assertThat(jars()).containsExactly("cat.jar");
        assertThat(active()).containsExactly("test.cat 1.0.0");
    }

    /** A bundle whose plugin name another one has already that runs. */
    private String twoOfOneName() throws Exception {
        install("cat.jar", cat("1.0.0"));
        Path fake = Jars.plugin("cat", "9.0.0").header("Bundle-SymbolicName", "test.fake")
                .write(plugins.resolve("fake.jar"));
        host.look(false);
        host.look(false);
        return Sha256.of(fake);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void of_two_bundles_with_one_plugin_name_each_is_addressed_by_its_symbolic_name(boolean live) throws Exception {
        String hash = twoOfOneName();
        if (!live) {
            command();
        }
        assertThat(on("show", "test.fake").out()).startsWith("plugin cat 9.0.0\n")
                .contains("has the name cat, which the bundle test.cat in " + plugins.resolve("cat.jar"),
                        "; commands know it as test.fake");
        assertThat(on("show", "cat").out()).startsWith("plugin cat 1.0.0\n");
        assertThat(on("acknowledge", "test.fake").out()).contains(hash);

        OperatorAnswer answer = on("remove", "test.fake");

        assertThat(answer.out()).startsWith(plugins.resolve("fake.jar") + " is deleted\n");
        assertThat(acknowledgments.isAcknowledged("cat", hash)).isFalse();
        assertThat(jars()).containsExactly("cat.jar");
        daemonAgain();
        assertThat(active()).containsExactly("test.cat 1.0.0");
        assertThat(on("remove", "cat").status()).isZero();
        assertThat(jars()).isEmpty();
    }

    @Test
    void the_name_of_what_has_run_is_not_lost_to_what_never_did() throws Exception {
        twoOfOneName();
        assertThat(on("disable", "test.fake").status()).isZero();
        daemonAgain();
        assertThat(active()).containsExactly("test.cat 1.0.0");
        assertThat(on("show", "cat").out()).startsWith("plugin cat 1.0.0\n");
        on("enable", "test.fake");
        assertThat(install("newer.jar", cat("1.1.0")).out()).contains("Replaced: cat 1.0.0 by 1.1.0");
        assertThat(active()).containsExactly("test.cat 1.1.0");
    }

    @Test
    void a_symbolic_name_counts_for_more_than_a_plugin_name() throws Exception {
        install("lib.jar", Jars.plugin("dog", "1.0.0").header("Bundle-SymbolicName", "cat"));
        install("cat.jar", cat("1.0.0"));
        assertThat(on("show", "cat").out()).startsWith("plugin dog 1.0.0\n");
        assertThat(on("show", "test.cat").out()).startsWith("plugin cat 1.0.0\n");
        assertThat(on("show", "dog").out()).startsWith("plugin dog 1.0.0\n");
    }

    @Test
    void what_stops_with_something_else_says_what_it_waits_for() throws Exception {
        family();
        on("disable", "org.lib");
        assertThat(perform("list").out()).containsPattern("app +1\\.0\\.0 +waiting .*\\n +needs the package lib")
                .containsPattern("top +1\\.0\\.0 +waiting .*\\n +needs the package app");
    }

    // Beforehand

    /** A library with two versions to come, its user, a user of that, and a bystander. */
    private void family() throws Exception {
        install("lib.jar", lib("1.0.0"));
        install("lib.jar", lib("1.1.0"));
        install("app.jar", Jars.plugin("app", "1.0.0").header("Import-Package", LIB)
                .header("Export-Package", "app;version=1.0"));
        install("top.jar", Jars.plugin("top", "1.0.0").header("Import-Package", "app"));
        install("by.jar", Jars.plugin("by", "1.0.0"));
    }

    private static Jars lib(String version) {
        return Jars.bundle("org.lib", version).header("Export-Package", "lib;version=" + version);
    }

    @ParameterizedTest
    @CsvSource({"disable,org.lib,'stop app,stop org.lib,stop top'", "disable,app,'stop app,stop top'",
            "disable,by,'stop by'", "remove,org.lib,'stop app,stop org.lib,stop top'", "enable,app,''",
            "rollback,org.lib,'restart app,replace org.lib,restart top'"})
    void what_an_action_would_do_is_what_it_does(String action, String name, String steps) throws Exception {
        family();
        compare(action, steps, OperatorRequest.NAME, name);
    }

    @ParameterizedTest
    @CsvSource({"1.2.0,'restart app,replace org.lib,restart top'", "2.0.0,''", "1.1.0,''"})
    void what_an_installation_would_do_is_what_it_does(String version, String steps) throws Exception {
        family();
        Path file = file("lib.jar", lib(version));
        if (version.equals("1.1.0")) {
            // The very file: another one of that version is another version.
            Files.copy(plugins.resolve("lib.jar"), file, StandardCopyOption.REPLACE_EXISTING);
        }
        compare("install", steps, OperatorRequest.FILE, file.toString(), OperatorRequest.JAR, file.toString(),
                OperatorRequest.ACKNOWLEDGE, "true");
    }

    @Test
    void what_comes_back_with_something_else_is_told_too() throws Exception {
        family();
        on("disable", "org.lib");
        compare("enable", "start app,start org.lib,start top", OperatorRequest.NAME, "org.lib");
    }

    private void compare(String action, String steps, String... keysAndValues) throws Exception {
        List<String> events = new ArrayList<>();
        SynchronousBundleListener listener = event -> {
            if (event.getType() == BundleEvent.STARTING || event.getType() == BundleEvent.STOPPING) {
                events.add(event.toString());
            }
        };
        context.addBundleListener(listener);
        Map<Path, Object> before = files();

        OperatorAnswer dry = perform(action, with(keysAndValues, OperatorRequest.DRY_RUN, OperatorRequest.JSON));

        assertThat(events).as("what was started or stopped").isEmpty();
        assertThat(files()).containsAllEntriesOf(before);
        context.removeBundleListener(listener);
        OperatorAnswer done = perform(action, with(keysAndValues, OperatorRequest.JSON));
        assertThat(plan(dry)).isEqualTo(plan(done)).isEqualTo(steps);
        assertThat(json(dry).get("plan")).isEqualTo(json(done).get("plan"));
        assertThat(json(dry).get("dry_run").getAsBoolean()).isTrue();
    }

    private Map<Path, Object> files() throws IOException {
        Map<Path, Object> files = new TreeMap<>();
        for (Path each : List.of(plugins, store().resolve("state"))) {
            try (Stream<Path> inIt = Files.list(each)) {
                for (Path file : inIt.toList()) {
                    files.put(file, Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1));
                }
            }
        }
        return files;
    }

    private static String[] with(String[] keysAndValues, String... flags) {
        return Stream.concat(Stream.of(keysAndValues), Stream.of(flags).flatMap(each -> Stream.of(each, "true")))
                .toArray(String[]::new);
    }

    private static String plan(OperatorAnswer answer) {
        List<String> steps = new ArrayList<>();
        json(answer).getAsJsonArray("plan").forEach(each -> steps.add(
                each.getAsJsonObject().get("step").getAsString() + " "
                        + each.getAsJsonObject().get("name").getAsString()));
        return String.join(",", steps);
    }

    // What came with the daemon

    @Test
    void what_came_with_the_daemon_is_listed_disabled_and_replaced_but_not_removed() throws Exception {
        Path scan = file("scan.jar", Jars.bundle("vpo.plugin.scan", "1.0.0").header("Provide-Capability",
                "vpo.plugin;name=scan"));
        builtIn = BuiltInPlugins.parse("true " + Sha256.of(scan) + " " + scan);
        for (boolean live : new boolean[]{true, false}) {
            daemonAgain();
            if (!live) {
                command();
            }
            String state = live ? "running" : "ready";
            assertThat(perform("list").out()).contains("scan  1.0.0    " + state).contains("built-in");
            assertThat(on("remove", "scan").err()).contains("scan came with the daemon", "vpo plugin disable scan");
            assertThat(on("acknowledge", "scan").status()).isEqualTo(1);
            assertThat(on("disable", "scan").status()).isZero();
            assertThat(perform("list").out()).contains("scan  1.0.0    disabled");
            on("enable", "scan");
            Jars next = Jars.bundle("vpo.plugin.scan", "1.1.0").header("Provide-Capability", "vpo.plugin;name=scan");
            assertThat(install("mine.jar", next).status()).isZero();
            assertThat(perform("list").out()).contains("scan  1.1.0    " + state).doesNotContain("built-in");
            assertThat(on("remove", "scan").status()).isZero();
            assertThat(perform("list").out()).contains("scan  1.0.0    " + state).contains("built-in");
        }
    }

    // Without a daemon

    @Test
    void without_a_daemon_nothing_runs_and_the_next_one_goes_by_what_was_done() throws Exception {
        stop();
        startFramework();
        command();
        String start = "System.setProperty(\"" + STARTED + "\", \"yes\");";
        assertThat(install("cat.jar", cat("1.0.0").activator(start, "")).out())
                .contains("plugin cat 1.0.0 is installed as", "No daemon is running");
        install("dog.jar", Jars.plugin("dog", "1.0.0"), OperatorRequest.ACKNOWLEDGE, "false");
        install("elk.jar", Jars.plugin("elk", "1.0.0"));
        install("fox.jar", Jars.plugin("fox", "1.0.0"));
        on("disable", "elk");
        on("remove", "fox");
        assertThat(perform("list").out().lines().filter(each -> each.contains(".jar")).map(each -> each.split(" +")[2]))
                .containsExactly("ready", "waiting", "disabled");
        assertThat(on("show", "cat").out()).contains("ready");
        assertThat(json(perform("list", OperatorRequest.JSON, "true")).get("daemon").getAsBoolean()).isFalse();
        assertThat(System.getProperty(STARTED)).isNull();
        assertThat(active()).isEmpty();

        daemonAgain();

        assertThat(System.getProperty(STARTED)).isEqualTo("yes");
        assertThat(active()).containsExactly("test.cat 1.0.0");
        on("enable", "elk");
        assertThat(active()).containsExactly("test.cat 1.0.0", "test.elk 1.0.0");
    }

    @Test
    void a_rollback_without_a_daemon_is_one() throws Exception {
        install("cat.jar", cat("1.0.0"));
        install("cat.jar", cat("2.0.0"));
        command();
        assertThat(rollback("").out()).contains("cat is rolled back to 1.0.0");
        assertThat(perform("list").out()).contains("cat   1.0.0    ready").contains("2.0.0 in "
                + plugins.resolve("cat.jar") + " is in quarantine: it was rolled back by the operator");
        daemonAgain();
        assertThat(active()).containsExactly("test.cat 1.0.0");
    }

    @Test
    void without_a_daemon_can_be_asked_what_the_next_one_would_do_otherwise() throws Exception {
        family();
        command();
        OperatorAnswer dry = perform("disable", OperatorRequest.NAME, "org.lib", OperatorRequest.DRY_RUN, "true");
        assertThat(dry.out()).contains("No daemon is running; with the next one, this would stop app 1.0.0, org.lib"
                + " 1.1.0, top 1.0.0.");
        daemonAgain();
        assertThat(active()).hasSize(4);
    }

    @Test
    void without_a_library_everything_but_acknowledging_works() throws Exception {
        install("cat.jar", cat("1.0.0"));
        acknowledgments = new Acknowledgments(() -> {
            throw new java.sql.SQLException("DB_ERROR: The database /x is damaged");
        }, () -> {
            throw new java.sql.SQLException("DB_ERROR: The database /x is damaged");
        }, Clock.systemUTC());
        command();
        assertThat(perform("list").out()).contains("cat   1.0.0    waiting")
                .contains("cannot be looked up among the acknowledged ones: DB_ERROR: The database /x is damaged");
        assertThat(on("show", "cat").out()).contains("unknown: the library cannot be read");
        OperatorAnswer answer = on("acknowledge", "cat");
        assertThat(answer.status()).isEqualTo(1);
        assertThat(answer.err()).asInstanceOf(STRING).contains("DB_ERROR: The database /x is damaged");
        assertThat(on("disable", "cat").status()).isZero();
        assertThat(on("remove", "cat").out()).contains("cat.jar is deleted", "what was acknowledged of it stays so");
        assertThat(jars()).isEmpty();
    }

    @Test
    void an_early_death_is_not_counted_for_a_command() throws Exception {
        command();
        command();
        command();
        command();
        daemonAgain();
        assertThat(host.isSafeMode()).isFalse();
    }

    @Test
    void what_nobody_knows_is_refused() throws Exception {
        assertThat(perform("explode").err()).contains("does not know 'explode'");
    }
}
