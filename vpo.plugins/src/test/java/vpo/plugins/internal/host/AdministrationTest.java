package vpo.plugins.internal.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import javax.sql.DataSource;

import org.apache.felix.framework.FrameworkFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.launch.Framework;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import vpo.lifecycle.internal.Register;
import vpo.plugins.PluginAnswer;
import vpo.plugins.PluginRequest;
import vpo.plugins.internal.Jars;
import vpo.plugins.internal.settings.TableCheck;
import vpo.plugins.internal.store.PluginStore;
import vpo.plugins.internal.trust.AcknowledgmentTable;
import vpo.plugins.internal.trust.Acknowledgments;

/** What the daemon's own administration asks of a host that runs: with a jar that it has taken in itself. */
class AdministrationTest {
    @TempDir
    Path data;

    private Framework framework;
    private Administration administration;

    @BeforeEach
    void begin() throws Exception {
        framework = new FrameworkFactory().newFramework(Map.of("org.osgi.framework.storage",
                data.resolve("cache").toString(), "felix.log.level", "0",
                "org.osgi.framework.startlevel.beginning", "30",
                "org.osgi.framework.system.capabilities.extra", "vpo.api;version:Version=1.0"));
        framework.start();
        Path store = data.resolve("plugins-store");
        HostedBundles bundles = new HostedBundles(framework.getBundleContext(), store, () -> Duration.ofSeconds(20));
        StartJournal journal = new StartJournal(store.resolve("starts"));
        PluginHost host = new PluginHost(PluginStore.open(store), List.of(data.resolve("plugins")),
                BuiltInPlugins.NONE, bundles, journal,
                () -> new HostSettings(_ -> Optional.empty(), true, true, Duration.ofSeconds(20)),
                new TableCheck(_ -> List.of()), new Register().control(), Clock.systemUTC());
        host.begin();
        DataSource library = AcknowledgmentTable.make(data);
        administration = new Administration(new Operator(new LiveDesk(host, bundles), bundles,
                new Acknowledgments(library, library, Clock.systemUTC()), data, Clock.systemUTC()));
    }

    @AfterEach
    void end() throws Exception {
        framework.stop();
        framework.waitForStop(10_000);
    }

    private PluginAnswer perform(String action, Map<String, String> parameters, Optional<Path> jar) throws Exception {
        return administration.perform(new PluginRequest(action, parameters, jar));
    }

    private static JsonObject json(PluginAnswer answer) {
        assertThat(answer.done()).as(answer.refusal()).isTrue();
        assertThat(answer.refusal()).isEmpty();
        return JsonParser.parseString(answer.json()).getAsJsonObject();
    }

    private Path upload(Jars jar) throws Exception {
        return jar.write(Files.createDirectories(data.resolve("uploads")).resolve("upload123.jar"));
    }

    @Test
    void an_uploaded_jar_is_installed_under_the_name_that_it_was_given_and_in_no_other_folder() throws Exception {
        JsonObject done = json(perform("install", Map.of("file", "../../elsewhere/cat.jar"),
                Optional.of(upload(Jars.plugin("cat", "1.0.0")))));
        assertThat(data.resolve("plugins/cat.jar")).isRegularFile();
        assertThat(done.getAsJsonObject("plugin").get("state").getAsString()).isEqualTo("running");
        JsonObject list = json(perform("list", Map.of(), Optional.empty()));
        assertThat(list.get("plugins").getAsJsonArray()).hasSize(1);
        json(perform("disable", Map.of("name", "cat", "dry-run", "true"), Optional.empty()));
        assertThat(perform("list", Map.of(), Optional.empty()).json()).contains("\"running\"");
        json(perform("remove", Map.of("name", "cat"), Optional.empty()));
        assertThat(data.resolve("plugins")).isEmptyDirectory();
    }

    @Test
    void a_jar_that_is_unfit_is_checked_and_not_installed() throws Exception {
        Path jar = Files.writeString(Files.createDirectories(data.resolve("uploads")).resolve("x"), "garbage");
        JsonObject check = json(perform("check", Map.of("file", "cat.jar"), Optional.of(jar)));
        assertThat(check.get("runs").getAsBoolean()).isFalse();
        assertThat(check.get("file").getAsString()).isEqualTo("cat.jar");
        PluginAnswer install = perform("install", Map.of("file", "cat.jar"), Optional.of(jar));
        assertThat(install.done()).isFalse();
        assertThat(install.json()).isEmpty();
        assertThat(install.refusal()).startsWith("cat.jar is not a whole jar").doesNotEndWith("\n");
    }

    @Test
    void what_is_not_there_or_not_known_is_refused() throws Exception {
        assertThat(perform("enable", Map.of("name", "cat"), Optional.empty()).refusal())
                .startsWith("there is no plugin 'cat'");
        assertThat(perform("dance", Map.of(), Optional.empty()).refusal()).contains("dance");
        assertThat(perform("install", Map.of("file", ""), Optional.empty()).refusal())
                .isEqualTo("'' is not the name of a file");
        // No jar was handed over: none is read from anywhere else.
        Path other = upload(Jars.plugin("cat", "1.0.0"));
        JsonObject check = json(
                perform("check", Map.of("file", "cat.jar", "jar", other.toString()), Optional.empty()));
        assertThat(check.get("runs").getAsBoolean()).isFalse();
        assertThat(check.get("objections").toString()).contains("is not the name of a file");
    }
}
