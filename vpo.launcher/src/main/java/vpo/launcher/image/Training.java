package vpo.launcher.image;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import vpo.launcher.serve.ComponentMetadata;
import vpo.launcher.serve.LaunchIndex;

/**
 * Runs the daemon of an image twice, for what its later starts find done: first what Declarative Services learns of the
 * components, then, with that, the JVM's cache of all classes that are loaded and linked from start to stop.
 */
final class Training {
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    /** The JVM writes what it learned when it ends, and the cache after that. */
    private static final Duration STOP_LIMIT = Duration.ofSeconds(120);
    /**
     * Without the profiles of methods: what they tell the compiler makes it compile more in a start than that saves.
     */
    private static final List<String> RECORD = List.of("-XX:+UnlockDiagnosticVMOptions", "-XX:-AOTRecordTraining");

    /**
     * The folder of {@code vpo.jar} wherever the image will be: its scripts hold it open under this number. Of each class
     * the JVM asks for the jar as it was called in the training, and asks again for the next one if there is no such file
     * (JDK-8376576).
     */
    private static final Path LIB_OF_ANY_IMAGE = Path.of("/proc/self/fd/9");
    private static final List<String> WITH_LIB_OPEN = List.of("/bin/sh", "-c", "exec 9<\"$0\"; exec \"$@\"");

    private static final String DATA = "data";
    private static final String STORAGE = DATA + "/cache/framework";
    private static final String COMPONENTS = "-D" + ComponentMetadata.PROPERTY + "=true";

    private final ImageFiles image;
    private final LaunchIndex index;
    private final Path java;

    /**
     * @param image with everything but the files that are made here
     * @param index of it
     * @param java the one that will run it
     */
    Training(ImageFiles image, LaunchIndex index, Path java) {
        this.image = image;
        this.index = index;
        this.java = java;
    }

    /**
     * Runs the daemon and stops it, twice.
     *
     * @param scratch an empty folder for its data
     * @throws IOException if it did not run, or not all came of it; the message says what it said
     */
    void run(Path scratch) throws IOException, InterruptedException {
        Files.deleteIfExists(image.components());
        Files.deleteIfExists(image.cache());
        runDaemon(scratch, scratch.resolve("components.log"), List.of(COMPONENTS));
        ComponentMetadata.of(index, scratch.resolve(STORAGE)).write(image.components());
        Path log = scratch.resolve("training.log");
        Path learned = scratch.resolve("vpo.aotconf");
        List<String> options = new ArrayList<>(RECORD);
        options.add("-XX:AOTConfiguration=" + learned);
        runDaemon(scratch, log, with(options, "-XX:AOTMode=record"));
        makeCache(scratch, with(options, "-XX:AOTMode=create", "-XX:AOTCache=" + image.cache()));
        check(scratch);
    }

    /** Whether it ended well; it is ended if it does not end. */
    private static boolean ends(Process process) throws InterruptedException {
        if (!process.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        return process.waitFor() == 0;
    }

    private static List<String> with(List<String> options, String... more) {
        return Stream.concat(options.stream(), Stream.of(more)).toList();
    }

    /** In two steps, as the JVM's own second step would not have the folder open. */
    private void makeCache(Path scratch, List<String> options) throws IOException, InterruptedException {
        Path log = scratch.resolve("cache.log");
        if (!ends(start(scratch, log, options, trained(), List.of())) || !Files.exists(image.cache())) {
            Files.deleteIfExists(image.cache());
            throw new IOException("no cache came of the training run:\n" + Files.readString(log));
        }
    }

    private void runDaemon(Path scratch, Path log, List<String> options) throws IOException, InterruptedException {
        int port = freePort();
        Process daemon = start(scratch, log, options, trained(), List.of("serve", "--port", Integer.toString(port)));
        boolean ready;
        boolean ended = false;
        try (Visitor visitor = new Visitor(port)) {
            ready = visitor.awaitReady(START_LIMIT, daemon::isAlive);
            if (ready) {
                visitor.visit();
            }
        } finally {
            daemon.destroy();
            ended = ends(daemon);
        }
        if (!ready || !ended) {
            throw new IOException("a training run failed:\n" + Files.readString(log));
        }
    }

    /** The JVM does without a cache that does not fit, and says nothing: here it must not, called as it will be. */
    private void check(Path scratch) throws IOException, InterruptedException {
        Path log = scratch.resolve("check.log");
        if (!ends(start(scratch, log, List.of("-XX:AOTMode=on", "-XX:AOTCache=" + image.cache()), image.launcher(),
                List.of("version")))) {
            Files.delete(image.cache());
            throw new IOException("the cache cannot be used:\n" + Files.readString(log));
        }
    }

    private Process start(Path scratch, Path log, List<String> options, Path jar, List<String> arguments)
            throws IOException {
        List<String> command = new ArrayList<>(WITH_LIB_OPEN);
        command.addAll(List.of(image.lib().toString(), java.toString(), "@" + image.options()));
        command.addAll(options);
        command.addAll(List.of("-jar", jar.toString()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        // Nobody's configuration but the defaults.
        builder.environment().keySet().removeIf(name -> name.startsWith("VPO_") || name.startsWith("JAVA_TOOL")
                || name.startsWith("JDK_"));
        // As if systemd had started it, though nobody listens: what it takes to speak to it is part of most starts.
        builder.environment().put("NOTIFY_SOCKET", scratch.resolve("nobody").toString());
        builder.environment().put("WATCHDOG_USEC", "60000000");
        builder.environment().put("HOME", scratch.toString());
        builder.environment().put("VPO_DATA_DIR", scratch.resolve(DATA).toString());
        return builder.start();
    }

    /** What {@code vpo.jar} is called in the training. */
    private Path trained() {
        return Files.isDirectory(LIB_OF_ANY_IMAGE.getParent())
                ? LIB_OF_ANY_IMAGE.resolve(image.launcher().getFileName())
                : image.launcher();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
