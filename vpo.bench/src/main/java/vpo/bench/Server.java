package vpo.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A candidate's process. It is ended with {@link #close()}, and with the benchmark itself, whatever happens. */
final class Server implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(40);
    /** Between two tries of a server that is not up yet: short beside a start, and it leaves the processor to it. */
    private static final Duration POLL = Duration.ofMillis(2);
    private static final int ANSWER_LIMIT_MILLIS = 5_000;
    private static final String HEALTH = "/health";

    private final Process process;
    private final Thread hook;
    private final Path output;
    private final Path data;
    private final int port;
    private final long begun;

    /**
     * How a start went.
     *
     * @param millis from exec to the first healthy answer
     * @param cpuMillis of the process until then
     * @param answer the first healthy one, with its headers
     */
    record Started(double millis, double cpuMillis, String answer) {}

    /**
     * How a stop went.
     *
     * @param millis from SIGTERM to the end of the process
     * @param exitStatus of the process
     */
    record Stopped(double millis, int exitStatus) {}

    private Server(Process process, Path output, Path data, int port, long begun) {
        this.process = process;
        this.output = output;
        this.data = data;
        this.port = port;
        this.begun = begun;
        this.hook = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /**
     * Starts a candidate and returns at once.
     *
     * @param javaOptions the same for all
     * @param data its data directory
     */
    static Server start(Candidate candidate, Candidate.Files files, List<String> javaOptions, Path data)
            throws IOException {
        int port = freePort();
        Path output = data.resolveSibling(data.getFileName() + ".log");
        ProcessBuilder builder = new ProcessBuilder().redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.to(output.toFile()));
        builder.environment().keySet().removeIf(name -> name.startsWith("VPO_") || name.startsWith("JAVA_TOOL")
                || name.startsWith("JDK_JAVA"));
        builder.environment().put("VPO_DATA_DIR", data.toString());
        builder.environment().put("VPO_SERVER_PORT", Integer.toString(port));
        candidate.prepare(builder, files, javaOptions, data, port);
        long begun = System.nanoTime();
        return new Server(builder.start(), output, data, port, begun);
    }

    /** Runs a JVM that prints a line, with no options, and returns the milliseconds from exec to its end. */
    static double hello(Candidate.Files files) throws IOException, InterruptedException {
        long begun = System.nanoTime();
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
                files.benchJar().toString(), "vpo.bench.candidate.Hello")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        if (process.waitFor() != 0) {
            throw new IOException("Hello, world failed");
        }
        return (System.nanoTime() - begun) / 1e6;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Waits for the first healthy answer. */
    Started awaitHealthy() throws IOException {
        String answer = await(HEALTH);
        return new Started((System.nanoTime() - begun) / 1e6, Usage.cpuMillis(process.pid()), answer);
    }

    /** Waits until all of these run, and returns the milliseconds from exec to the last one's first answer. */
    double awaitAll(List<SmallPlugin> plugins) throws IOException {
        for (SmallPlugin each : plugins) {
            await(each.path());
        }
        return (System.nanoTime() - begun) / 1e6;
    }

    /** Waits for the first answer of a page that is not an error. */
    String await(String path) throws IOException {
        long from = System.nanoTime();
        while (true) {
            Optional<String> answer = ask(path);
            if (answer.isPresent()) {
                return answer.get();
            }
            if (!process.isAlive() || System.nanoTime() - from > START_LIMIT.toNanos()) {
                throw new IOException("does not answer; its output was:\n" + Files.readString(output));
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    private Optional<String> ask(String path) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), ANSWER_LIMIT_MILLIS);
            socket.setSoTimeout(ANSWER_LIMIT_MILLIS);
            String credential = path.equals(HEALTH) ? "" : "Authorization: Bearer " + token() + "\r\n";
            socket.getOutputStream().write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + credential
                    + "Connection: close\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return answer.startsWith("HTTP/1.1 200") ? Optional.of(answer) : Optional.empty();
        } catch (IOException e) {
            // Nobody listens yet.
            return Optional.empty();
        }
    }

    /** What lets one in; the daemon has made it before its port opens. */
    String token() throws IOException {
        return Files.readString(data.resolve("admin-token")).strip();
    }

    /** Leaves it alone for a while. */
    void idle(Duration howLong) throws IOException, InterruptedException {
        if (process.waitFor(howLong.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new IOException("ended by itself; its output was:\n" + Files.readString(output));
        }
    }

    /** Time on a processor so far, in milliseconds. */
    double cpuMillis() throws IOException {
        return Usage.cpuMillis(process.pid());
    }

    /** Resident memory now, in MiB. */
    double residentMegabytes() throws IOException {
        return Usage.residentMegabytes(process.pid());
    }

    /** Where to send requests. */
    String url() {
        return "http://127.0.0.1:" + port + HEALTH;
    }

    /** Sends SIGTERM and waits for the end. */
    Stopped stop() throws IOException, InterruptedException {
        long asked = System.nanoTime();
        process.destroy();
        if (!process.waitFor(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new IOException("does not stop; its output was:\n" + Files.readString(output));
        }
        return new Stopped((System.nanoTime() - asked) / 1e6, process.exitValue());
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
        Runtime.getRuntime().removeShutdownHook(hook);
    }
}
