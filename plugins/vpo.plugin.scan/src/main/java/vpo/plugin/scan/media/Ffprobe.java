package vpo.plugin.scan.media;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The program ffprobe. Thread-safe.
 *
 * @param program an executable file
 * @param timeout for one file; ffprobe is killed after it
 */
public record Ffprobe(Path program, Duration timeout) {
    private static final String INSTALL = "install ffmpeg (on Debian and Ubuntu: apt install ffmpeg), or name"
            + " the program in the configuration, as ffprobe in the table [tools]";
    private static final int MAX_OUTPUT = 8 * 1024 * 1024;
    private static final int MAX_ERRORS = 4 * 1024;
    private static final int MAX_MESSAGE = 500;
    /** Which part of ffprobe says something, and where that lies in its memory. */
    private static final Pattern SPEAKER = Pattern.compile("\\[[^\\]\\n]* @ (0x)?\\p{XDigit}+\\] ");
    /** A higher status is this and a signal's number. */
    private static final int SIGNALS = 128;
    /** For pipes that descendants of a dead ffprobe hold open. */
    private static final Duration PIPE_WAIT = Duration.ofSeconds(2);

    /**
     * Finds the program.
     *
     * @param configured its path, if the operator has given one
     * @param searchPath folders as in the variable PATH
     * @throws ToolException if there is none
     */
    public static Ffprobe find(Optional<String> configured, String searchPath, Duration timeout) throws ToolException {
        if (configured.isPresent()) {
            return executable(configured.get()).map(program -> new Ffprobe(program, timeout))
                    .orElseThrow(() -> new ToolException("ffprobe is needed to scan, and " + configured.get()
                            + ", which the configuration names, is not an executable file; correct tools.ffprobe, or"
                            + " remove it to have ffprobe looked for in PATH"));
        }
        return Stream.of(searchPath.split(File.pathSeparator)).filter(folder -> !folder.isBlank())
                .flatMap(folder -> executable(folder + "/ffprobe").stream()).findFirst()
                .map(program -> new Ffprobe(program, timeout))
                .orElseThrow(
                        () -> new ToolException("ffprobe is needed to scan and was not found in PATH; " + INSTALL));
    }

    private static Optional<Path> executable(String path) {
        try {
            return Optional.of(Path.of(path)).filter(file -> Files.isRegularFile(file) && Files.isExecutable(file));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    /**
     * Probes a file, and waits for that.
     *
     * @param file absolute
     * @param owner is told of the process as soon as there is one
     * @throws ProbeException if ffprobe fails on the file, prints too much, or takes too long
     * @throws ToolException if ffprobe cannot be run at all
     * @throws InterruptedException if the thread was interrupted; the process has been killed
     */
    public Probe probe(Path file, Consumer<ProcessHandle> owner)
            throws ProbeException, ToolException, InterruptedException {
        Process process = start(file);
        owner.accept(process.toHandle());
        CompletableFuture<byte[]> output = reading(process.getInputStream(), MAX_OUTPUT + 1);
        CompletableFuture<byte[]> errors = reading(process.getErrorStream(), MAX_ERRORS);
        try {
            if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new ProbeException("ffprobe did not end within " + timeout.toSeconds() + " s and was killed");
            }
            byte[] printed = read(output);
            if (process.exitValue() != 0) {
                throw new ProbeException(
                        "ffprobe failed with status " + process.exitValue() + ": " + said(read(errors), file),
                        process.exitValue() > SIGNALS);
            }
            if (printed.length > MAX_OUTPUT) {
                throw new ProbeException("ffprobe printed more than " + MAX_OUTPUT + " bytes");
            }
            return FfprobeJson.parse(new String(printed, StandardCharsets.UTF_8));
        } finally {
            kill(process);
        }
    }

    private Process start(Path file) throws ToolException {
        try {
            return new ProcessBuilder(program.toString(), "-v", "error", "-print_format", "json", "-show_streams",
                    "-show_format", file.toString())
                    .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null"))).start();
        } catch (IOException e) {
            // Java's own messages of this have a dozen lines.
            throw new ToolException(program + " cannot be run: "
                    + String.valueOf(e.getMessage()).lines().findFirst().orElse("") + "; see that it is a program for"
                    + " this machine; and if an upgrade has just replaced the daemon's Java, which starts it, wait for"
                    + " the daemon's restart and scan again", e);
        }
    }

    /** Reads to the end, so that the process is never blocked, and keeps the beginning. */
    private static CompletableFuture<byte[]> reading(InputStream stream, int kept) {
        CompletableFuture<byte[]> result = new CompletableFuture<>();
        // No virtual thread: a pipe holds on to one of the few that carry these.
        Thread.ofPlatform().daemon().name("vpo-ffprobe-output").start(() -> {
            try (stream) {
                byte[] beginning = stream.readNBytes(kept);
                stream.transferTo(OutputStream.nullOutputStream());
                result.complete(beginning);
            } catch (IOException e) {
                result.completeExceptionally(e);
            }
        });
        return result;
    }

    private static byte[] read(CompletableFuture<byte[]> reading) throws ProbeException, InterruptedException {
        try {
            return reading.get(PIPE_WAIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new ProbeException("what ffprobe printed could not be read", e);
        }
    }

    /** Without what differs each time or is known: the addresses of parts of ffprobe, and the file's own name. */
    private static String said(byte[] errors, Path file) {
        String text = SPEAKER.matcher(new String(errors, StandardCharsets.UTF_8)).replaceAll("")
                .replace(file + ": ", "").strip().replaceAll("\\s*\\R\\s*", ", ").replaceAll("\\p{Cntrl}+", " ");
        if (text.isEmpty()) {
            return "it said nothing";
        }
        return text.length() > MAX_MESSAGE ? text.substring(0, MAX_MESSAGE) + "…" : text;
    }

    private static void kill(Process process) {
        if (process.isAlive()) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }
}
