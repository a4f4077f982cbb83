package vpo.itest.process;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The installed layout: its own script, from wherever it has been put, and the JVM's cache, which must be of use. */
@EnabledIfSystemProperty(named = "vpo.layout", matches = "image")
class ImageIT extends ProcessTest {
    private final Path made = VpoJar.exported().getParent().getParent();

    @Test
    void theCacheFitsAndHoldsTheBundlesClasses() throws Exception {
        Path loaded = folder.resolve("loaded.log");
        // The last of its kind counts: with this mode, a cache that does not fit ends the JVM.
        DaemonProcess daemon = started(daemon().option("-XX:AOTMode=on").option("-Xlog:class+load:file=" + loaded)
                .serve()).awaitRunning();
        assertThat(daemon.get("/health").statusCode()).isEqualTo(200);
        assertThat(daemon.signal("TERM").awaitExit()).isZero();

        assertThat(Files.readString(loaded).lines())
                .anyMatch(line -> line.contains(" vpo.health.internal.HealthServlet source: shared objects file"))
                .anyMatch(line -> line.contains(" org.apache.felix.scr.impl.Activator source: shared objects file"))
                .anyMatch(line -> line.contains(" org.eclipse.jetty.server.Server source: shared objects file"));
        assertThat(data.resolve("cache/jars")).as("a copy of the bundles").doesNotExist();
    }

    @Test
    void noComponentIsParsedThatIsKnown() throws Exception {
        Path loaded = folder.resolve("loaded.log");
        DaemonProcess daemon = started(daemon().option("-Xlog:class+init:file=" + loaded).serve()).awaitRunning();
        daemon.awaitLog("plugin scan");
        assertThat(daemon.signal("TERM").awaitExit()).isZero();

        // A plugin's are parsed, as it comes after all bundles of the daemon.
        assertThat(Files.readString(loaded)).containsSubsequence(
                "'org/apache/felix/scr/impl/metadata/MetadataStoreHelper$MetaDataReader'",
                "'org/apache/felix/http/jetty/internal/JettyService'", "'org/apache/felix/scr/impl/xml/XmlHandler'");
        assertThat(Files.readString(loaded)).containsOnlyOnce("'org/apache/felix/scr/impl/xml/XmlHandler'");
    }

    @Test
    void whatTheBundlesWouldWaitForIsDoneBeforeTheyStart() throws Exception {
        Path loaded = folder.resolve("loaded.log");
        DaemonProcess daemon = started(daemon().option("-Xlog:class+init:file=" + loaded).serve()).awaitRunning();
        assertThat(daemon.signal("TERM").awaitExit()).isZero();

        String log = Files.readString(loaded);
        int firstBundle = log.indexOf("'org/apache/felix/scr/impl/Activator'");
        int listening = log.indexOf("'vpo/http/internal/AddressFile'");
        assertThat(firstBundle).isPositive().isLessThan(listening);
        assertThat(log.substring(0, firstBundle)).contains("'org/apache/felix/metatype/internal/Activator'",
                "'jakarta/servlet/http/HttpServlet'", "'javax/servlet/http/HttpServlet'",
                "'org/eclipse/jetty/http/MimeTypes'", "'org/eclipse/jetty/server/Server'", "$Proxy");
        // A component property type that HeadStart does not know would be here.
        assertThat(log.substring(firstBundle, listening)).doesNotContain("$Proxy");
    }

    @Test
    void componentsThatCannotBeReadCostTimeAndNothingElse() throws Exception {
        Path damaged = folder.resolve("damaged");
        copy(damaged);
        Files.writeString(damaged.resolve("lib/vpo.components"), "cut");
        DaemonProcess daemon = started(daemon().jar(damaged.resolve("lib/vpo.jar")).serve()).awaitRunning();

        assertThat(daemon.messages("WARNING")).anyMatch(line -> line.contains("vpo.components cannot be read"));
        assertThat(daemon.get("/health").statusCode()).isEqualTo(200);
        assertThat(daemon.signal("TERM").awaitExit()).isZero();
    }

    @Test
    void theScriptRunsItFromWhereverItIs() throws Exception {
        Path moved = folder.resolve("else where");
        copy(moved);
        Path link = Files.createSymbolicLink(folder.resolve("vpo"), moved.resolve("bin/vpo"));
        assertListsPlugins(link.toString(), "plugin", "list");
    }

    /** A command is over before what suits a daemon pays off, and a daemon runs for months. */
    @Test
    void theScriptHasOtherOptionsForCommandsThanForTheDaemon() throws Exception {
        assertThat(flags("version")).containsPattern("TieredStopAtLevel +=\\s1 ")
                .containsPattern("CompileThresholdScaling +=\\s1\\.0+ ");
        assertThat(flags("serve", "--help")).containsPattern("TieredStopAtLevel +=\\s4 ")
                .containsPattern("CompileThresholdScaling +=\\s5\\.0+ ");
        assertThat(flags("--log-json", "--log-level", "info", "serve", "--help"))
                .as("with options before the command, as the existing VPO has them")
                .containsPattern("TieredStopAtLevel +=\\s4 ");
    }

    private String flags(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(made.resolve("bin/vpo").toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(folder.resolve("out").toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("VPO_JAVA_OPTS", "-XX:+PrintFlagsFinal");
        Process process = builder.start();
        assertThat(process.waitFor(DaemonProcess.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
        return Files.readString(folder.resolve("out"));
    }

    /** The one that the script would take may be somebody's lock. */
    @Test
    void aDescriptorThatIsTakenIsLeftAlone() throws Exception {
        Path lock = folder.resolve("lock");

        assertListsPlugins("sh", "-c", "exec 9>\"$0\"; exec \"$@\"", lock.toString(),
                made.resolve("bin/vpo").toString(), "plugin", "list");
        assertThat(descriptorOfDaemon("sh", "-c", "exec 9>\"$0\"; exec \"$@\"", lock.toString(),
                made.resolve("bin/vpo").toString())).isEqualTo(lock);
    }

    private void assertListsPlugins(String... command) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(folder.resolve("out").toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("VPO_DATA_DIR", data.toString());
        // With this, the JVM would not start if the cache were of another place.
        builder.environment().put("VPO_JAVA_OPTS", "-XX:AOTMode=on");
        Process process = builder.start();

        assertThat(process.waitFor(DaemonProcess.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(folder.resolve("out")).content().contains("scan", "hello");
        assertThat(process.exitValue()).isZero();
    }

    /** Else the JVM looks for each of thousands of classes anew where the image was made, and does not find it. */
    @Test
    void theCacheNamesTheFolderThatTheScriptHoldsOpen() throws Exception {
        Path moved = folder.resolve("moved");
        copy(moved);

        assertThat(descriptorOfDaemon(moved.resolve("bin/vpo").toString())).isEqualTo(moved.resolve("lib"));
        // Not the text itself, which would be all that a failure tells.
        String cache = Files.readString(moved.resolve("lib/vpo.aot"), ISO_8859_1);
        assertThat(cache.contains("/proc/self/fd/9/vpo.jar")).as("the cache names what the script holds open").isTrue();
        assertThat(cache.contains(made.toString())).as("the cache names where it was made").isFalse();
    }

    /**
     * What a daemon has open under the number 9.
     *
     * @param script that starts it, and what comes before that
     */
    private Path descriptorOfDaemon(String... script) throws Exception {
        List<String> command = new ArrayList<>(List.of(script));
        command.addAll(List.of("serve", "--port", Integer.toString(DaemonProcess.freePort())));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(folder.resolve("out").toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("VPO_DATA_DIR", data.toString());
        Process process = builder.start();
        try {
            await().atMost(DaemonProcess.PATIENCE)
                    .until(() -> Files.readString(folder.resolve("out")).contains("RUNNING"));
            return Path.of("/proc/" + process.pid() + "/fd/9").toRealPath();
        } finally {
            process.destroy();
            assertThat(process.waitFor(DaemonProcess.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        }
    }

    /** Else Declarative Services ask twice for each, and a configuration of the component's name would change it. */
    @Test
    void componentsSayWhetherTheyAreConfigured() throws Exception {
        int components = 0;
        try (Stream<Path> files = Files.list(made.resolve("lib"))) {
            for (Path jar : files.filter(file -> file.getFileName().toString().matches("vpo\\..+\\.jar")).toList()) {
                try (ZipFile zip = new ZipFile(jar.toFile())) {
                    for (ZipEntry entry : zip.stream().filter(each -> each.getName().matches("OSGI-INF/vpo.+\\.xml"))
                            .toList()) {
                        assertThat(zip.getInputStream(entry)).as("%s of %s", entry, jar.getFileName()).asString(UTF_8)
                                .containsPattern(" configuration-p(olicy|id)=");
                        components++;
                    }
                }
            }
        }
        assertThat(components).isGreaterThan(40);
    }

    @Test
    void nothingOfItDependsOnTheClock() throws Exception {
        try (Stream<Path> jars = Files.list(made.resolve("lib"))) {
            List<Path> all = jars.filter(path -> path.toString().endsWith(".jar")).toList();
            assertThat(all).hasSizeGreaterThan(20)
                    .allMatch(jar -> jar.toFile().lastModified() == all.getFirst().toFile().lastModified());
        }
    }

    /** With the times of the files, which the JVM looks at. */
    private void copy(Path to) throws Exception {
        assertThat(new ProcessBuilder("cp", "-a", made.toString(), to.toString()).inheritIO().start().waitFor())
                .isZero();
    }
}
