package vpo.plugins.internal.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A child JVM installs, updates, quarantines and removes without end, and tells each step before and after; it is
 * killed in the middle, 100 times, and goes on with what it left. Each time the store must hold the state before the
 * step that it was in, or the one after it.
 */
class CrashTest {
    private static final int KILLS = 100;
    private static final int NAMES = 3;

    @TempDir
    Path folder;

    @Test
    @Timeout(300)
    void a_kill_at_any_moment_leaves_the_old_state_or_the_new_one() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Map<String, String> expected = new TreeMap<>();
        for (int kill = 0; kill < KILLS; kill++) {
            int steps = 1 + random.nextInt(12);
            int spins = random.nextInt(400_000);
            List<String> told = runAndKill(random.nextLong(), steps, spins);
            Map<String, String> before = new TreeMap<>(expected);
            Map<String, String> after = new TreeMap<>(expected);
            for (String line : told) {
                String[] words = line.split(" ", 3);
                if (words[0].equals("BEGIN")) {
                    before = new TreeMap<>(after);
                    after.put(words[1], words[2]);
                } else {
                    before = new TreeMap<>(after);
                }
            }
            Map<String, String> found = found();
            assertThat(List.of(before, after)).as("kill %s, seed %s, told %s", kill, seed, told).contains(found);
            expected = found;
        }
    }

    private List<String> runAndKill(long seed, int steps, int spins) throws IOException, InterruptedException {
        Process child = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-XX:TieredStopAtLevel=1", "-Xshare:auto", "-XX:+UseSerialGC", "-cp",
                System.getProperty("java.class.path"), Child.class.getName(), folder.toString(), Long.toString(seed))
                .redirectError(ProcessBuilder.Redirect.DISCARD).start();
        List<String> told = new ArrayList<>();
        try (BufferedReader out = child.inputReader()) {
            for (int i = 0; i < steps; i++) {
                String line = out.readLine();
                assertThat(line).as("the child has ended by itself after %s", told).isNotNull();
                told.add(line);
            }
            for (int i = 0; i < spins; i++) {
                Thread.onSpinWait();
            }
            // Not the process's own method, which closes the stream that is to be read to its end.
            child.toHandle().destroyForcibly();
            out.lines().filter(line -> line.endsWith(";")).forEach(told::add);
        }
        child.waitFor();
        return told;
    }

    /** What is in the store now; each file must be what its name says. */
    private Map<String, String> found() throws IOException {
        PluginStore store = PluginStore.open(folder.resolve("store"));
        Map<String, String> found = new TreeMap<>();
        for (PluginState state : store.states()) {
            for (String hash : state.kept()) {
                assertThat(store.holds(hash)).isTrue();
            }
            found.put(state.symbolicName(), Child.describe(state));
        }
        for (int i = 0; i < NAMES; i++) {
            found.putIfAbsent("name" + i, "none;");
        }
        return found;
    }

    /** Runs in the child. */
    static final class Child {
        private Child() {}

        public static void main(String[] args) throws Exception {
            Path folder = Path.of(args[0]);
            Random random = new Random(Long.parseLong(args[1]));
            PluginStore store = PluginStore.open(folder.resolve("store"));
            for (int i = 0; i < NAMES; i++) {
                tell("BEGIN", "name" + i, store.state("name" + i).map(Child::describe).orElse("none;"));
                tell("END", "name" + i, ";");
            }
            while (true) {
                String name = "name" + random.nextInt(NAMES);
                PluginState state = store.state(name).orElse(PluginState.of(name, name, folder.resolve(name)));
                if (random.nextInt(4) == 0) {
                    tell("BEGIN", name, "none;");
                    store.forget(name);
                } else if (random.nextInt(4) == 0 && state.active().isPresent()) {
                    PluginState next = state.quarantine(state.active().get(), new Quarantine("x", Instant.EPOCH));
                    tell("BEGIN", name, describe(next));
                    store.save(next);
                } else {
                    byte[] content = new byte[100_000];
                    random.nextBytes(content);
                    Path source = Files.write(folder.resolve("source"), content);
                    PluginState next = state.activated(store.add(source), name);
                    tell("BEGIN", name, describe(next));
                    store.save(next);
                }
                tell("END", name, ";");
                store.sweep(Set.of());
            }
        }

        static String describe(PluginState state) {
            return "active=" + state.active() + " kept=" + state.kept() + " quarantined="
                    + new TreeMap<>(state.quarantined()).keySet() + ";";
        }

        private static void tell(String... words) {
            System.out.println(String.join(" ", words));
            System.out.flush();
        }
    }
}
