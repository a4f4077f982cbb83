package vpo.itest.process;

import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A real process: started from the jar, with a data directory of its own, seen from outside only. */
final class DaemonProcess implements AutoCloseable {
    /** How long anything may take on a busy machine before a test gives up; not a claim about speed. */
    static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final Process process;
    private final int port;
    private final List<String> stderr = new CopyOnWriteArrayList<>();
    private final List<String> stdout = new CopyOnWriteArrayList<>();
    private final List<Thread> readers = new ArrayList<>();

    private DaemonProcess(Process process, int port) {
        this.process = process;
        this.port = port;
        readers.add(read(process.inputReader(StandardCharsets.UTF_8), stdout));
        readers.add(read(process.errorReader(StandardCharsets.UTF_8), stderr));
    }

    private static Thread read(BufferedReader reader, List<String> lines) {
        return Thread.ofVirtual().start(() -> reader.lines().forEach(lines::add));
    }

    /** How to start one. */
    static final class Builder {
        private final Path data;
        private Path jar = VpoJar.exported();
        private final List<String> java = new ArrayList<>();
        private final List<String> arguments = new ArrayList<>();
        private final List<String> wrapper = new ArrayList<>();
        private final Map<String, String> environment = new TreeMap<>();
        private int port = freePort();

        private Builder(Path data) {
            this.data = data;
        }

        Builder jar(Path other) {
            jar = other;
            return this;
        }

        /** A system property. */
        Builder property(String name, String value) {
            java.add("-D" + name + "=" + value);
            return this;
        }

        /** After {@code serve}. */
        Builder arguments(String... more) {
            arguments.addAll(List.of(more));
            return this;
        }

        Builder environment(String name, String value) {
            environment.put(name, value);
            return this;
        }

        /** A command that runs the JVM, such as {@code setpriv --reuid=65534}. */
        Builder wrappedIn(String... command) {
            wrapper.addAll(List.of(command));
            return this;
        }

        Builder port(int other) {
            port = other;
            return this;
        }

        /** {@code vpo serve}, with a free port unless the arguments name one. */
        DaemonProcess serve() throws IOException {
            List<String> all = new ArrayList<>(List.of("serve"));
            all.addAll(arguments);
            if (!environment.containsKey("VPO_SERVER_PORT") && !arguments.contains("--port")
                    && !arguments.contains("-p")) {
                environment.put("VPO_SERVER_PORT", Integer.toString(port));
            }
            return start(all);
        }

        /** Any other command. */
        DaemonProcess command() throws IOException {
            return start(arguments);
        }

        private DaemonProcess start(List<String> all) throws IOException {
            List<String> command = new ArrayList<>(wrapper);
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            // Measures coverage; a process that is killed leaves no trace in it.
            Optional.of(System.getProperty("vpo.itest.agent", "")).filter(agent -> !agent.isEmpty())
                    .ifPresent(command::add);
            command.addAll(java);
            command.addAll(List.of("-jar", jar.toString()));
            command.addAll(all);
            ProcessBuilder builder = new ProcessBuilder(command).directory(data.getParent().toFile());
            builder.environment().keySet().removeIf(name -> name.startsWith("VPO_") || name.startsWith("JAVA_TOOL")
                    || name.startsWith("JDK_JAVA"));
            builder.environment().put("VPO_DATA_DIR", data.toString());
            builder.environment().putAll(environment);
            return new DaemonProcess(builder.start(), port);
        }
    }

    /**
     * @param data its data directory; need not exist
     */
    static Builder in(Path data) {
        return new Builder(data);
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return port;
    }

    long pid() {
        return process.pid();
    }

    /** The log so far. */
    List<String> log() {
        return List.copyOf(stderr);
    }

    /** What a command has printed so far. */
    List<String> output() {
        return List.copyOf(stdout);
    }

    String logText() {
        return String.join("\n", stderr);
    }

    /** Waits for a log line with this in it, and returns the first one. */
    String awaitLog(String part) {
        await("log line with '" + part + "'").atMost(PATIENCE).until(() -> {
            boolean there = stderr.stream().anyMatch(line -> line.contains(part));
            if (!there && !process.isAlive()) {
                joinReaders();
                if (stderr.stream().noneMatch(line -> line.contains(part))) {
                    throw new AssertionError("the process has ended with " + process.exitValue() + " and this log:\n"
                            + logText());
                }
            }
            return there;
        });
        return stderr.stream().filter(line -> line.contains(part)).findFirst().orElseThrow();
    }

    DaemonProcess awaitRunning() {
        await("healthy").atMost(PATIENCE).until(() -> {
            if (!process.isAlive()) {
                joinReaders();
                throw new AssertionError(
                        "the process has ended with " + process.exitValue() + " and this log:\n" + logText());
            }
            return isAnswering() && get("/readyz").statusCode() == 200;
        });
        return this;
    }

    private boolean isAnswering() {
        try {
            get("/livez");
            return true;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    HttpResponse<String> get(String path) {
        return send("GET", path);
    }

    HttpResponse<String> send(String method, String path) {
        try {
            return CLIENT.send(request(method, path), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    CompletableFuture<HttpResponse<String>> getAsync(String path) {
        return CLIENT.sendAsync(request("GET", path), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest request(String method, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .version(HttpClient.Version.HTTP_1_1)
                .timeout(PATIENCE).method(method, HttpRequest.BodyPublishers.noBody()).build();
    }

    /** Waits until the answer is as wanted; a refused connection is not. */
    HttpResponse<String> awaitAnswer(String path, Predicate<HttpResponse<String>> wanted) {
        return await("answer of " + path).atMost(PATIENCE).ignoreExceptionsInstanceOf(UncheckedIOException.class)
                .until(() -> get(path), wanted);
    }

    /**
     * @param name without {@code SIG}
     */
    DaemonProcess signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).inheritIO().start().waitFor();
        return this;
    }

    /** Waits for the end, and for the last line. */
    int awaitExit() throws InterruptedException {
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("still running, with this log:\n" + logText());
        }
        joinReaders();
        return process.exitValue();
    }

    private void joinReaders() throws InterruptedException {
        for (Thread reader : readers) {
            reader.join(PATIENCE);
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            awaitExit();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
