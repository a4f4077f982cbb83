package vpo.database.internal;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.slf4j.Logger;
import org.sqlite.SQLiteJDBCLoader;

/** The verification in a JVM of its own, with options of its own or as another user. */
final class Verification {
    private static final String NOBODY = "65534";

    private final List<String> command;

    private Verification(List<String> command) {
        this.command = command;
    }

    static Verification start(String... options) {
        return new Verification(command(System.getProperty("java.class.path"), options));
    }

    /** As a user to whom file permissions apply: as root, whom they do not bother, another user is taken. */
    static Verification startAsMortal(Path folder) throws IOException, InterruptedException {
        if (!System.getProperty("user.name").equals("root")) {
            return start();
        }
        List<String> command = new ArrayList<>(List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY,
                "--clear-groups"));
        command.addAll(command(readableClassPath(folder)));
        return new Verification(command);
    }

    /** Uses the driver without loading the library first; gives the message. */
    List<String> ofNothing() throws IOException {
        return run(command);
    }

    /** Verifies one after the other; gives the message of each, or {@code verified}. */
    List<String> of(Path nativeFolder, Path... databases) throws IOException {
        List<String> all = new ArrayList<>(command);
        all.add(nativeFolder.toString());
        Stream.of(databases).map(Path::toString).forEach(all::add);
        return run(all);
    }

    private static List<String> run(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try (BufferedReader reader = process.inputReader()) {
            return reader.readAllLines();
        }
    }

    private static List<String> command(String classPath, String... options) {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC",
                        "-Dslf4j.internal.verbosity=ERROR"));
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", classPath, Verification.class.getName()));
        return command;
    }

    /** A copy of what the verification needs: root's own folders are closed to others. */
    private static String readableClassPath(Path folder) throws IOException {
        List<String> copies = new ArrayList<>();
        for (Class<?> type : List.of(LibraryVerifier.class, Verification.class, SQLiteJDBCLoader.class, Logger.class)) {
            Path source = location(type);
            Path copy = folder.resolve("class-path-" + copies.size());
            try (Stream<Path> files = Files.walk(source)) {
                for (Path file : files.toList()) {
                    Path target = copy.resolve(source.relativize(file).toString());
                    Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
                    Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr-xr-x"));
                }
            }
            copies.add(copy.toString());
        }
        return String.join(File.pathSeparator, copies);
    }

    private static Path location(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The other JVM. */
    public static void main(String[] arguments) throws Exception {
        if (arguments.length == 0) {
            try {
                Schema.v7();
            } catch (IllegalStateException e) {
                System.out.println(e.getMessage());
            }
        }
        for (int i = 1; i < arguments.length; i++) {
            try {
                new NativeLibrary(Path.of(arguments[0])).load();
                new LibraryVerifier(Path.of(arguments[i]), Schema.v7(), Duration.ofMillis(300)).verify();
                System.out.println("verified");
            } catch (DatabaseException e) {
                System.out.println(e.getMessage());
            }
        }
    }
}
