package vpo.plugins.internal.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

import org.apache.felix.framework.FrameworkFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.launch.Framework;
import org.slf4j.LoggerFactory;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;

import vpo.plugins.internal.Jars;
import vpo.plugins.internal.settings.TableCheck;
import vpo.plugins.internal.store.PluginStore;

/** Requests as files, in a folder where not all that is found was put there by whom it should. */
class OperatorRequestsTest {
    @TempDir
    Path data;

    private Path folder;
    private Framework framework;
    private OperatorRequests requests;
    private Optional<Error> failure = Optional.empty();
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());

    @BeforeEach
    void begin() throws Exception {
        framework = new FrameworkFactory().newFramework(Map.of("org.osgi.framework.storage",
                data.resolve("cache").toString(), "felix.log.level", "0"));
        framework.start();
        Path store = data.resolve("plugins-store");
        folder = store.resolve("requests");
        HostedBundles bundles = new HostedBundles(framework.getBundleContext(), store, () -> Duration.ofSeconds(9));
        CommandDesk desk = new CommandDesk(PluginStore.open(store), List.of(data.resolve("plugins")),
                BuiltInPlugins.NONE, bundles,
                StartJournal.asItIs(store.resolve("starts")),
                this::settings,
                new TableCheck(_ -> List.of()), Clock.systemUTC());
        requests = new OperatorRequests(folder, new Operator(desk, bundles, null, data, Clock.systemUTC()), now::get);
    }

    private HostSettings settings() {
        failure.ifPresent(each -> {
            throw each;
        });
        return new HostSettings(_ -> Optional.empty(), true, true, Duration.ofSeconds(9));
    }

    @AfterEach
    void end() throws Exception {
        framework.stop();
        framework.waitForStop(30_000);
    }

    private Properties answer(String id) throws IOException {
        Properties answer = new Properties();
        answer.load(new StringReader(Files.readString(folder.resolve(id + ".answer"))));
        return answer;
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(each -> each.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void a_request_is_answered_and_gone() throws Exception {
        Files.writeString(folder.resolve("1.request"), "action=list\n");
        requests.carryOut();
        assertThat(files()).containsExactly("1.answer");
        assertThat(answer("1")).containsEntry("status", "0").containsEntry("err", "");
        assertThat(answer("1").getProperty("out")).contains("No plugins");
    }

    @Test
    void names_may_have_any_characters() throws Exception {
        Files.writeString(folder.resolve("1.request"), "action=show\nname=a b\\n\\u00fc\n");
        requests.carryOut();
        assertThat(answer("1").getProperty("err")).contains("there is no plugin 'a b\n\u00fc'");
    }

    @Test
    void a_file_is_handed_over_beside_its_request_and_goes_with_it() throws Exception {
        Path jar = Jars.plugin("cat", "1.0.0").write(folder.resolve("1.jar"));
        Files.writeString(folder.resolve("1.request"), "action=install\nfile=/home/anna/my cat.jar\njar=" + jar + "\n");
        requests.carryOut();
        assertThat(answer("1")).containsEntry("status", "0");
        assertThat(data.resolve("plugins/my cat.jar")).hasBinaryContent(Jars.plugin("cat", "1.0.0").bytes());
        assertThat(files()).containsExactly("1.answer");
    }

    /** As when a plugin has filled the memory, which is when an operator wants it removed. */
    @Test
    void an_error_is_an_answer_too() throws Exception {
        failure = Optional.of(new OutOfMemoryError("said so"));
        Path jar = Jars.plugin("cat", "1.0.0").write(folder.resolve("1.jar"));
        Files.writeString(folder.resolve("1.request"), "action=check\nfile=/x.jar\njar=" + jar + "\n");
        requests.carryOut();
        assertThat(files()).containsExactly("1.answer");
        assertThat(answer("1").getProperty("err")).contains("the daemon cannot do it: java.lang.OutOfMemoryError");
    }

    @Test
    void nobody_waits_for_an_answer_that_cannot_be_written() throws Exception {
        Files.createDirectories(folder.resolve("1.answer/in the way"));
        Files.writeString(folder.resolve("1.request"), "action=list\n");
        assertThat(logged(requests::carryOut)).singleElement().asString()
                .startsWith("ERROR " + folder.resolve("1.request") + " cannot be carried out, or not be answered: ");
        assertThat(files()).containsExactly("1.answer");
    }

    @Test
    void a_request_that_cannot_be_taken_is_told_once_and_keeps_no_other() throws Exception {
        Files.createDirectories(folder.resolve("1.taken/in the way"));
        Files.writeString(folder.resolve("1.request"), "action=list\n");
        Files.writeString(folder.resolve("2.request"), "action=list\n");
        assertThat(logged(() -> {
            requests.carryOut();
            requests.carryOut();
        })).singleElement().asString().contains("1.request cannot be carried out");
        assertThat(files()).containsExactly("1.request", "1.taken", "2.answer");
    }

    @Test
    void its_folder_is_made_again() throws Exception {
        Files.delete(folder);
        assertThat(logged(requests::carryOut)).containsExactly(
                "WARN " + folder + " had gone, and was made again: 'vpo plugin' asks by it");
        Files.writeString(folder.resolve("1.request"), "action=list\n");
        requests.carryOut();
        assertThat(files()).containsExactly("1.answer");
    }

    @Test
    void a_folder_that_cannot_be_looked_into_is_told_once_until_it_can() throws Exception {
        Files.delete(folder);
        Files.createFile(folder);
        assertThat(logged(() -> {
            requests.carryOut();
            requests.carryOut();
        })).singleElement().asString().startsWith("ERROR " + folder + " cannot be looked into");
        Files.delete(folder);
        requests.carryOut();
        assertThat(logged(requests::carryOut)).isEmpty();
        Files.delete(folder);
        Files.createFile(folder);
        assertThat(logged(requests::carryOut)).hasSize(1);
    }

    private interface Work {
        void perform() throws Exception;
    }

    /** What is logged meanwhile, with its level. */
    private static List<String> logged(Work work) throws Exception {
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        Logger logger = (Logger) LoggerFactory.getLogger(OperatorRequests.class);
        lines.start();
        logger.addAppender(lines);
        try {
            work.perform();
        } finally {
            logger.detachAppender(lines);
        }
        return lines.list.stream().filter(each -> each.getLevel().isGreaterOrEqual(Level.WARN))
                .map(each -> each.getLevel() + " " + each.getFormattedMessage()).toList();
    }

    @Test
    void a_file_elsewhere_is_not_read() throws Exception {
        Path secret = Jars.plugin("cat", "1.0.0").write(data.resolve("secret.jar"));
        Files.writeString(folder.resolve("1.request"), "action=check\nfile=/x.jar\njar=" + secret + "\n");
        Files.createSymbolicLink(folder.resolve("2.jar"), secret);
        Files.writeString(folder.resolve("2.request"),
                "action=check\nfile=/x.jar\njar=" + folder.resolve("2.jar") + "\n");
        requests.carryOut();
        for (String id : List.of("1", "2")) {
            assertThat(answer(id)).containsEntry("status", "1");
            assertThat(answer(id).getProperty("err")).contains("must be handed over as").doesNotContain("cat");
        }
        assertThat(secret).exists();
    }

    @Test
    void links_and_what_is_no_file_are_left_alone() throws Exception {
        Path outside = Files.writeString(data.resolve("outside"), "action=list\n");
        Files.createSymbolicLink(folder.resolve("1.request"), outside);
        Files.createDirectory(folder.resolve("2.request"));
        requests.carryOut();
        requests.carryOut();
        assertThat(files()).containsExactly("1.request", "2.request");
    }

    @Test
    void a_strangers_file_is_left_alone() throws Exception {
        org.junit.jupiter.api.Assumptions.assumeTrue("root".equals(System.getProperty("user.name")));
        Path request = Files.writeString(folder.resolve("1.request"), "action=list\n");
        Files.setAttribute(request, "unix:uid", 65534);
        requests.carryOut();
        assertThat(files()).containsExactly("1.request");
    }

    @Test
    void what_is_no_request_is_answered_too() throws Exception {
        Files.writeString(folder.resolve("1.request"), "\\u00");
        Files.writeString(folder.resolve("2.request"), "x".repeat(100_000));
        Files.writeString(folder.resolve("3.request"), "");
        requests.carryOut();
        for (String id : List.of("1", "2", "3")) {
            assertThat(answer(id)).containsEntry("status", "1");
        }
    }

    @Test
    void what_nobody_waits_for_any_more_is_cleared_away() throws Exception {
        for (String name : List.of("1.answer", "2.jar", "3.taken")) {
            Path file = Files.writeString(folder.resolve(name), "x");
            Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofHours(2))));
        }
        Files.writeString(folder.resolve("4.request"), "action=list\n");
        new OperatorRequests(folder, null, now::get);
        assertThat(files()).containsExactly("4.request");
    }

    @Test
    void what_nobody_waits_for_any_more_does_not_stay_for_as_long_as_the_daemon_runs() throws Exception {
        Files.writeString(folder.resolve("1.request"), "action=list\n");
        requests.carryOut();
        now.updateAndGet(time -> time.plus(Duration.ofMinutes(59)));
        requests.carryOut();
        assertThat(files()).containsExactly("1.answer");
        now.updateAndGet(time -> time.plus(Duration.ofMinutes(59)));
        requests.carryOut();
        assertThat(files()).isEmpty();
    }

    /** Whoever asks puts files there and takes them away at any moment. */
    @Test
    void a_file_that_goes_while_the_host_begins_keeps_it_from_nothing() throws Exception {
        AtomicBoolean begun = new AtomicBoolean();
        FutureTask<Void> others = new FutureTask<>(() -> {
            Path file = folder.resolve("1.answer");
            while (!begun.get()) {
                Files.deleteIfExists(Files.writeString(file, ""));
            }
            return null;
        });
        Thread.ofPlatform().start(others);
        try {
            for (int i = 0; i < 2_000; i++) {
                new OperatorRequests(folder, null, now::get);
            }
        } finally {
            begun.set(true);
            others.get();
        }
        assertThat(files()).isEmpty();
    }
}
