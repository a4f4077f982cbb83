package vpo.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archive and the Debian package, unpacked as their users do it, but for what needs root. */
class PackageIT {
    private static final String VERSION = System.getProperty("vpo.version");
    private static final Path DEB = Path.of(System.getProperty("dist.deb"));
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** A line of {@code jdeps} about a class and one of the JDK's that it uses. */
    private static final Pattern USE = Pattern.compile(" +(?<user>\\S+) +-> \\S+ +(?<module>(java|jdk)\\.\\S+)");

    @TempDir
    private static Path unpacked;
    private static Path home;
    private static Path root;
    private static Path control;

    @TempDir
    private Path folder;

    @BeforeAll
    static void unpack() throws Exception {
        run("tar", "xzf", System.getProperty("dist.archive"), "-C", unpacked.toString());
        home = unpacked.resolve("vpo-" + VERSION);
        root = unpacked.resolve("root");
        control = unpacked.resolve("control");
        if (Files.isExecutable(Path.of("/usr/bin/dpkg-deb"))) {
            run("dpkg-deb", "-x", DEB.toString(), root.toString());
            run("dpkg-deb", "-e", DEB.toString(), control.toString());
        }
    }

    @Test
    void itRunsFromAnyFolderAndThroughALinkWithItsOwnJava() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("vpo"), home.resolve("bin/vpo"));

        assertThat(run(link.toString(), "version")).startsWith("vpo " + VERSION + " (Java 2");
        assertThat(home.resolve("runtime/bin/java")).isExecutable();
    }

    /** With the Java that comes along, which has not all that a JDK has. */
    @Test
    void itMakesTheProjectOfAPlugin() throws Exception {
        Path project = folder.resolve("fish");

        assertThat(run(home.resolve("bin/vpo").toString(), "plugin", "new", "fish", "--dir", project.toString()))
                .contains(project.toString());
        assertThat(project.resolve("src/main/java/plugin/fish/FishPlugin.java")).isRegularFile();
    }

    /** What its code names and it has not would be found out by whoever comes to that line. */
    @Test
    void itsJavaHasEveryModuleThatItsCodeNames() throws Exception {
        Set<String> has = run(home.resolve("runtime/bin/java").toString(), "--list-modules").lines()
                .map(module -> module.replaceFirst("@.*", "")).collect(Collectors.toSet());

        assertThat(run(ProcessHandle.current().info().command().orElseThrow().replaceFirst("java$", "jdeps"),
                "--ignore-missing-deps", "-verbose:class", home.resolve("lib/vpo.jar").toString(),
                home.resolve("lib/plugins/vpo.plugin.scan-" + VERSION + ".jar").toString()).lines()
                .map(USE::matcher).filter(Matcher::matches).filter(use -> !has.contains(use.group("module")))
                .map(use -> use.group("user")).distinct()).as("but for what Jetty has for programs with windows")
                .containsExactlyInAnyOrder("org.eclipse.jetty.ee10.servlet.listener.IntrospectorCleaner",
                        "org.eclipse.jetty.util.preventers.AWTLeakPreventer",
                        "org.eclipse.jetty.util.preventers.AppContextLeakPreventer");
    }

    @Test
    void theConfigurationThatComesAlongIsRightWithItsExample() throws Exception {
        String text = Files.readString(home.resolve("config.toml"));
        int example = text.indexOf("[plugins.scan]");
        Path file = Files.writeString(folder.resolve("config.toml"),
                text.substring(0, example) + text.substring(example).replaceAll("(?m)^#(\\w)", "$1"));

        assertThat(run(home.resolve("bin/vpo").toString(), "config", "check", file.toString()))
                .isEqualTo("ok: " + file + "\n");
    }

    @Test
    void theCacheOfClassesFitsWhereItIsUnpacked() throws Exception {
        // With this mode, a cache that cannot be used is an error; else the start is slow, and nothing is said.
        for (Path each : Files.isDirectory(root) ? List.of(home, root.resolve("usr/lib/vpo")) : List.of(home)) {
            assertThat(run(each.resolve("runtime/bin/java").toString(), "@" + each.resolve("lib/java.options"),
                    "-XX:AOTMode=on", "-XX:AOTCache=" + each.resolve("lib/vpo.aot"), "-jar",
                    each.resolve("lib/vpo.jar").toString(), "version")).startsWith("vpo " + VERSION);
        }
    }

    @Test
    void theDaemonServesAndStopsAndMakesNoMoreThanAPurgeRemoves() throws Exception {
        int port = freePort();
        Path data = folder.resolve("data");
        Path log = folder.resolve("log");
        Process daemon = daemon(data, port, log);
        Set<String> made = new TreeSet<>();
        try {
            await().atMost(PATIENCE).until(() -> !daemon.isAlive() || Files.readString(log).contains("plugin scan"));
            assertThat(Files.readString(log)).contains("listening on http://127.0.0.1:" + port)
                    .doesNotContain("WARNING", "ERROR");
            assertThat(Files.readString(Path.of("/proc", Long.toString(daemon.pid()), "maps"))).as("it uses the cache")
                    .contains(home.resolve("lib/vpo.aot").toString());
            made.addAll(names(data));
            assertThat(health(port)).contains("\"status\": \"healthy\"", "\"version\": \"" + VERSION + "\"");
        } finally {
            daemon.destroy();
        }
        assertThat(daemon.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(daemon.exitValue()).isZero();

        made.addAll(names(data));
        String purge = Files.readString(Path.of(System.getProperty("vpo.dist"), "src/main/deb/control/postrm"));
        assertThat(made).contains("admin-token", "library.db")
                .isSubsetOf(List.of(purge.replaceAll("(?s).*\nstate='(.*?)'.*", "$1").split("\\s+")));
    }

    @Test
    void thePackageHoldsTheSameDaemonAsTheArchive() throws Exception {
        assumeDebian();

        for (String part : List.of("bin", "lib", "runtime")) {
            assertThat(contents(root.resolve("usr/lib/vpo").resolve(part))).isEqualTo(contents(home.resolve(part)))
                    .isNotEmpty();
        }
        assertThat(contents(root.resolve("usr/share/man"))).isEqualTo(contents(home.resolve("share/man")));
        assertThat(root.resolve("usr/bin/vpo")).isExecutable();
    }

    @Test
    void itsFilesAreWhereDebianLooksForThem() throws Exception {
        assumeDebian();

        assertThat(Stream.of("etc/vpo/config.toml", "usr/lib/systemd/system/vpo.service",
                "usr/lib/systemd/system/vpo.socket", "usr/lib/sysusers.d/vpo.conf", "usr/share/man/man1/vpo.1.gz",
                "usr/share/bash-completion/completions/vpo", "usr/share/zsh/vendor-completions/_vpo",
                "usr/share/doc/vpo/copyright", "usr/share/doc/vpo/changelog.gz", "usr/share/doc/vpo/systemd.md",
                "usr/share/doc/vpo/images/console-overview.png").map(root::resolve))
                .allSatisfy(file -> assertThat(file).isRegularFile());
        assertThat(control.resolve("conffiles")).hasContent("/etc/vpo/config.toml");
        assertThat(run("dpkg-deb", "-f", DEB.toString(), "Package", "Version")).isEqualTo("Package: vpo\nVersion: "
                + VERSION + "\n");
        for (String script : List.of("postinst", "prerm", "postrm")) {
            assertThat(control.resolve(script)).isExecutable();
            run("sh", "-n", control.resolve(script).toString());
        }
    }

    @Test
    void shellsComplete() throws Exception {
        String completed = run("bash", "-c", """
                . "$0"/share/bash-completion/completions/vpo
                COMP_WORDS=(vpo se) COMP_CWORD=1 COMPREPLY=()
                _complete_vpo
                echo "${COMPREPLY[@]}"
                """, home.toString());

        assertThat(completed).contains("serve");
    }

    @Test
    void lintianHasNothingToSay() throws Exception {
        // It takes a while; whoever has it installed wants to know.
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/lintian")), "no lintian here");

        assertThat(run("lintian", "--allow-root", "--fail-on", "error,warning", DEB.toString())).isEmpty();
    }

    private static void assumeDebian() {
        assumeTrue(Files.isDirectory(root), "no dpkg-deb here");
    }

    private static Process daemon(Path data, int port, Path log) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(home.resolve("bin/vpo").toString(), "serve", "--port",
                Integer.toString(port));
        builder.environment().keySet().removeIf(name -> name.startsWith("VPO_"));
        builder.environment().put("VPO_DATA_DIR", data.toString());
        return builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    }

    private static String health(int port) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/health")).build(),
                    BodyHandlers.ofString()).body();
        }
    }

    private static Set<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** Path to permissions and hash. */
    private static Map<String, String> contents(Path folder) throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                contents.put(folder.relativize(file).toString(),
                        PosixFilePermissions.toString(Files.getPosixFilePermissions(file)) + " " + hash(file));
            }
        }
        return contents;
    }

    private static String hash(Path file) throws IOException {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What a program says on its standard output, if it ends well. */
    private static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).as("%s: %s", List.of(command), said).isZero();
        return said;
    }
}
