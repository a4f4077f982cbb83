package vpo.plugins.internal.trust;

import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;

/**
 * Finds out whether anybody but root and the daemon's user can decide what a path leads to: by writing to the file, or
 * by putting another file, folder or link in the place of one on the way to it. Links are followed one by one, because
 * where a link lies matters as much as where it leads.
 */
final class OnlyOurs {
    private static final int TYPE = 0170000;
    private static final int LINK = 0120000;
    private static final int FOLDER = 0040000;
    /** An access control list that lets others write shows as the group's bit. */
    private static final int WRITABLE_BY_OTHERS = 0022;
    private static final int STICKY = 01000;
    private static final int MOST_LINKS = 40;

    private final int user;

    /**
     * @param user number of the daemon's user
     */
    OnlyOurs(int user) {
        this.user = user;
    }

    /**
     * Looks.
     *
     * @return who else can, and what to do, a sentence; empty if nobody
     * @throws IOException if there is no such file, or it cannot be looked at
     */
    Optional<String> objection(Path file) throws IOException {
        Path absolute = file.toAbsolutePath();
        Deque<Path> ahead = new ArrayDeque<>();
        absolute.forEach(ahead::add);
        Path here = absolute.getRoot();
        Optional<String> objection = objection(here, mode(here), false);
        for (int links = 0; objection.isEmpty() && !ahead.isEmpty();) {
            Path name = ahead.pop();
            if (name.toString().equals("..")) {
                here = here.getParent() == null ? here : here.getParent();
                continue;
            }
            Path next = here.resolve(name).normalize();
            int mode = mode(next);
            boolean isSticky = (mode(here) & STICKY) != 0;
            if ((mode & TYPE) != FOLDER && isSticky && isOpen(mode(here))) {
                // Others can put their own beside it, and links to what they do not own.
                return Optional.of(writable(here));
            }
            if ((mode & TYPE) == LINK) {
                if (++links > MOST_LINKS) {
                    throw new FileSystemLoopException(file.toString());
                }
                objection = owner(next);
                Path target = Files.readSymbolicLink(next);
                here = target.isAbsolute() ? target.getRoot() : here;
                push(target, ahead);
            } else {
                objection = objection(next, mode, (mode & TYPE) == FOLDER);
                here = next;
            }
        }
        return objection;
    }

    private static void push(Path target, Deque<Path> ahead) {
        for (int i = target.getNameCount() - 1; i >= 0; i--) {
            ahead.push(target.getName(i));
        }
    }

    /** In a sticky folder such as /tmp, others cannot touch a folder that is not theirs. */
    private Optional<String> objection(Path path, int mode, boolean mayBeSticky) throws IOException {
        if (isOpen(mode) && !(mayBeSticky && (mode & STICKY) != 0)) {
            return Optional.of(writable(path));
        }
        return owner(path);
    }

    private Optional<String> owner(Path path) throws IOException {
        int owner = (Integer) Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
        return owner == 0 || owner == user
                ? Optional.empty()
                : Optional.of(
                        path + " belongs to user number " + owner + "; give it to root or to the user of the daemon");
    }

    private static int mode(Path path) throws IOException {
        Map<String, Object> attributes = Files.readAttributes(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
        return (Integer) attributes.get("mode");
    }

    private static boolean isOpen(int mode) {
        return (mode & WRITABLE_BY_OTHERS) != 0;
    }

    private static String writable(Path path) {
        return "others can write to " + path + "; run 'chmod go-w' on it";
    }
}
