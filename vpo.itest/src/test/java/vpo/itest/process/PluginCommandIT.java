package vpo.itest.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code vpo plugin} as operators type it, with a running daemon and without one. */
class PluginCommandIT extends ProcessTest {

    private DaemonProcess plugin(String... arguments) throws Exception {
        DaemonProcess vpo = started(daemon().arguments(words(arguments)).command());
        vpo.awaitExit();
        return vpo;
    }

    private static String[] words(String... arguments) {
        return Stream.concat(Stream.of("plugin"), Stream.of(arguments)).toArray(String[]::new);
    }

    /** It must be done; nothing may be on stderr, be it a line of a log. */
    private List<String> done(String... arguments) throws Exception {
        DaemonProcess vpo = plugin(arguments);
        assertThat(vpo.awaitExit()).as(vpo.logText() + vpo.output()).isZero();
        // On a busy machine it says that it waits.
        assertThat(vpo.log()).allMatch("waiting for the daemon ..."::equals);
        return vpo.output();
    }

    private String refused(String... arguments) throws Exception {
        DaemonProcess vpo = plugin(arguments);
        assertThat(vpo.awaitExit()).as(vpo.logText() + vpo.output()).isEqualTo(1);
        assertThat(vpo.output()).isEmpty();
        assertThat(vpo.log()).allMatch(line -> line.startsWith("vpo: ") || line.startsWith("waiting"));
        return vpo.logText();
    }

    private Path jar(String file, String name, String version) throws IOException {
        return PluginJars.write(folder.resolve("downloads").resolve(file), name, version);
    }

    private List<String> inPluginFolder() throws IOException {
        try (Stream<Path> files = Files.list(data.resolve("plugins"))) {
            return files.map(each -> each.getFileName().toString()).sorted().toList();
        }
    }

    private static List<String> line(List<String> output, String name) {
        return output.stream().filter(line -> line.startsWith(name + " ")).map(line -> line.split(" {2,}"))
                .map(List::of).findFirst().orElseThrow(() -> new AssertionError(name + " is not in " + output));
    }

    @Test
    void withADaemonItDoesAtOnceWhatItIsTold() throws Exception {
        DaemonProcess daemon = running();
        Path first = jar("my cät 1.jar", "cat", "1.0.0");

        assertThat(plugin("check", first.toString()).output()).contains("plugin cat 1.0.0",
                "It would not run, because it", "Installed and trusted, it would start cat 1.0.0.");
        assertThat(done("install", first.toString())).anyMatch(line -> line.contains("is not acknowledged"));
        assertThat(line(done("list"), "cat")).startsWith("cat", "1.0.0", "waiting");
        assertThat(done("acknowledge", "cat", "--dry-run")).contains("This would start cat 1.0.0.");
        assertThat(done("acknowledge", "cat")).contains("Started: cat 1.0.0");
        daemon.awaitLog("plugin cat 1.0.0 runs");

        Path second = jar("cat 2.jar", "cat", "2.0.0");
        assertThat(done("install", "--dry-run", "--acknowledge", second.toString()))
                .contains("This would replace cat 1.0.0 by 2.0.0.");
        assertThat(inPluginFolder()).containsExactly("my cät 1.jar");
        assertThat(done("install", "--acknowledge", second.toString())).contains("Replaced: cat 1.0.0 by 2.0.0");
        assertThat(inPluginFolder()).as("one jar of a bundle").containsExactly("cat 2.jar");

        assertThat(done("rollback", "cat", "1.0.0")).contains("Replaced: cat 2.0.0 by 1.0.0");
        assertThat(line(done("list"), "cat")).startsWith("cat", "1.0.0", "running");
        assertThat(done("enable", "cat")).contains("Replaced: cat 1.0.0 by 2.0.0");
        assertThat(done("disable", "cat")).contains("Stopped: cat 2.0.0");
        assertThat(line(done("list"), "cat")).startsWith("cat", "2.0.0", "disabled");
        assertThat(done("show", "cat")).anyMatch(line -> line.matches(" +state +disabled"))
                .anyMatch(line -> line.matches(" +HTTP +/plugins/cat/"));
        assertThat(done("enable", "hello")).contains("Started: hello " + System.getProperty("vpo.version"));
        assertThat(daemon.get("/plugins/hello/greeting").body()).contains("Hello");
        assertThat(done("disable", "hello")).isNotEmpty();
        assertThat(daemon.get("/plugins/hello/greeting").statusCode()).isEqualTo(404);
        assertThat(done("remove", "cat")).anyMatch(line -> line.endsWith("cat 2.jar is deleted"));
        assertThat(inPluginFolder()).isEmpty();
        assertThat(refused("show", "cat")).contains("there is no plugin 'cat'");
        assertThat(data.resolve("plugins-store/requests")).isEmptyDirectory();
        assertThat(daemon.messages("ERROR")).isEmpty();
    }

    @Test
    void withoutADaemonTheNextOneGoesByIt() throws Exception {
        Path jar = jar("cat.jar", "cat", "1.0.0");
        assertThat(line(done("list"), "scan")).startsWith("scan", System.getProperty("vpo.version"), "ready");
        assertThat(done("install", "--acknowledge", jar.toString()))
                .contains("No daemon is running: the next one goes by it");
        assertThat(line(done("list"), "cat")).startsWith("cat", "1.0.0", "ready");
        assertThat(done("enable", "hello")).contains("hello is enabled");
        assertThat(done("disable", "--dry-run", "cat"))
                .contains("No daemon is running; with the next one, this would stop cat 1.0.0.");
        assertThat(done("list", "--json")).contains("  \"daemon\": false,");

        DaemonProcess daemon = running();
        daemon.awaitLog("plugin cat 1.0.0 runs");
        daemon.awaitLog("plugin hello");
        assertThat(done("list", "--json")).contains("  \"daemon\": true,");
        daemon.signal("TERM").awaitExit();

        assertThat(done("remove", "cat")).isNotEmpty();
        assertThat(done("disable", "hello")).contains("hello is disabled");
        DaemonProcess next = running();
        assertThat(line(done("list"), "hello")).startsWith("hello", System.getProperty("vpo.version"), "disabled");
        assertThat(next.messages("INFO")).noneMatch(line -> line.contains("cat"));
    }

    @Test
    void whileItStartsTheDaemonIsWaitedFor() throws Exception {
        DaemonProcess daemon = started(daemon().serve());
        await().atMost(DaemonProcess.PATIENCE).until(() -> Files.exists(data.resolve("daemon.lock")));
        assertThat(line(done("list"), "scan")).hasSizeGreaterThan(2);
        daemon.awaitRunning();
    }

    @Test
    void commandsAndADaemonThatStartTogetherDoNotDisturbEachOther() throws Exception {
        List<DaemonProcess> commands = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Path jar = jar("p" + i + ".jar", "plugin-x" + i, "1.0.0");
            commands.add(started(daemon().arguments(words("install", "--acknowledge", jar.toString())).command()));
        }
        DaemonProcess daemon = running();
        for (DaemonProcess each : commands) {
            assertThat(each.awaitExit()).as(each.logText()).isZero();
        }
        for (int i = 0; i < 4; i++) {
            daemon.awaitLog("plugin plugin-x" + i + " 1.0.0 runs");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatCannotBeDoneIsAnsweredWithASentence(boolean live) throws Exception {
        if (live) {
            running();
        }
        assertThat(refused("enable", "helo")).contains("did you mean hello?");
        assertThat(refused("remove", "scan")).contains("scan came with the daemon");
        assertThat(refused("rollback", "scan")).contains("no earlier version of scan");
        assertThat(refused("install", folder.resolve("none.jar").toString())).contains("none.jar is not there");
        assertThat(refused("install", folder.toString())).contains("is not a file");
        Path plain = Files.writeString(folder.resolve("plain.jar"), "no jar");
        assertThat(refused("install", plain.toString())).contains("plain.jar is not a whole jar");
        Path reserved = jar("bad.jar", "cat", "1.0.0");
        assertThat(plugin("check", plain.toString()).output()).singleElement().asString()
                .contains("plain.jar is not a whole jar");
        assertThat(refused("acknowledge", "hello")).contains("no plugin folder has a whole jar of hello");
        assertThat(reserved).exists();
    }

    @ParameterizedTest
    @CsvSource({"plugin lst,Did you mean list?", "plugin install --acknowlege x,Did you mean --acknowledge?",
            "plugin,Usage: vpo plugin", "plugin show,Missing required parameter", "plugin list x,Unmatched argument",
            "plugin acknowledge cat 12,A SHA-256 has 64", "plugin new Bad,2 to 64 of a-z"})
    void aWrongCommandLineIsAnsweredWithUsage(String line, String answer) throws Exception {
        DaemonProcess vpo = started(daemon().arguments(line.split(" ")).command());
        assertThat(vpo.awaitExit()).isEqualTo(2);
        assertThat(vpo.logText()).contains(answer, "Usage: vpo plugin");
        assertThat(data).doesNotExist();
    }

    @Test
    void completionKnowsTheCommands() throws Exception {
        DaemonProcess vpo = started(daemon().arguments("generate-completion").command());
        assertThat(vpo.awaitExit()).isZero();
        assertThat(String.join("\n", vpo.output())).contains("rollback", "acknowledge", "--dry-run");
    }

    @Test
    void aDamagedLibraryIsSaidByThoseThatNeedIt() throws Exception {
        Path jar = jar("cat.jar", "cat", "1.0.0");
        done("install", jar.toString());
        Files.writeString(library, "not a database, and long enough to be looked at as one ".repeat(100));
        assertThat(done("list")).anyMatch(line -> line.contains("DB_ERROR: The database " + library));
        assertThat(done("show", "cat")).anyMatch(line -> line.contains("unknown: the library cannot be read"));
        assertThat(refused("acknowledge", "cat")).contains("DB_ERROR: The database " + library);
        assertThat(done("disable", "cat")).contains("cat is disabled");
    }

    @Test
    void aBadConfigurationIsSaid() throws Exception {
        configure("[server]\nport = 0\n");
        DaemonProcess vpo = plugin("list");
        assertThat(vpo.awaitExit()).isEqualTo(1);
        assertThat(vpo.logText()).contains(config + ":2:", "CONFIG_ERROR");
    }

    @Test
    void rootAsksTheDaemonOfAnotherUserAndLeavesNothingOfItsOwn() throws Exception {
        Files.createDirectories(data);
        Privileges.giveTo(folder, Privileges.NOBODY);
        Path jar = jar("cat.jar", "cat", "1.0.0");
        Files.setPosixFilePermissions(jar, PosixFilePermissions.fromString("rw-------"));
        assertThat(refused("list")).contains("no daemon is running", "belongs to nobody", "sudo -u nobody");

        DaemonProcess daemon = started(daemon().asNobody().serve()).awaitRunning();
        assertThat(done("install", "--acknowledge", jar.toString())).contains("Started: cat 1.0.0");
        daemon.signal("TERM").awaitExit();

        try (Stream<Path> files = Files.walk(data)) {
            assertThat(files).allMatch(each -> uid(each) == Privileges.NOBODY);
        }
    }

    @Test
    void strangersAreToldWhoMayAsk() throws Exception {
        Files.createDirectories(data);
        Privileges.giveTo(folder, Privileges.NOBODY);
        started(daemon().asNobody().serve()).awaitRunning();
        DaemonProcess stranger = started(daemon()
                .wrappedIn("setpriv", "--reuid=65533", "--regid=65533", "--clear-groups", "--inh-caps=-all")
                .arguments("plugin", "list").command());
        assertThat(stranger.awaitExit()).isEqualTo(1);
        assertThat(stranger.logText()).isEqualTo("vpo: not allowed: the data directory " + data
                + " belongs to nobody: run this as that user, such as with 'sudo -u nobody'");
    }

    @Test
    void aJarThatTheCallerMayNotLookAtIsNotSaidToBeMissing() throws Exception {
        Path jar = jar("cat.jar", "cat", "1.0.0");
        Privileges.giveTo(folder, Privileges.NOBODY);
        // As a home is to everybody but its owner.
        Files.setPosixFilePermissions(jar.getParent(), Set.of());
        DaemonProcess vpo = started(daemon().asNobody().arguments("plugin", "install", jar.toString()).command());
        assertThat(vpo.awaitExit()).isEqualTo(1);
        assertThat(vpo.logText())
                .isEqualTo("vpo: " + jar + " cannot be looked at: a folder above it is closed to this user");
    }

    private static int uid(Path file) {
        try {
            return (Integer) Files.getAttribute(file, "unix:uid", java.nio.file.LinkOption.NOFOLLOW_LINKS);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
