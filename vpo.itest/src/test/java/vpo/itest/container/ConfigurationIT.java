package vpo.itest.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.junit.Test;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.Configuration.ConfigurationAttribute;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.cm.ConfigurationEvent;
import org.osgi.service.cm.ReadOnlyConfigurationException;
import org.osgi.service.cm.SynchronousConfigurationListener;

import vpo.api.start.StartConditions;
import vpo.config.ConfigurationReload;
import vpo.config.ConfigurationSource.Reload;
import vpo.config.DerivedConfiguration;

/** From the file to Configuration Admin. */
public class ConfigurationIT extends InContainer {
    private static final String HTTP_PID = "org.apache.felix.http";

    @Test
    public void withoutASourceNothingIsPublished() throws Exception {
        assertThat(pids()).isEmpty();
        assertThat(isThere(ConfigurationReload.class)).isFalse();
        assertThat(isMet(StartConditions.CONFIGURED)).isFalse();
        assertThat(references(HealthCheck.class, "(hc.name=configuration)")).isEmpty();
    }

    @Test
    public void eachTableIsAPidAndAnArrayOfTablesAFactory() throws Exception {
        configure("database_path = 'a.db'", "[server]", "shutdown_timeout = 7.5",
                "[plugins.radar]", "url = 'http://radar'", "sizes = [1, 2]", "[plugins.radar.limits]", "most = 3",
                "[[plugins.radar.watch]]", "name = 'films'", "path = '/films'",
                "[[plugins.radar.watch]]", "name = 'series'", "path = '/series'");
        awaitCondition(StartConditions.CONFIGURED);

        assertThat(get("vpo").getProperties().get("database_path")).isEqualTo(data().resolve("a.db").toString());
        assertThat(get("vpo.server").getProperties().get("port")).isEqualTo(http.port());
        assertThat(get("vpo.server").getProperties().get("shutdown_timeout")).isEqualTo(7.5);
        assertThat(get("vpo.server").getProperties().get("bind")).as("a default").isEqualTo("127.0.0.1");
        assertThat(get("vpo.plugins.radar").getProperties().get("url")).isEqualTo("http://radar");
        assertThat(get("vpo.plugins.radar").getProperties().get("sizes")).isEqualTo(new Long[]{1L, 2L});
        assertThat(get("vpo.plugins.radar.limits").getProperties().get("most")).isEqualTo(3L);
        Configuration films = get("vpo.plugins.radar.watch~films");
        assertThat(films.getFactoryPid()).isEqualTo("vpo.plugins.radar.watch");
        assertThat(films.getProperties().get("path")).isEqualTo("/films");
        assertThat(pids()).contains("vpo.plugins.radar.watch~series", "vpo.jobs", "vpo.logging");
    }

    @Test
    public void nobodyElseCanChangeThem() throws Exception {
        configure("[[plugins.radar.watch]]", "name = 'films'");
        awaitCondition(StartConditions.CONFIGURED);

        assertThat(all()).isNotEmpty().allSatisfy((pid, configuration) -> {
            assertThat(configuration.getAttributes()).as(pid).contains(ConfigurationAttribute.READ_ONLY);
            assertThatThrownBy(() -> configuration.update(new Hashtable<>(Map.of("port", 1))))
                    .isInstanceOf(ReadOnlyConfigurationException.class);
        });
    }

    @Test
    public void aDerivedConfigurationLivesAsLongAsItsService() throws Exception {
        configure();
        awaitCondition(StartConditions.CONFIGURED);
        ServiceRegistration<DerivedConfiguration> derived = context.registerService(DerivedConfiguration.class,
                new DerivedConfiguration() {
                    @Override
                    public String pid() {
                        return "somebody.else";
                    }

                    @Override
                    public Map<String, Object> properties() {
                        return Map.of("answer", 42);
                    }
                }, null);
        assertThat(get("somebody.else").getProperties().get("answer")).isEqualTo(42);
        assertThat(get("somebody.else").getAttributes()).contains(ConfigurationAttribute.READ_ONLY);
        derived.unregister();
        assertThat(pids()).doesNotContain("somebody.else");
    }

    @Test
    public void theListenerIsConfiguredUntilItGoes() throws Exception {
        serve();
        assertThat(get(HTTP_PID).getProperties().get("org.apache.felix.http.timeout")).isEqualTo(30_000);
        assertThat(http.isOpen()).isTrue();
        bundle("vpo.http").stop();
        assertThat(pids()).doesNotContain(HTTP_PID).contains("vpo.server");
        await().atMost(PATIENCE).until(() -> !http.isOpen());
    }

    @Test
    public void aReloadWritesOnlyWhatDiffers() throws Exception {
        serve("[plugins.kept]", "a = 1", "[plugins.changed]", "a = 1", "[plugins.removed]", "a = 1",
                "[[plugins.many.of]]", "name = 'one'", "[[plugins.many.of]]", "name = 'two'");
        Map<String, Long> before = changeCounts();
        List<String> events = new CopyOnWriteArrayList<>();
        context.registerService(SynchronousConfigurationListener.class,
                event -> events.add((event.getType() == ConfigurationEvent.CM_DELETED ? "deleted " : "written ")
                        + event.getPid()),
                null);

        assertThat(reload("[plugins.kept]", "a = 1", "[plugins.changed]", "a = 2", "[plugins.added]", "a = 1",
                "[[plugins.many.of]]", "name = 'two'")).isInstanceOfSatisfying(Reload.Changed.class,
                        changed -> assertThat(changed.changed()).contains("plugins.changed.a"));

        assertThat(events).containsExactlyInAnyOrder("written vpo.plugins.changed",
                "written vpo.plugins.added", "deleted vpo.plugins.removed", "deleted vpo.plugins.many.of~one");
        Map<String, Long> after = changeCounts();
        before.keySet().removeAll(List.of("vpo.plugins.changed", "vpo.plugins.removed", "vpo.plugins.many.of~one"));
        assertThat(after).containsAllEntriesOf(before);
        assertThat(after).containsKey("vpo.plugins.added").doesNotContainKeys("vpo.plugins.removed",
                "vpo.plugins.many.of~one");
        assertThat(get("vpo.plugins.changed").getProperties().get("a")).isEqualTo(2L);
    }

    @Test
    public void aBadFileChangesNothingAndIsToldByItsHealthCheck() throws Exception {
        configure("[server]", "shutdown_timeout = 5.0");
        HealthCheck check = service(HealthCheck.class, "(hc.name=configuration)");
        assertThat(check.execute().getStatus()).isEqualTo(Result.Status.OK);
        Map<String, Long> before = changeCounts();

        assertThat(reload("[server]", "shutdown_timeout = -1.0", "[plugins.new]")).isInstanceOf(Reload.Refused.class);

        assertThat(changeCounts()).isEqualTo(before);
        assertThat(get("vpo.server").getProperties().get("shutdown_timeout")).isEqualTo(5.0);
        assertThat(check.execute().getStatus()).isEqualTo(Result.Status.WARN);
        assertThat(check.execute().toString()).contains("line 2: server.shutdown_timeout: not valid, see the log");

        assertThat(reload("[server]", "shutdown_timeout = 6.0")).isInstanceOf(Reload.Changed.class);
        assertThat(check.execute().getStatus()).isEqualTo(Result.Status.OK);
    }

    @Test
    public void aChangedFileIsTakenByItself() throws Exception {
        configure("[server]", "shutdown_timeout = 5.0");
        awaitCondition(StartConditions.CONFIGURED);
        write("[server]", "shutdown_timeout = 6.0");
        await().atMost(PATIENCE)
                .until(() -> get("vpo.server").getProperties().get("shutdown_timeout").equals(6.0));
    }

    @Test
    public void whatAnEarlierRunLeftIsRemoved() throws Exception {
        ConfigurationAdmin admin = service(ConfigurationAdmin.class);
        Configuration stale = admin.getConfiguration("vpo.plugins.stale", "?");
        stale.update(new Hashtable<>(Map.of("vpo.config.managed", true, "a", 1)));
        stale.addAttributes(ConfigurationAttribute.READ_ONLY);
        admin.getConfiguration("not.ours", "?").update(new Hashtable<>(Map.of("a", 1)));
        configure();
        awaitCondition(StartConditions.CONFIGURED);
        assertThat(pids()).doesNotContain("vpo.plugins.stale").contains("not.ours", "vpo.server");
    }

    @Test
    public void nothingOfItIsWrittenToDisk() throws Exception {
        String secret = "correct-horse-battery-staple";
        serve("[server]", "auth_token = '" + secret + "'", "[plugins.radar]", "api_key = '" + secret + "'");
        assertThat(get("vpo.server").getProperties().get("auth_token")).isEqualTo(secret);
        assertThat(get("vpo.plugins.radar").getProperties().get("api_key")).isEqualTo(secret);

        Path storage = Path.of(context.getProperty(Constants.FRAMEWORK_STORAGE));
        assertThat(storage).isNotEmptyDirectory();
        assertThat(filesWith(secret, storage)).isEmpty();
        assertThat(filesWith(secret, data())).containsExactly(file());
        assertThat(filesWith("vpo.server", storage)).as("Configuration Admin's own files").isEmpty();
    }

    private static List<Path> filesWith(String text, Path folder) throws IOException {
        List<Path> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (Files.readString(file, StandardCharsets.ISO_8859_1).contains(text)) {
                    found.add(file);
                }
            }
        }
        return found;
    }

    private Configuration get(String pid) throws Exception {
        return Optional.ofNullable(all().get(pid)).orElseThrow(() -> new AssertionError("no configuration " + pid));
    }

    private Iterable<String> pids() throws Exception {
        return all().keySet();
    }

    private Map<String, Long> changeCounts() throws Exception {
        Map<String, Long> counts = new TreeMap<>();
        all().forEach((pid, configuration) -> {
            if (pid.startsWith("vpo")) {
                counts.put(pid, configuration.getChangeCount());
            }
        });
        return counts;
    }

    private Map<String, Configuration> all() throws Exception {
        Map<String, Configuration> all = new TreeMap<>();
        for (Configuration each : Optional.ofNullable(service(ConfigurationAdmin.class).listConfigurations(null))
                .orElse(new Configuration[0])) {
            all.put(each.getPid(), each);
        }
        return all;
    }
}
