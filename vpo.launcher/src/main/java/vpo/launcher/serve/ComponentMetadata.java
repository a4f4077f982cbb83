package vpo.launcher.serve;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import org.osgi.framework.Bundle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What Declarative Services makes of the component descriptions of an image's bundles, so that no start has to parse
 * them. Felix SCR keeps that in a file of its own from one start to the next. The framework's storage lives no longer
 * than one start; so the file of the image's training is part of the image, and each start gives it to SCR, with the
 * bundles' ids and times of installation put right, by which SCR knows what is stale. What it finds no use for, it
 * parses.
 */
public final class ComponentMetadata {
    /** Framework property of Felix SCR: whether it reads such a file when it starts, and writes it when it stops. */
    public static final String PROPERTY = "ds.cache.metadata";

    private static final Logger log = LoggerFactory.getLogger(ComponentMetadata.class);
    private static final String SCR = "org.apache.felix.scr";
    private static final String STORE = "componentMetadataStore";
    /** In SCR's file, a bundle's components follow its id, their number, and when it was installed. */
    private static final int TIME_AFTER_ID = Long.BYTES + Integer.BYTES;

    private final String build;
    private final Map<String, Integer> bundles;
    private final byte[] store;

    /**
     * @param build of the {@link LaunchIndex} whose bundles these are
     * @param bundles where in the store a bundle's part begins, by the name of its jar
     * @param store as SCR wrote it
     */
    private ComponentMetadata(String build, Map<String, Integer> bundles, byte[] store) {
        this.build = build;
        this.bundles = bundles;
        this.store = store;
    }

    /**
     * Takes what SCR left in the storage of a framework that was stopped.
     *
     * @param index of what ran
     * @param storage the framework's
     * @throws IOException if it is not to be found, or not what is expected
     */
    public static ComponentMetadata of(LaunchIndex index, Path storage) throws IOException {
        List<Path> folders;
        try (Stream<Path> list = Files.list(storage)) {
            folders = list.filter(each -> Files.exists(each.resolve("bundle.info"))).sorted().toList();
        }
        Path file = folders.stream().map(each -> each.resolve("data").resolve(STORE)).filter(Files::exists).findFirst()
                .orElseThrow(() -> new IOException("Declarative Services wrote no " + STORE + " in " + storage));
        byte[] store = Files.readAllBytes(file);
        Map<String, Integer> bundles = new HashMap<>();
        for (Path folder : folders) {
            Installed bundle = Installed.read(folder.resolve("bundle.info"));
            Optional<Integer> found = bundle.find(store);
            if (found.isPresent()) {
                // No time of this training: that of each start takes its place, and a plugin's is to fit nothing.
                ByteBuffer.wrap(store).putLong(found.get() + TIME_AFTER_ID, 0);
                if (index.bundles().stream().anyMatch(each -> each.jar().name().equals(bundle.jar()))) {
                    bundles.put(bundle.jar(), found.get());
                }
            }
        }
        if (bundles.isEmpty()) {
            throw new IOException(file + " tells of none of the daemon's bundles: this Felix SCR writes it otherwise");
        }
        return new ComponentMetadata(index.build(), bundles, store);
    }

    /** As written by {@link #write}. */
    static ComponentMetadata read(Path file) throws IOException {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(Files.readAllBytes(file)))) {
            String build = in.readUTF();
            int count = in.readInt();
            Map<String, Integer> bundles = new HashMap<>();
            for (int i = 0; i < count; i++) {
                bundles.put(in.readUTF(), in.readInt());
            }
            return new ComponentMetadata(build, bundles, in.readAllBytes());
        }
    }

    /** The jars whose bundles have components. */
    List<String> jars() {
        return bundles.keySet().stream().sorted().toList();
    }

    /**
     * Writes it, in a format of its own.
     *
     * @param file is replaced
     */
    public void write(Path file) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeUTF(build);
            out.writeInt(bundles.size());
            for (String jar : jars()) {
                out.writeUTF(jar);
                out.writeInt(bundles.get(jar));
            }
            out.write(store);
        }
        Files.write(file, bytes.toByteArray());
    }

    /**
     * Gives it to SCR, which must be installed and not yet started. If that fails, SCR parses, and nothing else is
     * wrong.
     *
     * @param index of what runs
     * @param installed all its bundles, by the names of their jars
     */
    void give(LaunchIndex index, Map<String, Bundle> installed) {
        Optional<Bundle> scr = installed.values().stream().filter(each -> SCR.equals(each.getSymbolicName()))
                .findFirst();
        if (!build.equals(index.build()) || scr.isEmpty() || !installed.keySet().containsAll(bundles.keySet())) {
            log.debug("the components that the image knows are not those of its bundles");
            return;
        }
        ByteBuffer current = ByteBuffer.wrap(store.clone());
        bundles.forEach((jar, place) -> current
                .putLong(place, installed.get(jar).getBundleId())
                .putLong(place + TIME_AFTER_ID, installed.get(jar).getLastModified()));
        try {
            Files.write(scr.get().getDataFile(STORE).toPath(), current.array());
        } catch (IOException e) {
            log.debug("the components that the image knows cannot be given to {}", SCR, e);
        }
    }

    /**
     * A bundle in the storage of Felix.
     *
     * @param id of it
     * @param jar what it was installed from
     * @param time of the installation, in milliseconds since 1970
     */
    private record Installed(long id, String jar, long time) {
        /** Felix writes a value per line: id, location, state, start level, time, and more. */
        private static Installed read(Path info) throws IOException {
            List<String> lines = Files.readAllLines(info);
            String location = lines.get(1);
            return new Installed(Long.parseLong(lines.get(0)), location.substring(location.lastIndexOf('/') + 1),
                    Long.parseLong(lines.get(4)));
        }

        /** Where its part begins; empty if it has no components. */
        private Optional<Integer> find(byte[] store) throws IOException {
            ByteBuffer bytes = ByteBuffer.wrap(store);
            List<Integer> found = new ArrayList<>();
            for (int i = 0; i + TIME_AFTER_ID + Long.BYTES <= store.length; i++) {
                if (bytes.getLong(i) == id && bytes.getLong(i + TIME_AFTER_ID) == time) {
                    found.add(i);
                }
            }
            if (found.size() > 1) {
                throw new IOException(STORE + " tells of " + jar + " more than once");
            }
            return found.stream().findFirst();
        }
    }
}
