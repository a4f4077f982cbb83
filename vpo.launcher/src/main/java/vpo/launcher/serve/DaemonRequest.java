package vpo.launcher.serve;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.ClosedDirectoryStreamException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * A request to the running daemon: files in its data directory, where only its user and root can write. Whatever
 * becomes of this process, short of being killed, they are cleared away. Root may ask, too: nothing is done there that
 * the daemon's user could lead elsewhere.
 */
final class DaemonRequest implements AutoCloseable {
    private static final String STORE = "plugins-store";
    private static final String REQUESTS = "requests";

    private final Path data;
    private final Function<Optional<Path>, String> text;
    private final Optional<Path> file;
    private final String part;
    private final String request;
    private final String taken;
    private final String answer;
    private final String copy;
    private final Thread hook = new Thread(this::clear);
    /** Null until the request is put there. */
    private ForeignFolder folder;

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
        this.text = text;
        this.file = file;
        this.part = id + ".part";
        this.request = id + ".request";
        this.taken = id + ".taken";
        this.answer = id + ".answer";
        this.copy = id + ".jar";
    }

    /**
     * Puts the request there, once; later, if the daemon has no place for it yet.
     *
     * @throws IOException if that is not allowed
     */
    void put() throws IOException {
        if (folder != null) {
            return;
        }
        try (ForeignFolder directory = ForeignFolder.open(data); ForeignFolder store = directory.below(STORE)) {
            folder = store.below(REQUESTS);
        } catch (NoSuchFileException e) {
            return;
        }
        Runtime.getRuntime().addShutdownHook(hook);
        if (file.isPresent()) {
            folder.write(copy, out -> Files.copy(file.get(), out));
        }
        Path handedOver = data.resolve(STORE).resolve(REQUESTS).resolve(copy);
        folder.write(part,
                out -> out.write(text.apply(file.map(_ -> handedOver)).getBytes(StandardCharsets.UTF_8)));
        folder.rename(part, request);
    }

    /** The answer, if it is there. */
    Optional<String> answer() throws IOException {
        return folder == null ? Optional.empty() : folder.read(answer);
    }

    /**
     * Takes the request back.
     *
     * @return false if the daemon has begun with it
     */
    boolean withdraw() throws IOException {
        return folder == null || folder.delete(request) || !folder.has(taken) && !folder.has(answer);
    }

    private void clear() {
        for (String each : List.of(part, request, answer, copy)) {
            try {
                folder.delete(each);
            } catch (IOException | ClosedDirectoryStreamException e) {
                // Whose folder it is can make that impossible, and the daemon clears away what is old.
                continue;
            }
        }
    }

    @Override
    public void close() throws IOException {
        if (folder == null) {
            return;
        }
        clear();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process ends, and the hook has run or will.
            return;
        }
        folder.close();
    }
}
