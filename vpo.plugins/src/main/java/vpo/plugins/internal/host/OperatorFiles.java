package vpo.plugins.internal.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

import vpo.plugins.internal.store.PluginState;

/** The jars in the plugin folders, as an operator's requests change them. On the host's thread. */
final class OperatorFiles {
    private final OperatorDesk desk;

    OperatorFiles(OperatorDesk desk) {
        this.desk = desk;
    }

    /** Another plugin's jar must not be lost. */
    void refuseToReplaceAnother(Path target, String symbolicName) throws OperatorRefusal {
        Optional<String> owner = desk.host().intake().all().stream().filter(each -> each.file().equals(target))
                .map(each -> each.jar().symbolicName())
                .findFirst().or(() -> desk.store().states().stream().filter(each -> each.source().equals(target))
                        .map(PluginState::symbolicName).findFirst());
        if (owner.isPresent() && !owner.get().equals(symbolicName)) {
            throw new OperatorRefusal(
                    target + " is the jar of " + owner.get() + " already: give the file another name");
        }
    }

    /** Writes it where it is to be, unless it can be seen beforehand that what its plugin has elsewhere will stay. */
    void write(Candidate found) throws OperatorRefusal {
        refuseToLeave(others(found));
        try {
            Files.createDirectories(found.file().getParent());
            desk.store().copyOut(found.hash(), found.file());
        } catch (IOException e) {
            throw new OperatorRefusal(found.file() + " cannot be written: " + reason(e));
        }
    }

    /** Takes away what its plugin has elsewhere. */
    void deleteOthers(Candidate found) throws OperatorRefusal {
        delete(others(found));
    }

    private Set<Path> others(Candidate found) {
        Set<Path> others = of(found.jar().symbolicName());
        others.remove(found.file());
        return others;
    }

    /** Those that are there: all of them, or none if it can be seen beforehand that one of them will stay. */
    static void delete(Set<Path> files) throws OperatorRefusal {
        refuseToLeave(files);
        for (Path file : files) {
            delete(file);
        }
    }

    private static void refuseToLeave(Set<Path> files) throws OperatorRefusal {
        for (Path file : files) {
            if (Files.exists(file, LinkOption.NOFOLLOW_LINKS) && !Files.isWritable(file.getParent())) {
                throw new OperatorRefusal(file + " cannot be deleted: its folder cannot be written to");
            }
        }
    }

    private static void delete(Path file) throws OperatorRefusal {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new OperatorRefusal(file + " cannot be deleted: " + reason(e));
        }
    }

    private static String reason(IOException e) {
        return e.getClass().getSimpleName().replaceFirst("Exception$", "") + " " + e.getMessage();
    }

    /** The jars of a bundle in the plugin folders. */
    Set<Path> of(String symbolicName) {
        Map<Path, String> owners = new TreeMap<>();
        desk.store().states().forEach(each -> owners.put(each.source(), each.symbolicName()));
        // What is in the file now counts for more than what was.
        desk.host().intake().all().forEach(each -> owners.put(each.file(), each.jar().symbolicName()));
        return owners.entrySet().stream().filter(each -> each.getValue().equals(symbolicName)).map(Map.Entry::getKey)
                .filter(each -> desk.host().roots().contains(each.getParent()))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
