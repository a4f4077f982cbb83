package vpo.itest.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
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
import java.util.regex.Pattern;

import org.awaitility.core.ConditionTimeoutException;

/** A real process: started from the jar, with a data directory of its own, seen from outside only. */
final class DaemonProcess implements AutoCloseable {
    /** How long anything may take on a busy machine before a test gives up; not a claim about speed. */
    static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final Process process;
    private final Path data;
    private final int port;
    private final List<String> stderr = new CopyOnWriteArrayList<>();
    private final List<String> stdout = new CopyOnWriteArrayList<>();
    private final List<Thread> readers = new ArrayList<>();

    /** A line of the log in text format, with its level and its message. */
    private static final Pattern LINE = Pattern
            .compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d[+-]\\d{4} - \\S+ - (DEBUG|INFO|WARNING|ERROR) - (.+)");

    private DaemonProcess(Process process, Path data, int port) {
        this.process = process;
        this.data = data;
        this.port = port;
        readers.add(read(process.inputReader(StandardCharsets.UTF_8), stdout));
        readers.add(read(process.errorReader(StandardCharsets.UTF_8), stderr));
    }

    private static Thread read(BufferedReader reader, List<String> lines) {
        // No virtual one: each holds its carrier while it waits for a pipe, and there are as few of those as processors.
        return Thread.ofPlatform().daemon().start(() -> reader.lines().forEach(lines::add));
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
        private Path directory;
        private boolean tellDataDirectory = true;

        private Builder(Path data) {
            this.data = data;
            this.directory = data.getParent();
        }

        Builder jar(Path other) {
            jar = other;
            return this;
        }

        /** The working directory. */
        Builder directory(Path other) {
            directory = other;
            return this;
        }

        /** Without {@code VPO_DATA_DIR}. */
        Builder defaultDataDirectory() {
            tellDataDirectory = false;
            return this;
        }

        /** For the JVM. */
        Builder option(String option) {
            java.add(option);
            return this;
        }

        /** How the bundle of these tests misbehaves; {@code ""} is not at all. */
        Builder withTestBundle(String misbehaviour) throws IOException {
            return jar(VpoJar.withTestBundle()).property("vpo.itest.misbehave", misbehaviour);
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

        /** As somebody who may do nothing in particular. */
        Builder asNobody() {
            return wrappedIn("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--inh-caps=-all");
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
            if (VpoJar.isImage(jar)) {
                // As its script does.
                command.addAll(List.of("sh", "-c", "exec 9<\"$0\"; exec \"$@\"", jar.getParent().toString()));
            }
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            // Measures coverage; a process that is killed leaves no trace in it. Not of an image, whose classes the JVM
            // takes ready out of its cache or, with such an agent, not at all; and not for another user, who can neither
            // read the agent nor write what it measures.
            Optional.of(System.getProperty("vpo.itest.agent", ""))
                    .filter(agent -> !agent.isEmpty() && wrapper.isEmpty() && !VpoJar.isImage(jar))
                    .ifPresent(command::add);
            command.addAll(VpoJar.javaOptions(jar, all.isEmpty() ? "" : all.getFirst()));
            command.addAll(java);
            command.addAll(List.of("-jar", jar.toString()));
            command.addAll(all);
            ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
            builder.environment().keySet().removeIf(name -> name.startsWith("VPO_") || name.startsWith("JAVA_TOOL")
                    || name.startsWith("JDK_JAVA"));
            if (tellDataDirectory) {
                builder.environment().put("VPO_DATA_DIR", data.toString());
            }
            // Nothing may depend on it: the tests' own machine may have a configuration there.
            builder.environment().put("HOME", data.getParent().toString());
            builder.environment().putAll(environment);
            return new DaemonProcess(builder.start(), data, port);
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

    /** Gives a command this as its whole standard input. */
    DaemonProcess type(String text) throws IOException {
        try (OutputStream input = process.getOutputStream()) {
            input.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return this;
    }

    /** The log so far. */
    List<String> log() {
        return List.copyOf(stderr);
    }

    /** What a command has printed so far. */
    List<String> output() {
        return List.copyOf(stdout);
    }

    /** The messages of a level so far. */
    List<String> messages(String level) {
        return stderr.stream().map(LINE::matcher).filter(line -> line.matches() && line.group(1).equals(level))
                .map(line -> line.group(2)).toList();
    }

    /** Nothing but lines of the log was printed: no trace, no banner, no warning of the JVM. */
    DaemonProcess assertPrintedOnlyLogLines() {
        assertThat(stderr).isNotEmpty().allMatch(line -> LINE.matcher(line).matches());
        assertThat(stdout).isEmpty();
        return this;
    }

    /** Waits for the end of a start that fails, and returns the one message that says why, without its state. */
    String awaitFailedStart(String state) throws InterruptedException {
        assertThat(awaitExit()).as(logText()).isEqualTo(1);
        assertPrintedOnlyLogLines();
        assertThat(messages("ERROR")).singleElement(STRING).startsWith(state + ": ");
        return messages("ERROR").getFirst().substring(state.length() + 2);
    }

    String logText() {
        return String.join("\n", stderr);
    }

    /** Waits for a log line with this in it, and returns the first one. */
    String awaitLog(String part) {
        return awaitLogs(part, 1);
    }

    /** Waits for that many log lines with this in them, and returns the first one. */
    String awaitLogs(String part, int count) {
        try {
            await().atMost(PATIENCE).until(() -> hasEnded() || logs(part).size() >= count);
        } catch (ConditionTimeoutException e) {
            throw new AssertionError("not " + count + " times '" + part + "' in this log:\n" + logText(), e);
        }
        if (logs(part).size() < count) {
            throw new AssertionError(
                    "not " + count + " times '" + part + "' in the log of a process that has ended with "
                            + process.exitValue() + ":\n" + logText());
        }
        return logs(part).getFirst();
    }

    private boolean hasEnded() throws InterruptedException {
        if (process.isAlive()) {
            return false;
        }
        joinReaders();
        return true;
    }

    private List<String> logs(String part) {
        return stderr.stream().filter(line -> line.contains(part)).toList();
    }

    DaemonProcess awaitRunning() {
        await("healthy").atMost(PATIENCE).until(() -> {
            if (hasEnded()) {
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

    /** On a connection of its own. */
    HttpResponse<String> send(String method, String path) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request(method, path), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Sends a request to the bundle of these tests, and waits until it is worked on or answered. */
    CompletableFuture<HttpResponse<String>> begin(String path) {
        CompletableFuture<HttpResponse<String>> answer = getAsync(path);
        await(path + " in flight").atMost(PATIENCE)
                .until(() -> answer.isDone() || get("/itest/work/tasks").body().contains("GET " + path));
        return answer;
    }

    CompletableFuture<HttpResponse<String>> getAsync(String path) {
        return CLIENT.sendAsync(request("GET", path), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest request(String method, String path) {
        return request(path).method(method, HttpRequest.BodyPublishers.noBody()).build();
    }

    /** As the command line of this machine would send it. */
    HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .version(HttpClient.Version.HTTP_1_1).timeout(PATIENCE);
        token().ifPresent(token -> request.header("Authorization", "Bearer " + token));
        return request;
    }

    /** What lets one in; empty before the daemon has made it. */
    Optional<String> token() {
        try {
            return Optional.of(Files.readString(data.resolve("admin-token")).strip());
        } catch (IOException e) {
            return Optional.empty();
        }
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

    /** Threads of the whole process, those of the JVM included. */
    int threads() throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(pid()), "status")).stream()
                .filter(line -> line.startsWith("Threads:")).mapToInt(line -> Integer.parseInt(line.split("\\s+")[1]))
                .findFirst().orElseThrow();
    }

    /** Waits for so long, or until it has ended by itself. */
    void letRun(int millis) throws InterruptedException {
        process.waitFor(millis, TimeUnit.MILLISECONDS);
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
