package vpo.plugins.internal.host;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Requests that come as files, from a command line on the same machine whose user may write to the data directory:
 * {@code ID.request} is an {@link OperatorRequest}, and {@code ID.jar} the file that it is about, if there is one. A
 * request that was taken is renamed to {@code ID.taken}, so that whoever asked knows; the {@link OperatorAnswer} is
 * {@code ID.answer}. Only the files of root and of the folder's owner count, and no links.
 */
final class OperatorRequests {
    private static final Logger log = LoggerFactory.getLogger(OperatorRequests.class);
    private static final String REQUEST = ".request";
    private static final String TAKEN = ".taken";
    private static final String ANSWER = ".answer";
    private static final String JAR = ".jar";
    private static final int MOST_BYTES = 1 << 16;
    /** Nobody waits that long for an answer: whoever asked was killed. */
    private static final Duration ABANDONED = Duration.ofHours(1);

    private final Path folder;
    private final Operator operator;
    private final InstantSource clock;
    private final int owner;
    private final Set<Path> strange = new HashSet<>();
    private Instant clearedAway;

    OperatorRequests(Path folder, Operator operator, InstantSource clock) throws IOException {
        this.folder = folder;
        this.operator = operator;
        this.clock = clock;
        Files.createDirectories(folder);
        this.owner = (Integer) Files.getAttribute(folder, "unix:uid");
        clearAway();
    }

    /** Whatever stays is no reason to do without plugins. */
    private void clearAway() {
        clearedAway = clock.instant();
        FileTime limit = FileTime.from(clearedAway.minus(ABANDONED));
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path each : files) {
                clearAway(each, limit);
            }
        } catch (IOException | DirectoryIteratorException e) {
            log.warn("What nobody waits for any more cannot be cleared out of {}: {}", folder, e.toString());
        }
    }

    private static void clearAway(Path file, FileTime limit) throws IOException {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class,
                    LinkOption.NOFOLLOW_LINKS);
            if (attributes.isRegularFile() && attributes.lastModifiedTime().compareTo(limit) < 0) {
                Files.deleteIfExists(file);
            }
        } catch (NoSuchFileException e) {
            log.trace("{} has gone by itself, as what is waited for does", file, e);
        }
    }

    /**
     * Carries out what is there; and now and then clears away what nobody waits for any more. What cannot be carried out
     * keeps nothing else: it is told once.
     */
    void carryOut() throws InterruptedException {
        try (DirectoryStream<Path> requests = Files.newDirectoryStream(folder, "*" + REQUEST)) {
            for (Path request : requests) {
                carryOutIfTrusted(request);
            }
            strange.remove(folder);
        } catch (NoSuchFileException e) {
            makeAgain();
        } catch (IOException | DirectoryIteratorException e) {
            cannotLook(e);
        }
        if (clearedAway.plus(ABANDONED).isBefore(clock.instant())) {
            clearAway();
        }
    }

    private void makeAgain() {
        try {
            Files.createDirectories(folder);
            log.warn("{} had gone, and was made again: 'vpo plugin' asks by it", folder);
        } catch (IOException e) {
            cannotLook(e);
        }
    }

    private void cannotLook(Exception e) {
        if (strange.add(folder)) {
            log.error("{} cannot be looked into, and no 'vpo plugin' is carried out: {}; it is tried again", folder,
                    e.toString());
        }
    }

    private void carryOutIfTrusted(Path request) throws InterruptedException {
        try {
            if (isTrusted(request)) {
                carryOut(request);
            } else if (strange.add(request)) {
                log.warn("{} is not a file of root's or of the daemon's user: it is not looked at", request);
            }
        } catch (NoSuchFileException e) {
            log.debug("{} was withdrawn", request, e);
        } catch (IOException e) {
            if (strange.add(request)) {
                log.error("{} cannot be carried out, or not be answered: {}; it is tried again as long as it is there",
                        request, e.toString());
            }
        }
    }

    private boolean isTrusted(Path file) throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        Map<String, Object> attributes = Files.readAttributes(file, "unix:uid", LinkOption.NOFOLLOW_LINKS);
        int user = (Integer) attributes.get("uid");
        return user == 0 || user == owner;
    }

    private void carryOut(Path request) throws IOException, InterruptedException {
        String name = request.getFileName().toString();
        String id = name.substring(0, name.length() - REQUEST.length());
        Path taken = folder.resolve(id + TAKEN);
        Files.move(request, taken, StandardCopyOption.ATOMIC_MOVE);
        try {
            write(id, answer(id, taken));
        } catch (InterruptedException e) {
            write(id, OperatorAnswer.refused("the daemon was interrupted in the middle of it, as by its own stop"));
            throw e;
        } finally {
            // Whoever asked waits as long as the first one is there, for an answer that may not have found room.
            Files.delete(taken);
            Files.deleteIfExists(folder.resolve(id + JAR));
        }
    }

    private void write(String id, OperatorAnswer answer) throws IOException {
        Path part = folder.resolve(id + ".part");
        try {
            Files.writeString(part, answer.format());
            Files.move(part, folder.resolve(id + ANSWER), StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private OperatorAnswer answer(String id, Path taken) throws InterruptedException {
        OperatorRequest request = OperatorRequest.of("");
        try {
            request = OperatorRequest.parse(read(taken));
            String jar = request.get(OperatorRequest.JAR);
            Path staged = folder.resolve(id + JAR);
            if (!jar.isEmpty() && !(Path.of(jar).equals(staged) && isTrusted(staged))) {
                return told(request, OperatorAnswer.refused("the file must be handed over as " + staged));
            }
            return told(request, operator.perform(request));
        } catch (IOException | RuntimeException | Error e) {
            // Errors, too, as when a plugin has filled the memory: whoever asked waits for an answer.
            log.debug("'vpo plugin {}' failed", request, e);
            return told(request, OperatorAnswer.refused("the daemon cannot do it: " + e));
        }
    }

    private static String read(Path taken) throws IOException {
        try (InputStream in = Files.newInputStream(taken, LinkOption.NOFOLLOW_LINKS)) {
            byte[] content = in.readNBytes(MOST_BYTES + 1);
            if (content.length > MOST_BYTES) {
                throw new IOException("the request has more than " + MOST_BYTES + " bytes");
            }
            return new String(content, StandardCharsets.UTF_8);
        }
    }

    private static OperatorAnswer told(OperatorRequest request, OperatorAnswer answer) {
        if (answer.status() != 0 && !answer.err().isEmpty()) {
            // Who only asks has the answer, and a slip of the pen there is nothing that others need to know of.
            log.atLevel(request.changes() ? Level.WARN : Level.DEBUG).log("'vpo plugin {}' refused: {}", request,
                    answer.err().strip());
        } else {
            log.atLevel(request.changes() ? Level.INFO : Level.DEBUG).log("'vpo plugin {}' carried out", request);
        }
        return answer;
    }
}
