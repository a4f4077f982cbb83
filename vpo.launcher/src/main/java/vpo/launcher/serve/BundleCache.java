package vpo.launcher.serve;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.Bundle;
import org.osgi.framework.launch.Framework;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The jars in {@code vpo.jar} as files, bundles and plugins, which the framework opens where they are
 * ({@code reference:} installs). A cache: what is missing, damaged or of another build is made anew.
 */
final class BundleCache implements BundleSource {
    private static final Logger log = LoggerFactory.getLogger(BundleCache.class);
    private static final int BUFFER = 1 << 16;

    private final Path build;
    private final LaunchIndex index;

    /**
     * @param folder where the cache lives
     * @param index of the running jar
     */
    BundleCache(Path folder, LaunchIndex index) {
        this.build = folder.resolve(index.build());
        this.index = index;
    }

    @Override
    public void prepare() throws IOException {
        try {
            fill();
        } catch (IOException e) {
            throw new IOException("cannot write the bundle cache: " + DataDirectory.reason(e)
                    + "; free space or make it writable, it can be deleted at any time", e);
        }
    }

    /**
     * Makes sure that every jar is there as it is in the jar.
     *
     * @throws IOException if a file cannot be written
     */
    void fill() throws IOException {
        Files.createDirectories(build);
        deleteOtherBuilds();
        int written = 0;
        for (LaunchIndex.Embedded jar : index.jars()) {
            if (!isWhole(jar)) {
                write(jar);
                written++;
            }
        }
        if (written > 0) {
            log.debug("wrote {} of {} jars to {}", written, index.jars().size(), build);
        }
    }

    @Override
    public Path file(LaunchIndex.Embedded jar) {
        return build.resolve(jar.folder()).resolve(jar.name());
    }

    @Override
    public String location(LaunchIndex.Embedded jar) {
        return "reference:" + file(jar).toUri();
    }

    /**
     * The factory's type says {@code Map<String, String>}, Felix takes objects for some keys, its logger among them.
     */
    @Override
    @SuppressWarnings({"unchecked", "rawtypes"})
    public Framework newFramework(Map<String, Object> configuration) {
        return new FrameworkFactory().newFramework((Map) configuration);
    }

    @Override
    public void installed(Map<String, Bundle> bundles) {
        // Nothing is known of them beforehand.
    }

    private boolean isWhole(LaunchIndex.Embedded jar) throws IOException {
        Path file = file(jar);
        return Files.isRegularFile(file) && Files.size(file) == jar.size() && checksum(file) == jar.crc();
    }

    private static long checksum(Path file) throws IOException {
        CRC32C crc = new CRC32C();
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = Files.newInputStream(file)) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                crc.update(buffer, 0, n);
            }
        }
        return crc.getValue();
    }

    private void write(LaunchIndex.Embedded jar) throws IOException {
        Path file = file(jar);
        Files.createDirectories(file.getParent());
        // Under another name until it is whole: a kill in between leaves nothing that looks like a bundle.
        Path part = file.resolveSibling(jar.name() + ".part");
        try (InputStream in = BundleCache.class.getResourceAsStream(jar.resource())) {
            if (in == null) {
                throw new IOException("vpo.jar is not whole: it has no " + jar.resource());
            }
            Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
        }
        if (Files.isDirectory(file)) {
            FrameworkStorage.delete(file);
        }
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private void deleteOtherBuilds() throws IOException {
        List<Path> others;
        try (Stream<Path> builds = Files.list(build.getParent())) {
            others = builds.filter(each -> !each.equals(build)).toList();
        }
        for (Path other : others) {
            FrameworkStorage.delete(other);
        }
    }
}
