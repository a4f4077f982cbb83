package vpo.itest.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

/** A plugin from nothing to its first answer, as the project's own read-me tells. */
class PluginNewIT extends ProcessTest {

    @Test
    void aNewPluginBuildsTestsDeploysAndAnswers() throws Exception {
        // A name of which Java would make a keyword, in a folder with a blank in its name.
        Path project = folder.resolve("my plugins/new");
        DaemonProcess made = vpo("new", "new", "--dir", project.toString());
        assertThat(made.awaitExit()).as(made.logText()).isZero();
        assertThat(made.output()).anyMatch(line -> line.contains("mvn package"));

        try {
            build(project);
        } finally {
            forgetApi(project);
        }
        Path jar = project.resolve("target/new-1.0.0.jar");
        assertThat(project.resolve("target/surefire-reports")).isNotEmptyDirectory();

        DaemonProcess daemon = running();
        DaemonProcess check = vpo("check", jar.toString());
        assertThat(check.awaitExit()).isEqualTo(1);
        assertThat(check.output()).contains("plugin new 1.0.0", "  - is not acknowledged: 'vpo plugin install"
                + " --acknowledge' does that, if you trust it").filteredOn(line -> line.startsWith("  - ")).hasSize(1);
        DaemonProcess install = vpo("install", "--acknowledge", jar.toString());
        assertThat(install.awaitExit()).as(install.logText()).isZero();
        assertThat(install.output()).contains("Started: new 1.0.0");
        assertThat(daemon.get("/plugins/new/greeting").body()).isEqualTo("Hello from new\n");

        DaemonProcess again = vpo("new", "new", "--dir", project.toString());
        assertThat(again.awaitExit()).isEqualTo(1);
        assertThat(again.logText()).contains(project + " is not empty");
    }

    private DaemonProcess vpo(String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of("plugin"));
        all.addAll(List.of(arguments));
        return started(daemon().arguments(all.toArray(String[]::new)).command());
    }

    /** Maven keeps the API that it has got from the project: each build of ours would leave one more. */
    private static void forgetApi(Path project) throws IOException {
        Path api = Path.of("vpo", "vpo.api");
        try (Stream<Path> versions = Files.list(project.resolve("repo").resolve(api))) {
            for (Path version : versions.toList()) {
                Path kept = Path.of(System.getProperty("vpo.maven.repository")).resolve(api)
                        .resolve(version.getFileName());
                if (Files.isDirectory(kept)) {
                    try (Stream<Path> files = Files.list(kept)) {
                        for (Path each : files.toList()) {
                            Files.delete(each);
                        }
                    }
                    Files.delete(kept);
                }
            }
        }
    }

    /** With the Maven that runs these tests, which has all that the project needs. */
    private static void build(Path project) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("vpo.maven.home"), "bin", "mvn").toString(), "-B",
                "-Dmaven.repo.local=" + System.getProperty("vpo.maven.repository"), "package"));
        Path log = project.resolve("build.log");
        Process maven = new ProcessBuilder(command).directory(project.toFile()).redirectErrorStream(true)
                .redirectOutput(log.toFile()).start();
        assertThat(maven.waitFor(5, TimeUnit.MINUTES)).as("the build has ended").isTrue();
        assertThat(maven.exitValue()).as(Files.readString(log)).isZero();
        assertThat(Files.readString(log)).contains("Tests run: 4, Failures: 0, Errors: 0, Skipped: 0")
                .doesNotContain("[WARNING]");
    }
}
