package vpo.launcher.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import java.util.zip.ZipEntry;

import org.apache.felix.framework.FrameworkFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.startlevel.FrameworkStartLevel;
import org.osgi.service.log.FormatterLogger;
import org.osgi.service.log.LogReaderService;
import org.osgi.service.log.LogService;
import org.osgi.service.log.Logger;
import org.slf4j.MDC;

/** The real framework, SCR and Configuration Admin, with bundles that fail: what do they log, and do they print? */
class ContainerTest {
    private static final String PACKAGES = "org.slf4j;version=2.0,org.slf4j.spi;version=2.0,"
            + "org.osgi.service.log;version=1.5,"
            + "org.osgi.util.promise;version=1.3,org.osgi.util.function;version=1.2,"
            + "org.osgi.service.component;version=1.5,org.osgi.service.component.runtime;version=1.5,"
            + "org.osgi.service.component.runtime.dto;version=1.5";

    @TempDir
    Path folder;

    private final ByteArrayOutputStream stderr = new ByteArrayOutputStream();
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PrintStream realOut = System.out;
    private final PrintStream realErr = System.err;
    private Logging logging;
    private Framework framework;

    @BeforeEach
    void captureWhatIsPrinted() {
        UnsafeWarning.suppress();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void stop() throws Exception {
        try {
            if (framework != null) {
                framework.stop();
                framework.waitForStop(TimeUnit.SECONDS.toMillis(30));
            }
        } finally {
            System.setOut(realOut);
            System.setErr(realErr);
            if (logging != null) {
                logging.close();
            }
        }
        assertThat(printed.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void scrTellsOfComponentsThatFail() throws Exception {
        start(LogSettings.Level.INFO);
        install("org.apache.felix.configadmin");
        install("org.apache.felix.scr");
        bundle("failing", Map.of("Service-Component", "OSGI-INF/c.xml"), Map.of("OSGI-INF/c.xml", """
                <scr:component xmlns:scr="http://www.osgi.org/xmlns/scr/v1.1.0" name="c" immediate="true">
                  <implementation class="no.such.Type"/>
                </scr:component>""".getBytes(StandardCharsets.UTF_8))).start();
        bundle("lacking", Map.of("Service-Component", "OSGI-INF/none.xml"), Map.of()).start();
        assertThat(lines()).hasSize(3);
        assertThat(lines().get(0)).contains("\"level\": \"ERROR\"", "\"logger\": \"no.such.Type\"",
                ": ClassNotFoundException: no.such.Type not found by failing",
                "\"context\": {\"bundle\": \"failing:1.2.3\"}}");
        assertThat(lines().get(1)).contains("\"logger\": \"failing\", \"context\": {\"bundle\": \"failing:1.2.3\"}");
        assertThat(lines().get(2)).endsWith("\"level\": \"ERROR\", \"message\": \"bundle lacking:1.2.3 (4) Component "
                + "descriptor entry 'OSGI-INF/none.xml' not found\", \"logger\": \"lacking\", "
                + "\"context\": {\"bundle\": \"lacking:1.2.3\"}}");
    }

    @Test
    void scrTellsAllAtDebugEvenWhenThatComesLater() throws Exception {
        start(LogSettings.Level.INFO);
        install("org.apache.felix.configadmin");
        install("org.apache.felix.scr");
        assertThat(lines()).isEmpty();
        logging.apply(settings(LogSettings.Level.DEBUG));
        bundle("lacking", Map.of("Service-Component", "OSGI-INF/none.xml"), Map.of()).start();
        assertThat(lines()).anyMatch(line -> line.contains("\"level\": \"DEBUG\"")
                && line.contains("\"logger\": \"org.apache.felix.scr\""));
    }

    @Test
    void frameworkTellsOfBundlesThatDoNotStartOnlyForDebugging() throws Exception {
        start(LogSettings.Level.DEBUG);
        atLevel(2, bundle("unresolved", Map.of("Import-Package", "no.such"), Map.of()));
        String activator = FailingActivator.class.getName();
        String classFile = activator.replace('.', '/') + ".class";
        try (InputStream content = getClass().getClassLoader().getResourceAsStream(classFile)) {
            atLevel(2, bundle("failing", Map.of("Bundle-Activator", activator, "Import-Package", "org.osgi.framework"),
                    Map.of(classFile, content.readAllBytes())));
        }
        CountDownLatch reached = new CountDownLatch(1);
        framework.adapt(FrameworkStartLevel.class).setStartLevel(2, event -> reached.countDown());
        assertThat(reached.await(30, TimeUnit.SECONDS)).isTrue();
        List<String> errors = lines().stream().filter(line -> line.contains("Error starting")).toList();
        assertThat(errors).hasSize(2).allMatch(line -> line.contains("\"level\": \"DEBUG\""));
        assertThat(errors.get(0)).contains("\"message\": \"Error starting unresolved\"",
                "\"logger\": \"org.apache.felix.framework\", \"context\": {\"bundle\": \"unresolved:1.2.3\"}",
                "Unable to resolve unresolved [1](R 1.0): missing requirement", "no.such");
        assertThat(errors.get(1)).contains("\"message\": \"Error starting failing\"",
                "\"context\": {\"bundle\": \"failing:1.2.3\"}, \"exception\": \"org.osgi.framework.BundleException: ",
                "Caused by: java.lang.IllegalStateException: no activation\\n\\tat vpo.launcher.log.");
    }

    /** Fails. */
    public static final class FailingActivator implements BundleActivator {
        @Override
        public void start(BundleContext context) {
            throw new IllegalStateException("no activation");
        }

        @Override
        public void stop(BundleContext context) {
            // Never started.
        }
    }

    @Test
    @SuppressWarnings("deprecation")
    void logServiceEndsInTheLog() throws Exception {
        start(LogSettings.Level.INFO);
        Bundle user = bundle("user", Map.of(), Map.of());
        user.start();
        ServiceReference<LogService> reference = user.getBundleContext().getServiceReference(LogService.class);
        LogService service = user.getBundleContext().getService(reference);
        Exception broken = new Exception("broken");
        broken.setStackTrace(new StackTraceElement[0]);

        service.log(LogService.LOG_DEBUG, "dropped");
        service.log(LogService.LOG_WARNING, "old");
        service.log(reference, LogService.LOG_ERROR, "old service", broken);
        Logger named = service.getLogger("user.named");
        named.debug("dropped {}", 1);
        named.info("{} of {}", 1, 2);
        named.error("of {} failed", 3, broken);
        named.warn("end", reference, broken);
        named.audit("audited");
        FormatterLogger printf = service.getLogger(getClass(), FormatterLogger.class);
        printf.info("%05.1f %%", 2.25);
        printf.info("%d", "no number");
        printf.info("100%");
        logging.apply(settings(LogSettings.Level.DEBUG));
        assertThat(named.isDebugEnabled()).isTrue();
        named.debug(logger -> logger.debug("kept"));
        logging.apply(settings(LogSettings.Level.ERROR));
        assertThat(named.isWarnEnabled()).isFalse();
        named.warn("dropped");

        String bundle = "\"context\": {\"bundle\": \"user:1.2.3\"";
        String withService = bundle + ", \"service\": \"[org.osgi.service.log.LogService, "
                + "org.osgi.service.log.LoggerFactory]\"}, \"exception\": \"java.lang.Exception: broken\"}";
        assertThat(lines()).extracting(line -> line.substring(line.indexOf("\"level\""))).containsExactly(
                "\"level\": \"WARNING\", \"message\": \"old\", \"logger\": \"user\", " + bundle + "}}",
                "\"level\": \"ERROR\", \"message\": \"old service\", \"logger\": \"user\", " + withService,
                "\"level\": \"INFO\", \"message\": \"1 of 2\", \"logger\": \"user.named\", " + bundle + "}}",
                "\"level\": \"ERROR\", \"message\": \"of 3 failed\", \"logger\": \"user.named\", " + bundle
                        + "}, \"exception\": \"java.lang.Exception: broken\"}",
                "\"level\": \"WARNING\", \"message\": \"end\", \"logger\": \"user.named\", " + withService,
                "\"level\": \"WARNING\", \"message\": \"audited\", \"logger\": \"user.named\", " + bundle + "}}",
                "\"level\": \"INFO\", \"message\": \"002.3 %\", \"logger\": \"" + getClass().getName() + "\", " + bundle
                        + "}}",
                "\"level\": \"INFO\", \"message\": \"%d [no number]\", \"logger\": \"" + getClass().getName() + "\", "
                        + bundle + "}}",
                "\"level\": \"INFO\", \"message\": \"100%\", \"logger\": \"" + getClass().getName() + "\", " + bundle
                        + "}}",
                "\"level\": \"DEBUG\", \"message\": \"kept\", \"logger\": \"user.named\", " + bundle + "}}");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> service.getLogger("user.named", OtherLogger.class));
    }

    @Test
    void whatAPluginLogsIsItsOwnHoweverItDoesIt() throws Exception {
        start(LogSettings.Level.INFO);
        logging.takeStandardStreams();
        plugin("vpo.plugin;name=cat").start();
        assertThat(lines()).allMatch(line -> line.contains("\"plugin\": \"cat\"}")).hasSize(7);
        assertThat(lines()).extracting(line -> line.replaceAll(".*\"message\": \"|\", \"logger.*", ""))
                .containsExactly("by slf4j", "by java.util.logging", "by the log service", "printed", "by a thread",
                        "by a method of Java", "not by dog");
    }

    @Test
    void aPluginIsNamedInTextToo() throws Exception {
        start(LogSettings.Level.INFO);
        logging.apply(new LogSettings(LogSettings.Level.INFO, LogSettings.Format.TEXT, Optional.empty(), 0, 0));
        logging.takeStandardStreams();
        plugin("vpo.plugin;name=cat").start();
        assertThat(lines()).allMatch(line -> line.contains(" - [cat] ")).hasSize(7);
        assertThat(lines().getFirst())
                .endsWith(" - [cat] " + LoggingActivator.class.getName() + " - INFO - by slf4j");
    }

    @Test
    void whatOtherBundlesLogIsNoPlugins() throws Exception {
        start(LogSettings.Level.INFO);
        logging.takeStandardStreams();
        plugin("something;name=cat").start();
        assertThat(lines()).hasSize(7);
        assertThat(lines().subList(0, 6)).noneMatch(line -> line.contains("\"plugin\""));
    }

    @Test
    void whatIsLoggedOnBehalfOfAPluginIsThatPlugins() throws Exception {
        start(LogSettings.Level.INFO);
        install("org.apache.felix.configadmin");
        install("org.apache.felix.scr");
        bundle("lacking", Map.of("Service-Component", "OSGI-INF/none.xml", "Provide-Capability",
                "vpo.plugin;name=cat"), Map.of()).start();
        assertThat(lines()).singleElement().asString()
                .endsWith("\"context\": {\"bundle\": \"lacking:1.2.3\", \"plugin\": \"cat\"}}");
    }

    @Test
    void aPluginThatHasGoneKeepsItsNameInTheLastLines() throws Exception {
        start(LogSettings.Level.INFO);
        logging.takeStandardStreams();
        Bundle cat = plugin("vpo.plugin;name=cat");
        cat.start();
        cat.uninstall();
        assertThat(remembered()).hasSize(7).allMatch("bundle=\"test.cat\" plugin=\"cat\""::equals);
    }

    @Test
    void aBundleInThePluginFolderThatIsNoPluginIsNamedInTheLastLinesAsInTheLog() throws Exception {
        start(LogSettings.Level.INFO);
        logging.takeStandardStreams();
        plugin("something;name=cat", "file:/d/plugins-store/test.cat").start();
        assertThat(lines()).allMatch(line -> line.contains("\"plugin\": \"test.cat\"}"));
        assertThat(remembered()).hasSize(7).allMatch("bundle=\"test.cat\" plugin=\"test.cat\""::equals);
    }

    /** Whose the last lines are, as another bundle sees it. */
    private List<String> remembered() {
        BundleContext context = framework.getBundleContext();
        LogReaderService log = context.getService(context.getServiceReference(LogReaderService.class));
        return Collections.list(log.getLog()).stream()
                .map(each -> StreamSupport.stream(((Iterable<?>) each).spliterator(), false).map(String::valueOf)
                        .collect(Collectors.joining(" ")))
                .toList();
    }

    private Bundle plugin(String capability) throws Exception {
        return plugin(capability, "test.cat");
    }

    private Bundle plugin(String capability, String location) throws Exception {
        String activator = LoggingActivator.class.getName();
        String classFile = activator.replace('.', '/') + ".class";
        try (InputStream content = getClass().getClassLoader().getResourceAsStream(classFile)) {
            return bundle("test.cat", location, Map.of("Provide-Capability", capability, "Bundle-Activator", activator,
                    "Import-Package", "org.osgi.framework,org.osgi.service.log,org.slf4j,org.slf4j.spi"),
                    Map.of(classFile, content.readAllBytes()));
        }
    }

    /** Logs in every way there is. */
    public static final class LoggingActivator implements BundleActivator {
        @Override
        public void start(BundleContext context) throws Exception {
            org.slf4j.Logger log = org.slf4j.LoggerFactory.getLogger(LoggingActivator.class);
            log.info("by slf4j");
            java.util.logging.Logger.getLogger("any.name").info("by java.util.logging");
            context.getService(context.getServiceReference(LogService.class)).getLogger("x").info("by the log service");
            System.out.println("printed");
            Thread thread = new Thread(() -> log.info("by a thread"));
            thread.start();
            thread.join();
            List.of("by a method of Java").forEach(log::info);
            MDC.put("plugin", "dog");
            log.atInfo().addKeyValue("plugin", "dog").log("not by dog");
            MDC.remove("plugin");
        }

        @Override
        public void stop(BundleContext context) {
            // Says nothing.
        }
    }

    /** A kind of logger that no log service must know. */
    private interface OtherLogger extends Logger {}

    private static void atLevel(int level, Bundle bundle) throws BundleException {
        bundle.adapt(BundleStartLevel.class).setStartLevel(level);
        bundle.start();
    }

    private static LogSettings settings(LogSettings.Level level) {
        return new LogSettings(level, LogSettings.Format.JSON, Optional.empty(), 0, 0);
    }

    private void start(LogSettings.Level level) throws Exception {
        logging = Logging.start(settings(level), stderr, ZoneOffset.UTC);
        @SuppressWarnings({"unchecked", "rawtypes"})
        Map<String, String> properties = (Map) Map.of("org.osgi.framework.storage", folder.resolve("cache").toString(),
                "felix.log.logger", new FrameworkLogger(), "org.osgi.framework.system.packages.extra", PACKAGES);
        framework = new FrameworkFactory().newFramework(properties);
        framework.init();
        logging.register(framework.getBundleContext());
        framework.start();
    }

    private Bundle install(String artifact) throws Exception {
        for (String entry : System.getProperty("java.class.path").split(":")) {
            if (Path.of(entry).getFileName().toString().startsWith(artifact)) {
                Bundle bundle = framework.getBundleContext().installBundle("reference:file:" + entry);
                bundle.start();
                return bundle;
            }
        }
        throw new AssertionError(artifact);
    }

    private Bundle bundle(String name, Map<String, String> headers, Map<String, byte[]> files) throws Exception {
        return bundle(name, name, headers, files);
    }

    private Bundle bundle(String name, String location, Map<String, String> headers, Map<String, byte[]> files)
            throws Exception {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Bundle-ManifestVersion", "2");
        manifest.getMainAttributes().putValue("Bundle-SymbolicName", name);
        manifest.getMainAttributes().putValue("Bundle-Version", "1.2.3");
        headers.forEach(manifest.getMainAttributes()::putValue);
        ByteArrayOutputStream jar = new ByteArrayOutputStream();
        try (JarOutputStream out = new JarOutputStream(jar, manifest)) {
            for (var file : files.entrySet()) {
                out.putNextEntry(new ZipEntry(file.getKey()));
                out.write(file.getValue());
                out.closeEntry();
            }
        }
        return framework.getBundleContext().installBundle(location, new ByteArrayInputStream(jar.toByteArray()));
    }

    private List<String> lines() {
        return stderr.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
