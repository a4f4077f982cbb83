package vpo.dist;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Prints how large an installation and the downloads are, and fails when one has grown beyond its bound. */
public final class SizeCheck {
    private static final long MIB = 1024 * 1024;
    private static final long INSTALLED = 140 * MIB;
    private static final long DOWNLOAD = 60 * MIB;

    private SizeCheck() {}

    /**
     * @param args the folder that was laid out; then the downloads
     * @throws IOException if one cannot be read
     */
    public static void main(String[] args) throws IOException {
        boolean fits = check("installed", sum(Path.of(args[0], "home")), INSTALLED);
        for (int i = 1; i < args.length; i++) {
            Path download = Path.of(args[i]);
            fits &= check(download.getFileName().toString(), Files.size(download), DOWNLOAD);
        }
        if (!fits) {
            System.exit(1);
        }
    }

    private static boolean check(String what, long size, long bound) {
        boolean fits = size <= bound;
        System.out.printf("%s: %.1f MiB%s%n", what, (double) size / MIB,
                fits ? "" : ", and only " + bound / MIB + " MiB are allowed");
        return fits;
    }

    private static long sum(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
        }
    }
}
