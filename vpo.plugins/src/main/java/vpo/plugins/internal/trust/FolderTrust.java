package vpo.plugins.internal.trust;

import java.io.IOException;
import java.util.Optional;

/** Trusts what lies where nobody but root and the daemon's user can have put it. */
public final class FolderTrust implements Trust {
    private final OnlyOurs onlyOurs;

    /**
     * @param user number of the daemon's user
     */
    public FolderTrust(int user) {
        this.onlyOurs = new OnlyOurs(user);
    }

    @Override
    public Optional<String> objection(Jar jar) {
        try {
            return onlyOurs.objection(jar.source())
                    .map(why -> "is not trusted: " + why + " (plugins.trust = directory)");
        } catch (IOException e) {
            return Optional
                    .of("is not trusted: " + e.getMessage() + " cannot be looked at (plugins.trust = directory)");
        }
    }
}
