package vpo.launcher.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import vpo.launcher.serve.LaunchIndex;

/** Makes an image of the {@code vpo.jar} that runs. */
public final class Image {
    /** Of every jar, unless {@code SOURCE_DATE_EPOCH} says otherwise: nothing that a clock could make differ. */
    private static final Instant TIME = Instant.parse("1980-02-01T00:00:00Z");

    private Image() {}

    /**
     * Writes the files and trains the JVM's cache with this Java, which must be the one that runs the image.
     *
     * @param folder where to; what is there of an image is replaced
     * @param epoch {@code SOURCE_DATE_EPOCH}, seconds since 1970, if it is set
     * @throws IOException if something cannot be written, or the daemon does not run; the message is for people
     */
    public static void make(Path folder, Optional<String> epoch) throws IOException, InterruptedException {
        Path vpoJar = LaunchIndex.home();
        LaunchIndex index = LaunchIndex.read();
        if (index.isImage()) {
            throw new IOException("an image is made of a vpo.jar that has its bundles in it: " + vpoJar + " has not");
        }
        ImageFiles image = new ImageFiles(folder.toAbsolutePath().normalize());
        // Trained at another place, as an image is that somebody installs: what counts on that place fails everywhere.
        ImageFiles made = new ImageFiles(image.folder().resolve("new"));
        deleteAll(made.folder());
        new ImageWriter(vpoJar, index, epoch.map(Long::valueOf).map(Instant::ofEpochSecond).orElse(TIME)).write(made);
        Path scratch = Files.createTempDirectory("vpo-image");
        try {
            new Training(made, index, Path.of(System.getProperty("java.home"), "bin", "java")).run(scratch);
        } finally {
            deleteAll(scratch);
        }
        deleteAll(image.lib());
        Files.move(made.lib(), image.lib());
        Files.createDirectories(image.script().getParent());
        Files.move(made.script(), image.script(), StandardCopyOption.REPLACE_EXISTING);
        deleteAll(made.folder());
    }

    /** A folder with all that is in it. */
    static void deleteAll(Path folder) throws IOException {
        if (Files.notExists(folder)) {
            return;
        }
        List<Path> all;
        try (Stream<Path> walk = Files.walk(folder)) {
            all = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path each : all) {
            Files.delete(each);
        }
    }
}
