package vpo.launcher.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * In the daemon's place, gives commands the answers that a test has written, in their order, and keeps what it was asked.
 * What a real daemon answers is tested with the daemon.
 */
final class ScriptedDaemon implements BeforeEachCallback, AfterEachCallback {
    /**
     * @param uri with the query
     * @param body empty where there is none
     */
    record Request(String method, String uri, String body, Headers headers) {
        /** Method, URI and body. */
        String line() {
            return (method + " " + uri + " " + body).strip();
        }
    }

    private final Deque<String> answers = new ConcurrentLinkedDeque<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final Headers headers = new Headers();
    private boolean leavesAtLast;
    private ExecutorService threads;
    private HttpServer server;

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        threads = Executors.newVirtualThreadPerTaskExecutor();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        leave();
        threads.close();
    }

    /**
     * More to say: a status, a blank and a body each; with a minus in the blank's place the connection breaks before the
     * body's end, and an empty one cuts it before it begins.
     */
    void willAnswer(String... more) {
        answers.addAll(List.of(more));
    }

    /** With each answer from now on. */
    void willSend(String header, String value) {
        headers.set(header, value);
    }

    /** After the last answer nobody listens any more. */
    void willLeaveAtLast() {
        leavesAtLast = true;
    }

    /** Nobody listens any more. */
    void leave() {
        server.stop(0);
    }

    /** How many answers nobody has asked for. */
    int unsaid() {
        return answers.size();
    }

    List<Request> requests() {
        return List.copyOf(requests);
    }

    /** What it was asked: of each request the method, the URI and the body. */
    List<String> asked() {
        return requests.stream().map(Request::line).toList();
    }

    int port() {
        return server.getAddress().getPort();
    }

    String url() {
        return "http://127.0.0.1:" + port();
    }

    private void answer(HttpExchange exchange) throws IOException {
        requests.add(new Request(exchange.getRequestMethod(), exchange.getRequestURI().toString(),
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8),
                Headers.of(exchange.getRequestHeaders())));
        String answer = answers.isEmpty() ? "500 nothing more" : answers.removeFirst();
        if (!answer.isEmpty()) {
            exchange.getResponseHeaders().putAll(Map.copyOf(headers));
            byte[] body = answer.substring(4).getBytes(StandardCharsets.UTF_8);
            int missing = answer.charAt(3) == '-' ? 1 : 0;
            exchange.sendResponseHeaders(Integer.parseInt(answer.substring(0, 3)),
                    body.length == 0 ? -1 : body.length + missing);
            exchange.getResponseBody().write(body);
            exchange.getResponseBody().flush();
        }
        exchange.close();
        if (leavesAtLast && answers.isEmpty()) {
            leave();
        }
    }
}
