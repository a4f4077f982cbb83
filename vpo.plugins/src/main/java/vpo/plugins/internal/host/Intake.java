package vpo.plugins.internal.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.slf4j.Logger;
import org.slf4j.helpers.NOPLogger;

import vpo.plugins.internal.jar.JarInspector;
import vpo.plugins.internal.jar.NotWholeException;
import vpo.plugins.internal.jar.PluginJar;
import vpo.plugins.internal.jar.RefusedException;
import vpo.plugins.internal.store.PluginStore;
import vpo.plugins.internal.store.Sha256;
import vpo.plugins.internal.watch.PluginFolders;

/**
 * Takes whole jars out of the plugin folders, and the daemon's own plugins, into the store; tells of those that cannot
 * be taken.
 */
final class Intake {
    private final Logger log;
    private final PluginStore store;
    private final PluginFolders folders;
    private final JarInspector inspector = new JarInspector();
    private final Map<Path, Candidate> candidates = new TreeMap<>();
    private final Map<Path, Candidate> builtIn = new TreeMap<>();
    /** The files of the daemon's own plugins, which are in no plugin folder. */
    private final Set<Path> ours = new HashSet<>();
    private final Map<Path, String> problems = new TreeMap<>();
    /** Files that something kept from being taken that may pass, such as a full disk. */
    private final Set<Path> unread = new HashSet<>();
    private final Map<String, PluginJar> inspected = new HashMap<>();

    /**
     * @param log for what cannot be taken
     */
    Intake(PluginStore store, PluginFolders folders, Logger log) {
        this.store = store;
        this.folders = folders;
        this.log = log;
    }

    /** A copy to try things with, which has what this one has. */
    Intake rehearsal(PluginStore copy) {
        Intake other = new Intake(copy, folders, NOPLogger.NOP_LOGGER);
        other.candidates.putAll(candidates);
        other.builtIn.putAll(builtIn);
        other.ours.addAll(ours);
        other.problems.putAll(problems);
        other.unread.addAll(unread);
        other.inspected.putAll(inspected);
        return other;
    }

    /** As if this file were there, and no other of its symbolic name. */
    void suppose(Candidate candidate) {
        suppose(candidate.jar().symbolicName());
        candidates.put(candidate.file(), candidate);
    }

    /** As if no plugin folder had a file of this symbolic name. */
    void suppose(String symbolicName) {
        candidates.values().removeIf(each -> each.jar().symbolicName().equals(symbolicName));
    }

    /**
     * Looks at any file as one in a plugin folder is looked at, and takes it into the store until that is swept.
     *
     * @throws NotWholeException if it is no jar, or only a part of one
     * @throws RefusedException if it is whole and cannot be taken
     * @throws IOException if it cannot be read
     */
    Candidate examine(Path file, Path as) throws IOException, NotWholeException, RefusedException {
        Candidate found = candidate(file);
        return new Candidate(as, found.hash(), found.jar(), false);
    }

    /** What can be had, by symbolic name, the best first. */
    Map<String, List<Candidate>> candidates() {
        return all().stream().sorted(Candidate.ORDER.reversed())
                .collect(Collectors.groupingBy(each -> each.jar().symbolicName(), TreeMap::new, Collectors.toList()));
    }

    /** All that can be had. */
    Collection<Candidate> all() {
        return Stream.concat(candidates.values().stream(), builtIn.values().stream()).toList();
    }

    /** Whether a file in a plugin folder can be had. */
    boolean isCandidate(Path file) {
        return candidates.containsKey(file);
    }

    /** The symbolic names of the plugins that came with the daemon. */
    Set<String> builtInNames() {
        return builtIn.values().stream().map(each -> each.jar().symbolicName()).collect(Collectors.toSet());
    }

    /** Files that cannot be taken, and why: sentences without their subject. */
    Map<Path, String> problems() {
        return Map.copyOf(problems);
    }

    /**
     * Forgets what is in the plugin folders no more.
     *
     * @param present the files that are
     * @return whether there was something to forget
     */
    boolean keepOnly(Set<Path> present) {
        unread.removeIf(file -> !present.contains(file) && !ours.contains(file));
        boolean forgotten = problems.keySet().removeIf(file -> !present.contains(file) && !ours.contains(file));
        return candidates.keySet().retainAll(present) || forgotten;
    }

    /** Takes the daemon's own plugins: files that are whole, and stay as they are. */
    void takeBuiltIn(BuiltInPlugins plugins) {
        for (BuiltInPlugins.BuiltIn each : plugins.byHash().values()) {
            ours.add(each.file());
            takeBuiltIn(plugins, each.file());
        }
    }

    private void takeBuiltIn(BuiltInPlugins plugins, Path file) {
        try {
            Candidate candidate = candidate(file);
            solved(file);
            if (plugins.holds(candidate.hash())) {
                builtIn.put(file, new Candidate(file, candidate.hash(), candidate.jar(), true));
            } else {
                problem(file, "is not what came with the daemon: it is left out");
            }
        } catch (NotWholeException | RefusedException e) {
            solved(file);
            problem(file, e.getMessage());
        } catch (RuntimeException e) {
            solved(file);
            defect(file, e);
        } catch (IOException | Error e) {
            notNow(file, e);
        }
    }

    /** Whether something kept a file from being taken that may have passed by now. */
    boolean hasUnread() {
        return !unread.isEmpty();
    }

    /** Whether all of the daemon's own plugins are known that can be. */
    boolean knowsBuiltIn() {
        return Collections.disjoint(unread, ours);
    }

    /** Whether it is the file of one of the daemon's own plugins. */
    boolean isOurs(Path file) {
        return ours.contains(file);
    }

    /**
     * Tries again what could not be taken: the daemon's own plugins at once, files in plugin folders with the next look.
     *
     * @return whether one of the daemon's own could be taken
     */
    boolean tryAgain(BuiltInPlugins plugins) {
        boolean taken = false;
        for (Path file : List.copyOf(unread)) {
            if (ours.contains(file)) {
                takeBuiltIn(plugins, file);
                taken |= builtIn.containsKey(file);
            } else {
                folders.forget(file);
            }
        }
        return taken;
    }

    /** Looks at a file that has settled. What was there before is not there any more, whatever comes of it. */
    void take(Path file) {
        try {
            Candidate candidate = candidate(file);
            solved(file);
            if (folders.isUnchanged(file)) {
                candidates.put(file, candidate);
            } else {
                folders.forget(file);
            }
        } catch (NotWholeException e) {
            solved(file);
            candidates.remove(file);
            problem(file, "is not a whole jar (" + e.getMessage() + "): it is waited for");
        } catch (RefusedException e) {
            solved(file);
            candidates.remove(file);
            problem(file, e.getMessage());
        } catch (RuntimeException e) {
            solved(file);
            candidates.remove(file);
            defect(file, e);
        } catch (IOException | Error e) {
            // Errors, too: there may be no memory left until a plugin has gone.
            candidates.remove(file);
            notNow(file, e);
        }
    }

    private void solved(Path file) {
        problems.remove(file);
        unread.remove(file);
    }

    /** It is tried again, and told once. */
    private void notNow(Path file, Throwable e) {
        String sentence = "cannot be taken now: " + e;
        if (unread.add(file)) {
            problem(file, sentence);
        } else {
            problems.put(file, sentence);
        }
    }

    /** It costs this file, and none of the others. */
    private void defect(Path file, RuntimeException e) {
        log.debug("{} cannot be taken", file, e);
        problem(file, "cannot be taken, by a defect of the daemon: " + e);
    }

    private void problem(Path file, String sentence) {
        problems.put(file, sentence);
        log.warn("{} {}", file, sentence);
    }

    private Candidate candidate(Path file) throws IOException, NotWholeException, RefusedException {
        inspector.refuseTooLarge(file);
        String hash = Sha256.of(file);
        if (!store.holds(hash)) {
            // The limits are held before anything is copied; what counts is the copy.
            inspector.inspect(file);
            hash = store.add(file);
        }
        return new Candidate(file, hash, jar(hash), false);
    }

    /** What a version in the store says of itself; empty if it is not there, or not as it was. */
    Optional<PluginJar> stored(String hash) {
        try {
            return store.holds(hash) ? Optional.of(jar(hash)) : Optional.empty();
        } catch (IOException | NotWholeException | RefusedException e) {
            log.debug("the version {} in the store cannot be read", hash, e);
            return Optional.empty();
        }
    }

    /** The same as far as it is known without hashing all of it again, which is done before each start. */
    Optional<PluginJar> known(String hash) {
        PluginJar jar = inspected.get(hash);
        return jar != null && Files.isRegularFile(store.jar(hash)) ? Optional.of(jar) : stored(hash);
    }

    /** Forgets what versions say of themselves that the store does not have any more. */
    void forget(Set<String> swept) {
        inspected.keySet().removeAll(swept);
    }

    private PluginJar jar(String hash) throws IOException, NotWholeException, RefusedException {
        PluginJar jar = inspected.get(hash);
        if (jar == null) {
            jar = inspector.inspect(store.jar(hash));
            inspected.put(hash, jar);
        }
        return jar;
    }
}
