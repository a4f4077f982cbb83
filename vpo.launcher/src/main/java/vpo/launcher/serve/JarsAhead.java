package vpo.launcher.serve;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Opens the bundles' jars on a thread of its own, while the framework is being made. Whoever wants one before that
 * opens it himself.
 */
final class JarsAhead {
    private final Map<Path, FutureTask<OpenJar>> jars = new ConcurrentHashMap<>();

    /**
     * Returns at once.
     *
     * @return the thread, which ends when all are open
     */
    Thread begin(Collection<Path> files) {
        var tasks = files.stream().map(file -> jars.computeIfAbsent(file, JarsAhead::task)).toList();
        return Thread.ofPlatform().name("vpo-jars").daemon().start(() -> tasks.forEach(FutureTask::run));
    }

    private static FutureTask<OpenJar> task(Path file) {
        return new FutureTask<>(() -> OpenJar.of(file));
    }

    /**
     * The jar, which is the caller's to close from now on: who takes it again gets another one.
     *
     * @throws IOException if it cannot be opened
     */
    OpenJar take(Path file) throws IOException {
        FutureTask<OpenJar> ahead = jars.remove(file);
        FutureTask<OpenJar> task = ahead == null ? task(file) : ahead;
        // Does nothing if it has run, or is running.
        task.run();
        try {
            return task.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException cause) {
                throw cause;
            }
            throw new IOException(file + " cannot be read: " + e.getCause(), e.getCause());
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts the thread of the start", e);
        }
    }
}
