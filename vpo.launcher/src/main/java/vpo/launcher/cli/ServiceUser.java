package vpo.launcher.cli;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipalNotFoundException;

/**
 * The user of the service. What it may do is not computed but tried, by a process of that user: the kernel knows of
 * groups, access control lists and file systems that are read-only.
 *
 * @param name of a user of this machine
 */
record ServiceUser(String name) implements MediaWriter {
    private static final int ROOT = 0;

    @Override
    public boolean check(MediaFolder folder) throws Failure {
        try {
            FileSystems.getDefault().getUserPrincipalLookupService().lookupPrincipalByName(name);
            int self = (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
            boolean isRoot = self == ROOT;
            if (!isRoot && !Files.getOwner(Path.of("/proc/self")).getName().equals(name)) {
                return false;
            }
            if (!(isRoot ? asUser(folder) : Files.isWritable(folder.real()) && Files.isExecutable(folder.real()))) {
                throw new Failure(folder.given() + " cannot be written by the user " + name
                        + ": give it to a group that " + name + " is in, or run 'setfacl -R -m u:" + name
                        + ":rwX,d:u:" + name
                        + ":rwX' (of the package acl) on it; if it is mounted read-only, that is the reason");
            }
            return true;
        } catch (UserPrincipalNotFoundException e) {
            throw new Failure("there is no user " + name + " yet: the package makes it, or 'systemd-sysusers'", e);
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** From within the folder, if the folders above it do not matter, as the service gets there without them. */
    private boolean asUser(MediaFolder folder) throws IOException, InterruptedException {
        String path = folder.isInHome() ? "." : folder.real().toString();
        return new ProcessBuilder("runuser", "-u", name, "--", "test", "-w", path, "-a", "-x", path)
                .directory(folder.real().toFile()).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor() == 0;
    }
}
