package vpo.lab;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * A machine with a real systemd, booted for the tests and thrown away after them: the script {@code systemd-lab}. Whatever
 * is written in it is gone with it. Only root can boot one.
 */
final class Lab implements AutoCloseable {
    /** For the slowest command, which is to install the package on a busy machine. */
    private static final long LIMIT_SECONDS = 180;

    /** Where the package lies in it. */
    static final String PACKAGE = "/root/vpo.deb";
    /** Asks nothing: a file of the configuration that both sides have changed stays the operator's. */
    static final String APT = "env DEBIAN_FRONTEND=noninteractive apt-get -qy -o Dpkg::Options::=--force-confdef"
            + " -o Dpkg::Options::=--force-confold";

    private final Class<?> test;
    private final Path script;
    private final String name = "vpo-" + ProcessHandle.current().pid();
    private final Path folder;

    /** What a command has come to. */
    record Outcome(int status, String output) {}

    /**
     * Boots it.
     *
     * @param test that needs it
     * @param script that does
     * @param folder the one of this machine that can be seen in it
     */
    private Lab(Class<?> test, Path script, Path folder) {
        this.test = test;
        this.script = script;
        this.folder = folder;
        good("up", folder + ":ro");
    }

    /**
     * Boots it, and installs the package there.
     *
     * @param test that needs it
     */
    static Lab withPackage(Class<?> test) throws IOException {
        Lab lab = new Lab(test, Path.of(System.getProperty("vpo.lab")), Path.of(System.getProperty("vpo.lab.folder")));
        // Containers of Debian have it, so that a package starts no service: this is a whole machine.
        lab.sh("rm -f /usr/sbin/policy-rc.d");
        try (DirectoryStream<Path> all = Files.newDirectoryStream(Path.of(System.getProperty("vpo.packages")),
                "*.deb")) {
            lab.push(all.iterator().next(), PACKAGE);
        }
        lab.sh(APT + " install --no-install-recommends " + PACKAGE);
        return lab;
    }

    /** Runs a shell's command as root, and gives what it has printed. */
    String sh(String command, String... args) {
        List<String> all = new ArrayList<>(List.of("sh", command));
        all.addAll(List.of(args));
        return good(all.toArray(String[]::new));
    }

    /** Runs a shell's command as root, however it ends. */
    Outcome tried(String command) {
        return run("sh", command);
    }

    /** Writes a file that everybody can read, and its folder if there is none. */
    void write(String file, byte[] content) {
        try {
            Path local = Files.write(folder.resolve("pushed"), content);
            good("push", local.toString(), file);
            Files.delete(local);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void write(String file, String content) {
        write(file, content.getBytes(UTF_8));
    }

    /** Copies a file into a folder. */
    void push(Path file, String to) {
        good("push", file.toString(), to);
    }

    /** What {@code systemctl show} tells of a unit. */
    Map<String, String> show(String unit, String... properties) {
        return sh("systemctl show -p \"$1\" \"$2\"", String.join(",", properties), unit).lines()
                .map(line -> line.split("=", 2)).collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
    }

    /** What the journal has by now, all that was sent to it included: it is written by another process. */
    String journal(String options, String... args) {
        return sh("journalctl --sync && journalctl --no-pager " + options, args);
    }

    /** Throws it away. Its journal stays, in a file for whoever looks for the cause of a failure. */
    @Override
    public void close() {
        try {
            Files.writeString(folder.resolve(test.getSimpleName() + "-journal.txt"), sh("journalctl -b --no-pager"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            good("down");
        }
    }

    private String good(String... args) {
        Outcome outcome = run(args);
        if (outcome.status() != 0) {
            throw new AssertionError(
                    String.join(" ", args) + "\nended with " + outcome.status() + ":\n" + outcome.output());
        }
        return outcome.output();
    }

    private Outcome run(String... args) {
        try {
            List<String> command = new ArrayList<>(List.of(script.toString()));
            command.addAll(List.of(args));
            Path output = Files.createTempFile(folder, "output", "");
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            builder.environment().put("LAB_NAME", name);
            Process process = builder.start();
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(String.join(" ", args) + "\nhas not ended:\n" + Files.readString(output));
            }
            String text = Files.readString(output);
            Files.delete(output);
            return new Outcome(process.exitValue(), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
