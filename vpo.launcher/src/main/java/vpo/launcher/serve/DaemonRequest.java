package vpo.launcher.serve;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * A request to the running daemon: files in its data directory, where only its user and root can write. Whatever
 * becomes of this process, short of being killed, they are cleared away.
 */
final class DaemonRequest implements AutoCloseable {
    private final Path data;
    private final Path folder;
    private final Function<Optional<Path>, String> text;
    private final Optional<Path> file;
    private final Path part;
    private final Path request;
    private final Path taken;
    private final Path answer;
    private final Path copy;
    private final Thread hook = new Thread(this::clear);
    private boolean put;

    /**
     * Puts nothing there yet.
     *
     * @param data the daemon's data directory
     * @param text of the request, given where the daemon finds the file
     * @param file to hand over
     */
    DaemonRequest(Path data, Function<Optional<Path>, String> text, Optional<Path> file) {
        String id = UUID.randomUUID().toString();
        this.data = data;
        this.folder = data.resolve("plugins-store/requests");
        this.text = text;
        this.file = file;
        this.part = folder.resolve(id + ".part");
        this.request = folder.resolve(id + ".request");
        this.taken = folder.resolve(id + ".taken");
        this.answer = folder.resolve(id + ".answer");
        this.copy = folder.resolve(id + ".jar");
    }

    /**
     * Puts the request there, once; later, if the daemon has no place for it yet.
     *
     * @throws IOException if that is not allowed
     */
    void put() throws IOException {
        if (put) {
            return;
        }
        try {
            Files.readAttributes(folder, "unix:uid");
        } catch (NoSuchFileException e) {
            return;
        }
        Runtime.getRuntime().addShutdownHook(hook);
        put = true;
        if (file.isPresent()) {
            create(copy);
            Files.copy(file.get(), copy, StandardCopyOption.REPLACE_EXISTING);
            handOver(copy);
        }
        create(part);
        Files.writeString(part, text.apply(file.map(_ -> copy)));
        handOver(part);
        Files.move(part, request, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void create(Path path) throws IOException {
        Files.createFile(path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }

    /** What root has written, the daemon must be able to read. */
    private void handOver(Path path) throws IOException {
        if (!Files.getOwner(path).equals(Files.getOwner(data))) {
            Files.setOwner(path, Files.getOwner(data));
        }
    }

    /** The answer, if it is there. */
    Optional<String> answer() throws IOException {
        return put && Files.exists(answer) ? Optional.of(Files.readString(answer)) : Optional.empty();
    }

    /**
     * Takes the request back.
     *
     * @return false if the daemon has begun with it
     */
    boolean withdraw() throws IOException {
        return !put || Files.deleteIfExists(request) || !Files.exists(taken) && !Files.exists(answer);
    }

    private void clear() {
        for (Path each : new Path[]{part, request, answer, copy}) {
            each.toFile().delete();
        }
    }

    @Override
    public void close() {
        if (put) {
            clear();
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                // The process ends, and the hook has run or will.
                return;
            }
        }
    }
}
