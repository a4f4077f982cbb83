package vpo.plugins.internal.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.apache.felix.framework.FrameworkFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.launch.Framework;

import vpo.lifecycle.internal.Register;
import vpo.plugins.internal.Jars;
import vpo.plugins.internal.store.PluginState;
import vpo.plugins.internal.settings.TableCheck;
import vpo.plugins.internal.store.PluginStore;
import vpo.plugins.internal.store.Sha256;

/**
 * A child JVM with a framework and the host installs, updates and removes plugins without end, and tells each step
 * before and after; it is killed in the middle, 100 times unless told otherwise, and the next one goes on with what it
 * left. Each time the next one must run what ran before the step that the kill came in, or what was to run after it, whole;
 * and then what is in the folder.
 */
class CrashTest {
    /** A second and a half each, and more on a busy machine: {@code .ci/run} has not the time for all. */
    private static final int KILLS = Integer.getInteger("vpo.test.kills", 100);
    private static final int NAMES = 3;
    private static final int VERSIONS = 4;
    private static final String NONE = "none";

    @TempDir
    Path folder;

    /** The time limit is there only so that a hang ends: a busy machine takes many times as long as an idle one. */
    @Test
    @Timeout(1800)
    void a_kill_at_any_moment_leaves_the_old_state_or_the_new_one() throws Exception {
        Files.createDirectories(folder.resolve("plugins"));
        for (int name = 0; name < NAMES; name++) {
            for (int version = 0; version < VERSIONS; version++) {
                Child.make(folder, "n" + name, version);
            }
        }
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Map<String, String> before = new TreeMap<>(Map.of("n0", NONE, "n1", NONE, "n2", NONE));
        Map<String, String> after = before;
        for (int kill = 0; kill < KILLS; kill++) {
            Map<String, String> inFolder = inFolder();
            List<String> told = runAndKill(random.nextLong(), 2 + random.nextInt(4), random.nextInt(2_000_000));
            String where = "kill " + kill + ", seed " + seed + ", told " + told;
            Map<String, String> runs = parse(told.get(0), "RUNS");
            assertThat(runs).as(where).isIn(before, after);
            Map<String, String> settled = parse(told.get(1), "SETTLED");
            for (String name : settled.keySet()) {
                // Garbage over a plugin changes nothing.
                assertThat(settled.get(name)).as(name + ", " + where)
                        .isEqualTo(inFolder.getOrDefault(name, runs.get(name)));
            }
            before = settled;
            after = settled;
            for (String line : told.subList(2, told.size())) {
                if (line.startsWith("END")) {
                    assertThat(parse(line, "END")).as(where).isEqualTo(after);
                    before = after;
                } else {
                    String[] words = line.split(" ");
                    after = new TreeMap<>(before);
                    after.put(words[1], words[2]);
                }
            }
            assertStoreIsSound(where);
        }
    }

    private static Map<String, String> parse(String line, String kind) {
        assertThat(line).startsWith(kind + " ");
        return Stream.of(line.substring(kind.length() + 1).split(" ")).filter(each -> each.contains("="))
                .map(each -> each.split("=", 2))
                .collect(Collectors.toMap(each -> each[0], each -> each[1], (one, _) -> one, TreeMap::new));
    }

    /** By name: the hash of the jar there, none if there is none; without those that are garbage. */
    private Map<String, String> inFolder() throws IOException {
        Map<String, String> all = new TreeMap<>();
        for (int name = 0; name < NAMES; name++) {
            Path jar = folder.resolve("plugins/n" + name + ".jar");
            String hash = Files.exists(jar) ? Sha256.of(jar) : NONE;
            if (hash.equals(NONE) || Files.exists(folder.resolve("made-" + hash))) {
                all.put("n" + name, hash);
            }
        }
        return all;
    }

    private List<String> runAndKill(long seed, int lines, int spins) throws IOException, InterruptedException {
        Process child = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-XX:TieredStopAtLevel=1", "-Xshare:auto", "-XX:+UseSerialGC", "-cp",
                System.getProperty("java.class.path"), Child.class.getName(), folder.toString(), Long.toString(seed))
                .redirectError(ProcessBuilder.Redirect.to(folder.resolve("child.log").toFile())).start();
        List<String> told = new ArrayList<>();
        try (BufferedReader out = child.inputReader()) {
            for (int i = 0; i < lines; i++) {
                String line = out.readLine();
                assertThat(line).as("the child has ended by itself after %s: %s", told,
                        Files.readString(folder.resolve("child.log"))).isNotNull();
                told.add(line);
            }
            for (int i = 0; i < spins; i++) {
                Thread.onSpinWait();
            }
            // Not the process's own method, which closes the stream that is to be read to its end.
            child.toHandle().destroyForcibly();
            out.lines().filter(line -> line.endsWith(" ;")).forEach(told::add);
        }
        child.waitFor();
        return told;
    }

    /** Each state can be read, and each version that it names is what its name says. */
    private void assertStoreIsSound(String where) throws IOException {
        PluginStore store = PluginStore.open(folder.resolve("store"));
        for (PluginState state : store.states()) {
            for (String hash : state.kept()) {
                assertThat(store.holds(hash)).as(where).isTrue();
            }
            assertThat(state.quarantined()).as(where).isEmpty();
        }
        try (Stream<Path> states = Files.list(folder.resolve("store/state"))) {
            assertThat(states).as(where).allMatch(each -> each.toString().endsWith(".properties"));
        }
    }

    /** Runs in the child. */
    static final class Child {
        private final Path folder;
        private final Random random;
        private final PrintStream out;
        private final HostedBundles bundles;
        private final PluginHost host;

        private Child(Path folder, Random random, PrintStream out) throws Exception {
            this.folder = folder;
            this.random = random;
            this.out = out;
            Framework framework = new FrameworkFactory().newFramework(Map.of(
                    "org.osgi.framework.storage", folder.resolve("cache").toString(),
                    "org.osgi.framework.storage.clean", "onFirstInit",
                    "org.osgi.framework.startlevel.beginning", "30",
                    "felix.log.level", "0",
                    "org.osgi.framework.system.capabilities.extra", "vpo.api;version:Version=1.0"));
            framework.start();
            Path store = folder.resolve("store");
            PluginStore opened = PluginStore.open(store);
            StartJournal journal = new StartJournal(store.resolve("starts"));
            HostSettings settings = new HostSettings(_ -> Optional.empty(), true, true,
                    Duration.ofMinutes(2));
            bundles = new HostedBundles(framework.getBundleContext(), store, settings::startLimit);
            host = new PluginHost(opened, List.of(folder.resolve("plugins")), BuiltInPlugins.NONE, bundles, journal,
                    () -> settings, new TableCheck(_ -> List.of()), new Register().control(), Clock.systemUTC());
            host.begin();
            // The kills are not the plugins' doing.
            journal.survived();
        }

        public static void main(String[] args) throws Exception {
            PrintStream out = System.out;
            // The log goes to standard output.
            System.setOut(System.err);
            Child child = new Child(Path.of(args[0]), new Random(Long.parseLong(args[1])), out);
            child.tell("RUNS", child.runs());
            child.look();
            child.tell("SETTLED", child.runs());
            while (true) {
                child.step();
            }
        }

        /** A version, and a note of its hash. */
        static void make(Path folder, String name, int version) throws IOException {
            String id = name + "-" + version;
            Path jar = Jars.plugin(name, "1.0." + version).entry("id", id.getBytes(StandardCharsets.UTF_8))
                    // Something to write and to hash.
                    .entry("ballast", new Random(version).ints(20_000).mapToObj(Integer::toString)
                            .collect(Collectors.joining()).getBytes(StandardCharsets.UTF_8))
                    .activator("System.setProperty(\"runs." + name + "\", \"" + id + "\");",
                            "System.clearProperty(\"runs." + name + "\");")
                    .write(folder.resolve(id));
            Files.createFile(folder.resolve("made-" + Sha256.of(jar)));
        }

        private void step() throws Exception {
            String name = "n" + random.nextInt(NAMES);
            Path jar = folder.resolve("plugins/" + name + ".jar");
            switch (random.nextInt(8)) {
                case 0 -> {
                    tell("BEGIN", name + " " + NONE);
                    Files.deleteIfExists(jar);
                }
                case 1 -> {
                    tell("BEGIN", name + " " + runs(name));
                    Files.writeString(jar, "garbage");
                }
                case 2, 3 -> {
                    Path version = folder.resolve(name + "-" + random.nextInt(VERSIONS));
                    tell("BEGIN", name + " " + Sha256.of(version));
                    Files.copy(version, jar, StandardCopyOption.REPLACE_EXISTING);
                }
                default -> {
                    Path version = folder.resolve(name + "-" + random.nextInt(VERSIONS));
                    tell("BEGIN", name + " " + Sha256.of(version));
                    Path part = Files.copy(version, folder.resolve("part"), StandardCopyOption.REPLACE_EXISTING);
                    Files.move(part, jar, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                }
            }
            look();
            tell("END", runs());
        }

        private void look() throws Exception {
            for (int i = 0; i < 3; i++) {
                host.look(false);
            }
        }

        private String runs() throws IOException {
            StringBuilder all = new StringBuilder();
            for (int name = 0; name < NAMES; name++) {
                all.append("n").append(name).append("=").append(runs("n" + name)).append(" ");
            }
            return all.toString().strip();
        }

        /** The hash of the version that runs, having seen that its file, its content and its code are of one version. */
        private String runs(String name) throws IOException {
            List<Bundle> active = bundles.all().stream().filter(each -> each.getSymbolicName().equals("test." + name))
                    .filter(each -> each.getState() == Bundle.ACTIVE).toList();
            if (active.isEmpty()) {
                return NONE;
            }
            Bundle bundle = active.getFirst();
            Path file = Path.of(bundle.getLocation().substring("reference:file:".length()));
            String hash = Sha256.of(file);
            String id = new String(bundle.getEntry("id").openStream().readAllBytes(), StandardCharsets.UTF_8);
            boolean isOne = active.size() == 1 && file.getFileName().toString().equals(hash + ".jar")
                    && id.equals(System.getProperty("runs." + name)) && Files.exists(folder.resolve("made-" + hash))
                    && Sha256.of(folder.resolve(id)).equals(hash);
            return isOne ? hash : "mix:" + active + ":" + id + ":" + hash;
        }

        private void tell(String kind, String what) {
            out.println(kind + " " + what + " ;");
            out.flush();
        }
    }
}
