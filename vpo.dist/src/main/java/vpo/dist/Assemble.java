package vpo.dist;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;

/**
 * Lays out everything that the archive and the Debian package hold and that is not in the repository as it is:
 *
 * <pre>
 * home/                the daemon with its Java, the same in both
 * share/               manual and completions, the same in both
 * share-debian/        what Debian wants beside
 * config.toml          the configuration file of the archive
 * config-debian.toml   and that of the package
 * </pre>
 */
public final class Assemble {
    private final Path sources;
    private final Path target;

    private Assemble(Path sources, Path target) {
        this.sources = sources;
        this.target = target;
    }

    /**
     * @param args {@code vpo.jar}; the module's {@code src/main}; the folder to make, which is emptied before; the
     *            version; the time of the build, as ISO 8601 has it
     * @throws IOException if a file cannot be read or written
     */
    public static void main(String[] args) throws IOException {
        Path target = Path.of(args[2]);
        delete(target);
        Assemble assemble = new Assemble(Path.of(args[1]), target);
        Instant built = Instant.parse(args[4]);
        assemble.home(Path.of(args[0]), built);
        assemble.configuration();
        assemble.share(args[3], built);
        assemble.debian();
    }

    private void home(Path jar, Instant built) throws IOException {
        Path home = target.resolve("home");
        Path runtime = home.resolve("runtime");
        JavaRuntime.make(runtime);
        image(runtime.resolve("bin/java"), jar, home, built);
    }

    /** With the Java that will run it and the times that files have in the packages, or its cache would not fit. */
    private static void image(Path java, Path jar, Path home, Instant built) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(java.toString(), "-jar", jar.toString(), "image", home.toString())
                .inheritIO();
        builder.environment().put("SOURCE_DATE_EPOCH", Long.toString(built.getEpochSecond()));
        int status = builder.start().onExit().join().exitValue();
        if (status != 0) {
            throw new IOException("no image was made of " + jar + ": exit status " + status);
        }
    }

    private void configuration() throws IOException {
        Files.writeString(target.resolve("config.toml"), DefaultConfig.ofUser());
        Files.writeString(target.resolve("config-debian.toml"), DefaultConfig.ofSystem());
    }

    private void share(String version, Instant built) throws IOException {
        Path share = target.resolve("share");
        Path manual = Files.createDirectories(share.resolve("man/man1"));
        new ManPages(version, built).all().forEach((name, text) -> Gzip.write(manual.resolve(name + ".gz"), text));
        write(share.resolve("bash-completion/completions/vpo"), Completions.bash());
        write(share.resolve("zsh/vendor-completions/_vpo"), Completions.zsh());
    }

    private void debian() throws IOException {
        Path share = target.resolve("share-debian");
        copy(sources.resolve("deb/copyright"), share.resolve("doc/vpo/copyright"));
        copy(sources.resolve("deb/lintian-overrides"), share.resolve("lintian/overrides/vpo"));
        Gzip.write(share.resolve("doc/vpo/changelog.gz"), Files.readString(sources.resolve("deb/changelog")));
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to.getParent());
        Files.copy(from, to);
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, IOException e) throws IOException {
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
