package vpo.launcher.cli;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.Optional;

/**
 * The user of the service. What it may do is not computed but tried, by a process of that user: the kernel knows of
 * groups, access control lists and file systems that are read-only. It does not know of groups that a drop-in gives the
 * service besides.
 *
 * @param name of a user of this machine
 */
record ServiceUser(String name) implements MediaWriter {
    private static final int ROOT = 0;

    @Override
    public Optional<String> doubt(MediaFolder folder) throws Failure {
        try {
            FileSystems.getDefault().getUserPrincipalLookupService().lookupPrincipalByName(name);
            int self = (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
            boolean isRoot = self == ROOT;
            if (!isRoot && !Files.getOwner(Path.of("/proc/self")).getName().equals(name)) {
                return unknown();
            }
            if (Files.getFileStore(folder.real()).isReadOnly()) {
                throw new Failure(folder.given() + " is on a file system that is mounted read-only");
            }
            if (!(isRoot ? asUser(folder) : Files.isWritable(folder.real()) && Files.isExecutable(folder.real()))) {
                return Optional.of(folder.given() + " cannot be written by the user " + name
                        + " with the groups of /etc/group: give it to one of those, or the service another one, with"
                        + " SupplementaryGroups= in a drop-in, or run 'setfacl -R -m u:" + name + ":rwX,d:u:" + name
                        + ":rwX' (of the package acl) on it");
            }
            return Optional.empty();
        } catch (UserPrincipalNotFoundException e) {
            throw new Failure("there is no user " + name + " yet: the package makes it, or 'systemd-sysusers'", e);
        } catch (IOException e) {
            return unknown();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return unknown();
        }
    }

    private Optional<String> unknown() {
        return Optional.of("whether the user " + name
                + " may write there was not checked: only root, or that user, can tell");
    }

    /** From within the folder, if the folders above it do not matter, as the service gets there without them. */
    private boolean asUser(MediaFolder folder) throws IOException, InterruptedException {
        String path = folder.isInHome() ? "." : folder.real().toString();
        return new ProcessBuilder("runuser", "-u", name, "--", "test", "-w", path, "-a", "-x", path)
                .directory(folder.real().toFile()).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor() == 0;
    }
}
