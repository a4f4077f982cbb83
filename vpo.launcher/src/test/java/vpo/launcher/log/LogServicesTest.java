package vpo.launcher.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

import org.apache.felix.framework.FrameworkFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;
import org.osgi.framework.launch.Framework;
import org.osgi.service.log.LogEntry;
import org.osgi.service.log.LogLevel;
import org.osgi.service.log.LogListener;
import org.osgi.service.log.LogReaderService;
import org.osgi.service.log.LogService;
import org.osgi.service.log.admin.LoggerAdmin;
import org.osgi.service.log.admin.LoggerContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What others learn of the log, and change in it, by OSGi's services, in a real framework. */
@Timeout(60)
class LogServicesTest {
    private static final Logger LOG = LoggerFactory.getLogger("vpo.test.services");
    private static final Logger LIBRARY = LoggerFactory.getLogger("org.eclipse.jetty.server.Server");

    @TempDir
    Path folder;

    private final ByteArrayOutputStream stderr = new ByteArrayOutputStream();
    private final Logging logging = Logging.start(LogSettings.DEFAULT, stderr, ZoneOffset.UTC);
    private Framework framework;
    private LogReaderService reader;
    private LoggerContext levels;

    @BeforeEach
    void begin() throws Exception {
        framework = new FrameworkFactory().newFramework(
                Map.of("org.osgi.framework.storage", folder.resolve("cache").toString(), "felix.log.level", "0"));
        framework.init();
        BundleContext context = framework.getBundleContext();
        logging.register(context);
        framework.start();
        reader = context.getService(context.getServiceReference(LogReaderService.class));
        levels = context.getService(context.getServiceReference(LoggerAdmin.class)).getLoggerContext(null);
    }

    @AfterEach
    void end() throws Exception {
        framework.stop();
        framework.waitForStop(10_000);
        logging.close();
    }

    private List<LogEntry> entries() {
        return Collections.list(reader.getLog());
    }

    private LogEntry newest() {
        return entries().getFirst();
    }

    // The last lines

    @Test
    void an_entry_is_what_the_log_has() {
        IllegalStateException why = new IllegalStateException("broken", shallow(new Exception("cause")));
        LOG.error("{} of {}", 1, 2, why);
        LogEntry entry = newest();
        assertThat(entry.getMessage()).isEqualTo("1 of 2");
        assertThat(entry.getLogLevel()).isEqualTo(LogLevel.ERROR);
        assertThat(entry.getLoggerName()).isEqualTo("vpo.test.services");
        assertThat(entry.getTime()).isCloseTo(System.currentTimeMillis(),
                org.assertj.core.data.Offset.offset(60_000L));
        assertThat(entry.getException()).isNotSameAs(why)
                .hasToString("java.lang.IllegalStateException: broken").hasMessage("broken");
        StringWriter text = new StringWriter();
        entry.getException().printStackTrace(new PrintWriter(text, true));
        assertThat(text.toString()).contains("\tat " + getClass().getName())
                .contains("Caused by: java.lang.Exception: cause");
    }

    @Test
    void what_goes_wrong_with_the_log_file_is_remembered_like_any_line() {
        Path file = folder.resolve("not/there/vpo.log");
        logging.apply(new LogSettings(LogSettings.Level.INFO, LogSettings.Format.TEXT, Optional.of(file), 0, 1));
        assertThat(newest().getLogLevel()).isEqualTo(LogLevel.WARN);
        assertThat(newest().getMessage()).startsWith("log file " + file + ": it cannot be opened");
    }

    @Test
    void a_journal_that_fails_is_remembered_from_the_beginning_of_that() {
        System.setProperty(Logging.JOURNAL_SOCKET, folder.resolve("no-journal").toString());
        try {
            logging.apply(
                    new LogSettings(LogSettings.Level.INFO, LogSettings.Format.JOURNAL, Optional.empty(), 0, 0));
            LOG.info("one");
            assertThat(newest().getMessage()).isEqualTo("one");
            assertThat(entries().get(1).getMessage()).startsWith("the journal cannot be written: ");
        } finally {
            System.clearProperty(Logging.JOURNAL_SOCKET);
        }
    }

    private static Exception shallow(Exception e) {
        e.setStackTrace(new StackTraceElement[0]);
        return e;
    }

    @Test
    void what_is_not_logged_is_not_remembered() {
        LOG.debug("dropped");
        assertThat(entries()).noneMatch(each -> each.getMessage().equals("dropped"));
    }

    @Test
    void the_bundle_is_known_as_long_as_it_is_there() {
        BundleContext context = framework.getBundleContext();
        context.getService(context.getServiceReference(LogService.class)).getLogger("x").info("by the service");
        assertThat(newest().getBundle()).isEqualTo(framework);
        LOG.info("by nobody");
        assertThat(newest().getBundle()).isNull();
    }

    @Test
    void memory_is_bounded_in_lines_and_in_their_length() {
        LOG.info("x".repeat(100_000), new Exception("y".repeat(100_000)));
        assertThat(newest().getMessage()).hasSizeLessThan(RememberedEntry.LONGEST_MESSAGE + 50)
                .endsWith(" characters more)");
        StringWriter text = new StringWriter();
        newest().getException().printStackTrace(new PrintWriter(text, true));
        assertThat(text.toString()).hasSizeLessThan(LoggedException.LONGEST + 100);
        for (int i = 0; i < LogMemory.MOST_ENTRIES + 1; i++) {
            LOG.info("line {}", i);
        }
        assertThat(entries()).hasSize(LogMemory.MOST_ENTRIES);
        assertThat(newest().getMessage()).isEqualTo("line " + LogMemory.MOST_ENTRIES);
        assertThat(entries().getLast().getMessage()).isEqualTo("line 1");
    }

    // Those who listen

    @Test
    void a_listener_is_told_of_each_line_until_it_goes() {
        List<String> told = new CopyOnWriteArrayList<>();
        LogListener listener = entry -> told.add(entry.getMessage());
        reader.addLogListener(listener);
        reader.addLogListener(listener);
        LOG.info("one");
        await().until(() -> told.equals(List.of("one")));
        reader.removeLogListener(listener);
        LOG.info("two");
        List<String> others = new CopyOnWriteArrayList<>();
        reader.addLogListener(entry -> others.add(entry.getMessage()));
        LOG.info("three");
        await().until(() -> others.equals(List.of("three")));
        assertThat(told).containsExactly("one");
    }

    @Test
    void a_listener_that_fails_is_told_of_the_next_line() {
        List<String> told = new CopyOnWriteArrayList<>();
        reader.addLogListener(entry -> {
            told.add(entry.getMessage());
            throw new NoClassDefFoundError("gone");
        });
        LOG.info("one");
        LOG.info("two");
        await().until(() -> told.equals(List.of("one", "two")));
    }

    @Test
    void nobody_waits_for_a_listener_that_does_not_come_back_and_it_learns_what_it_has_missed() throws Exception {
        CountDownLatch come = new CountDownLatch(1);
        CountDownLatch there = new CountDownLatch(1);
        List<String> told = new CopyOnWriteArrayList<>();
        reader.addLogListener(entry -> {
            told.add(entry.getMessage());
            there.countDown();
            try {
                come.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        LOG.info("first");
        there.await();
        for (int i = 0; i < LogDelivery.MOST_WAITING + 5; i++) {
            LOG.info("line {}", i);
        }
        come.countDown();
        await().until(() -> told.contains("line " + (LogDelivery.MOST_WAITING + 4)));
        assertThat(told.subList(0, 3)).containsExactly("first",
                "5 lines are left out here: this reader of the log is too slow", "line 5");
    }

    @Test
    void two_listeners_that_log_what_they_hear_come_to_an_end() {
        List<String> told = new CopyOnWriteArrayList<>();
        for (String name : List.of("a", "b")) {
            reader.addLogListener(entry -> {
                told.add(name + entry.getMessage());
                LOG.info("heard");
            });
        }
        LOG.info("one");
        await().until(() -> told.size() >= 2);
        LOG.info("two");
        await().until(() -> told.size() >= 4);
        assertThat(told).containsExactlyInAnyOrder("aone", "bone", "atwo", "btwo");
    }

    // Levels

    @Test
    void the_root_is_that_by_whatever_letters() {
        levels.setLogLevels(Map.of("vpo.a", LogLevel.DEBUG, "root", LogLevel.ERROR));
        assertThat(levels.getLogLevels()).isEqualTo(Map.of("ROOT", LogLevel.ERROR, "vpo.a", LogLevel.DEBUG));
        assertThat(LOG.isWarnEnabled()).isFalse();
        logging.apply(new LogSettings(LogSettings.Level.WARNING, LogSettings.Format.TEXT, Optional.empty(), 0, 0));
        assertThat(LOG.isWarnEnabled()).as("a reload still comes through").isTrue();
        assertThat(levels.getLogLevels()).isEqualTo(Map.of("ROOT", LogLevel.WARN));
    }

    @Test
    void the_root_stands_for_the_configured_level() {
        assertThat(levels.getLogLevels()).isEqualTo(Map.of("ROOT", LogLevel.INFO));
        levels.setLogLevels(Map.of("ROOT", LogLevel.DEBUG));
        assertThat(LOG.isDebugEnabled()).isTrue();
        assertThat(LIBRARY.isDebugEnabled()).isTrue();
        levels.clear();
        assertThat(LOG.isDebugEnabled()).isFalse();
        assertThat(LIBRARY.isInfoEnabled()).as("libraries are held to WARNING").isFalse();
        assertThat(LOG.isInfoEnabled()).isTrue();
    }

    @Test
    void one_logger_has_a_level_with_those_below_it_and_loses_it_again() {
        // Not LOG: what has had a level keeps one of its own, in all tests of this JVM.
        Logger named = LoggerFactory.getLogger("vpo.levels.below");
        levels.setLogLevels(Map.of("vpo.levels", LogLevel.DEBUG));
        var jul = java.util.logging.Logger.getLogger("vpo.levels.below");
        assertThat(named.isDebugEnabled()).isTrue();
        assertThat(jul.isLoggable(java.util.logging.Level.FINE)).isTrue();
        assertThat(LoggerFactory.getLogger("vpo.other").isDebugEnabled()).isFalse();
        assertThat(levels.getEffectiveLogLevel("vpo.levels.below")).isEqualTo(LogLevel.DEBUG);
        levels.setLogLevels(Map.of("ROOT", LogLevel.WARN));
        assertThat(named.isInfoEnabled()).isFalse();
        assertThat(jul.isLoggable(java.util.logging.Level.INFO)).isFalse();
        levels.clear();
        assertThat(named.isInfoEnabled()).isTrue();
        assertThat(jul.isLoggable(java.util.logging.Level.INFO)).isTrue();
    }

    @Test
    void a_library_goes_back_to_its_own_level() {
        levels.setLogLevels(Map.of("org.eclipse.jetty", LogLevel.DEBUG));
        assertThat(LIBRARY.isDebugEnabled()).isTrue();
        levels.clear();
        assertThat(LIBRARY.isInfoEnabled()).isFalse();
        assertThat(LIBRARY.isWarnEnabled()).isTrue();
    }

    @Test
    void what_sees_credentials_cannot_be_asked_to_tell_them() {
        for (String asked : new String[]{"ROOT", "org.eclipse.jetty", "org.eclipse.jetty.http",
                "org.eclipse.jetty.http.HttpParser", "org.eclipse.jetty.io.SelectableChannelEndPoint"}) {
            levels.setLogLevels(Map.of(asked, LogLevel.TRACE));
            for (String wire : new String[]{"org.eclipse.jetty.http.HttpParser",
                    "org.eclipse.jetty.io.SelectableChannelEndPoint",
                    "org.eclipse.jetty.server.internal.HttpConnection"}) {
                assertThat(LoggerFactory.getLogger(wire).isDebugEnabled()).as(asked + " for " + wire).isFalse();
            }
        }
        levels.clear();
        assertThat(LoggerFactory.getLogger("org.eclipse.jetty.io.X").isInfoEnabled()).isFalse();
    }

    @Test
    void a_reload_resets_the_levels_if_it_changes_the_configured_one_and_only_then() {
        levels.setLogLevels(Map.of("ROOT", LogLevel.DEBUG, "vpo.x", LogLevel.ERROR));
        logging.apply(new LogSettings(LogSettings.Level.INFO, LogSettings.Format.JSON, Optional.empty(), 0, 0));
        assertThat(LOG.isDebugEnabled()).isTrue();
        assertThat(entries()).noneMatch(each -> each.getMessage().startsWith("logging.level"));
        logging.apply(new LogSettings(LogSettings.Level.WARNING, LogSettings.Format.JSON, Optional.empty(), 0, 0));
        assertThat(newest().getMessage())
                .isEqualTo("logging.level has changed, which ends the levels that were asked for"
                        + " at run time: that of all, vpo.x");
        assertThat(LOG.isInfoEnabled()).isFalse();
        assertThat(levels.getLogLevels()).isEqualTo(Map.of("ROOT", LogLevel.WARN));
    }

    @Test
    void what_nobody_has_asked_for_is_not_told_to_have_ended() {
        // As the API does it, which hands back what it was told.
        Map<String, LogLevel> all = levels.getLogLevels();
        levels.setLogLevels(all);
        logging.apply(new LogSettings(LogSettings.Level.WARNING, LogSettings.Format.JSON, Optional.empty(), 0, 0));
        assertThat(entries()).noneMatch(each -> each.getMessage().startsWith("logging.level"));
        all = levels.getLogLevels();
        all.put("vpo.x", LogLevel.ERROR);
        levels.setLogLevels(all);
        logging.apply(new LogSettings(LogSettings.Level.INFO, LogSettings.Format.JSON, Optional.empty(), 0, 0));
        assertThat(newest().getMessage()).endsWith(" at run time: vpo.x");
    }

    @Test
    void there_are_no_levels_of_single_bundles() {
        BundleContext context = framework.getBundleContext();
        LoggerContext bundle = context.getService(context.getServiceReference(LoggerAdmin.class))
                .getLoggerContext("some.bundle");
        assertThat(bundle.isEmpty()).isTrue();
        assertThatThrownBy(() -> bundle.setLogLevels(Map.of("x", LogLevel.DEBUG)))
                .isInstanceOf(UnsupportedOperationException.class);
        assertThat(stderr.toString(StandardCharsets.UTF_8)).doesNotContain("ERROR");
    }
}
