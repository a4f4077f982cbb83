package vpo.plugins.internal.trust;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Trusts what lies where nobody but root and the daemon's user can have put it. */
public final class FolderTrust implements Trust {
    private static final int WRITABLE_BY_OTHERS = 0022;
    private static final int STICKY = 01000;

    private final int user;

    /**
     * @param user number of the daemon's user
     */
    public FolderTrust(int user) {
        this.user = user;
    }

    @Override
    public Optional<String> objection(String name, String hash, Path source) {
        try {
            Path file = source.toRealPath();
            // Who can write to a folder can put another file, or another folder, in the place of one that is in it.
            for (Path each = file; each != null; each = each.getParent()) {
                Map<String, Object> attributes = Files.readAttributes(each, "unix:uid,mode");
                int mode = (Integer) attributes.get("mode");
                int owner = (Integer) attributes.get("uid");
                // In a sticky folder such as /tmp, others cannot touch what is not theirs.
                boolean safeForWhatIsInIt = (mode & STICKY) != 0 && !each.equals(file)
                        && !each.equals(file.getParent());
                if (owner != 0 && owner != user) {
                    return Optional.of("is not trusted: " + each + " belongs to user number " + owner
                            + "; give it to root or to the user of the daemon (plugins.trust = directory)");
                }
                if ((mode & WRITABLE_BY_OTHERS) != 0 && !safeForWhatIsInIt) {
                    return Optional.of("is not trusted: others can write to " + each
                            + "; run 'chmod go-w' on it (plugins.trust = directory)");
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of("is not trusted: " + e.getMessage() + " cannot be looked at");
        }
    }
}
