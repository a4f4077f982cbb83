package vpo.plugins.internal.host;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Requests that come as files, from a command line on the same machine whose user may write to the data directory:
 * {@code ID.request} holds the words of {@link Operator#perform}, with blanks between them. The answer is {@code
 * ID.answer}, which begins with {@code ok} or {@code refused}. A request that was put there while no daemon ran is
 * carried out by the next one.
 */
final class OperatorRequests {
    private static final Logger log = LoggerFactory.getLogger(OperatorRequests.class);
    private static final String REQUEST = ".request";
    private static final long MOST_BYTES = 4096;

    private final Path folder;
    private final Operator operator;

    OperatorRequests(Path folder, Operator operator) throws IOException {
        this.folder = folder;
        this.operator = operator;
        Files.createDirectories(folder);
    }

    /** Carries out what is there. */
    void carryOut() throws IOException, InterruptedException {
        try (DirectoryStream<Path> requests = Files.newDirectoryStream(folder, "*" + REQUEST)) {
            for (Path request : requests) {
                carryOut(request);
            }
        }
    }

    private void carryOut(Path request) throws IOException, InterruptedException {
        String answer;
        String text = Files.size(request) > MOST_BYTES ? "" : Files.readString(request).strip();
        String[] words = text.split("\\s+");
        try {
            answer = "ok " + operator.perform(words[0], Arrays.copyOfRange(words, 1, words.length));
            log.atLevel(words[0].equals("list") ? Level.DEBUG : Level.INFO).log("by request: {}",
                    answer.substring("ok ".length()));
        } catch (Operator.RefusedRequestException e) {
            answer = "refused " + e.getMessage();
            log.warn("request '{}' refused: {}", text.replaceAll("\\p{Cntrl}", " "), e.getMessage());
        }
        String name = request.getFileName().toString();
        Path part = folder.resolve(name + ".part");
        Files.writeString(part, answer + "\n");
        Files.move(part, folder.resolve(name.substring(0, name.length() - REQUEST.length()) + ".answer"),
                StandardCopyOption.ATOMIC_MOVE);
        Files.delete(request);
    }
}
