package vpo.plugin.scan.http;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import jakarta.servlet.Servlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletName;
import org.osgi.service.servlet.whiteboard.propertytypes.HttpWhiteboardServletPattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import vpo.api.task.TaskRefusedException;
import vpo.plugin.scan.ScanService;
import vpo.plugin.scan.library.ScanJob;
import vpo.plugin.scan.work.OverlapException;
import vpo.plugin.scan.work.ScanRequest;

/**
 * {@code /plugins/scan/scans}: POST starts a scan, GET lists them; {@code /plugins/scan/scans/ID} tells of one. POST takes
 * what no browser sends for another site's page, and scans configured folders only.
 */
@Component(service = Servlet.class)
@HttpWhiteboardServletName("vpo.plugin.scan")
@HttpWhiteboardServletPattern(ScanServlet.PATH + "/*")
public final class ScanServlet extends HttpServlet {
    static final String PATH = "/plugins/scan/scans";
    private static final long serialVersionUID = 1L;
    private static final Logger log = LoggerFactory.getLogger(ScanServlet.class);
    private static final String JSON = "application/json; charset=utf-8";
    private static final int MAX_BODY = 64 * 1024;
    private static final int LISTED = 50;
    private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    /**
     * Of the library, and as many of folders: SQLite waits for locks in native code, a file server that is away keeps
     * whoever looks at it waiting, and a virtual thread would keep one of the few carriers from all others, and health
     * waiting.
     */
    static final int READERS = 4;
    /** Requests that may wait for those of folders: where a file server stays away, nothing is to pile up. */
    static final int MOST_WAITING = 32;
    private static final Duration FOLDERS_LIMIT = Duration.ofSeconds(15);

    private final transient ScanService scans;
    private final transient ExecutorService library = readers("vpo-scan-library-", new LinkedBlockingQueue<>());
    private final transient ExecutorService folders = readers("vpo-scan-folders-",
            new ArrayBlockingQueue<>(MOST_WAITING));
    private final Duration foldersLimit;

    @Activate
    public ScanServlet(@Reference ScanService scans) {
        this(scans, FOLDERS_LIMIT);
    }

    /** @param foldersLimit how long a request waits for a look at its folders */
    ScanServlet(ScanService scans, Duration foldersLimit) {
        this.scans = scans;
        this.foldersLimit = foldersLimit;
    }

    @Deactivate
    void deactivate() {
        // The folders first: by them is told why something is refused.
        folders.shutdown();
        library.shutdown();
    }

    /** What is answered when all goes well. */
    private record Answer(int status, String body, Optional<String> location) {
        Answer(String body) {
            this(HttpServletResponse.SC_OK, body, Optional.empty());
        }
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Answer answer;
        try {
            answer = answer(request);
        } catch (Refusal e) {
            if (e.status() == HttpServletResponse.SC_METHOD_NOT_ALLOWED) {
                response.setHeader("Allow", id(request).isEmpty() ? "GET, HEAD, POST" : "GET, HEAD");
            }
            if (e.leavesBody()) {
                response.setHeader("Connection", "close");
            }
            if (e.status() == HttpServletResponse.SC_SERVICE_UNAVAILABLE) {
                response.setHeader("Retry-After", "10");
            }
            answer = new Answer(e.status(), ScanJson.error(e), Optional.empty());
        }
        byte[] body = answer.body.getBytes(StandardCharsets.UTF_8);
        response.setStatus(answer.status);
        response.setContentType(JSON);
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Content-Type-Options", "nosniff");
        answer.location.ifPresent(location -> response.setHeader("Location", location));
        response.setContentLength(body.length);
        if (!"HEAD".equals(request.getMethod())) {
            response.getOutputStream().write(body);
        }
    }

    private Answer answer(HttpServletRequest request) throws IOException, Refusal {
        String id = id(request);
        try {
            if (List.of("GET", "HEAD").contains(request.getMethod())) {
                return new Answer(id.isEmpty() ? list() : one(id));
            }
            if (id.isEmpty() && "POST".equals(request.getMethod())) {
                return start(request);
            }
            throw new Refusal(HttpServletResponse.SC_METHOD_NOT_ALLOWED, "METHOD_NOT_ALLOWED",
                    "there is no " + request.getMethod() + " here");
        } catch (SQLException e) {
            log.warn("{} {}: {}", request.getMethod(), PATH, e.getMessage());
            throw new Refusal(HttpServletResponse.SC_SERVICE_UNAVAILABLE, "DATABASE_UNAVAILABLE",
                    "the library's database cannot be used now; the daemon's log says why");
        }
    }

    private static String id(HttpServletRequest request) {
        String path = request.getPathInfo();
        return path == null || path.equals("/") ? "" : path.substring(1);
    }

    private String list() throws SQLException, IOException, Refusal {
        return onLibrary(() -> ScanJson.list(scans.newest(LISTED).stream().map(this::entry).toList()));
    }

    private String one(String id) throws SQLException, IOException, Refusal {
        if (!UUID.matcher(id).matches()) {
            throw new Refusal(HttpServletResponse.SC_BAD_REQUEST, "INVALID_ID_FORMAT", "a scan's id is a UUID");
        }
        return onLibrary(() -> scans.find(id).map(this::entry)).map(ScanJson::one).orElseThrow(
                () -> new Refusal(HttpServletResponse.SC_NOT_FOUND, "NOT_FOUND", "there is no scan " + id));
    }

    private static ExecutorService readers(String name, BlockingQueue<Runnable> waiting) {
        return new ThreadPoolExecutor(READERS, READERS, 0, TimeUnit.SECONDS, waiting,
                Thread.ofPlatform().daemon().name(name, 0).factory());
    }

    private <T> T onLibrary(Callable<T> work) throws SQLException, IOException, Refusal {
        return result(() -> library.submit(work).get());
    }

    /** For a limited time: on a file server that is away, a look at a folder may never come back. */
    private <T> T onFolders(Callable<T> work) throws SQLException, IOException, Refusal {
        return result(() -> folders.invokeAll(List.of(work), foldersLimit.toNanos(), TimeUnit.NANOSECONDS).getFirst()
                .get());
    }

    @FunctionalInterface
    private interface Reading<T> {
        T get() throws ExecutionException, InterruptedException;
    }

    private <T> T result(Reading<T> reading) throws SQLException, IOException, Refusal {
        try {
            return reading.get();
        } catch (ExecutionException e) {
            return rethrow(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the request was cancelled");
        } catch (CancellationException | RejectedExecutionException e) {
            log.debug("the plugin has stopped meanwhile, or the folders do not answer", e);
            throw folders.isShutdown() ? stopping() : foldersAway();
        }
    }

    private static Refusal stopping() {
        return new Refusal(HttpServletResponse.SC_SERVICE_UNAVAILABLE, "SHUTTING_DOWN", "the plugin is stopping");
    }

    private Refusal foldersAway() {
        return new Refusal(HttpServletResponse.SC_SERVICE_UNAVAILABLE, "FOLDERS_UNAVAILABLE",
                "the folders do not answer; is a file server away that one of these is on? " + scans.roots().stream()
                        .map(Path::toString).collect(Collectors.joining(", ")));
    }

    private static <T> T rethrow(Throwable cause) throws SQLException, Refusal {
        switch (cause) {
            case SQLException e -> throw e;
            case Refusal e -> throw e;
            case RuntimeException e -> throw e;
            default -> throw new IllegalStateException(cause);
        }
    }

    private ScanJson.Entry entry(ScanJob job) {
        return new ScanJson.Entry(job, scans.progress(job.id()));
    }

    private Answer start(HttpServletRequest request) throws IOException, Refusal, SQLException {
        // First, whatever comes of it: a server that is done before the body has come ends the connection, and a client
        // that has been answered sends its next request there.
        String body = body(request);
        refuseOtherSites(request);
        ScanRequest wanted = onFolders(() -> {
            Order order = Order.parse(body, scans.roots());
            // Here, since it looks at the folders as well.
            return new ScanRequest(order.folders(), order.options());
        });
        String id = onLibrary(() -> begin(wanted));
        return new Answer(HttpServletResponse.SC_ACCEPTED, ScanJson.started(id), Optional.of(PATH + "/" + id));
    }

    private String begin(ScanRequest wanted) throws SQLException, Refusal {
        try {
            return scans.start(wanted);
        } catch (OverlapException e) {
            throw new Refusal(HttpServletResponse.SC_CONFLICT, "RESOURCE_CONFLICT", e.getMessage());
        } catch (TaskRefusedException e) {
            throw new Refusal(HttpServletResponse.SC_SERVICE_UNAVAILABLE, "SHUTTING_DOWN", e.getMessage());
        }
    }

    private static void refuseOtherSites(HttpServletRequest request) throws Refusal {
        String site = request.getHeader("Sec-Fetch-Site");
        // A page of the daemon's own says both; an Origin alone may be anybody's.
        if (site == null
                ? request.getHeader("Origin") != null
                : !List.of("same-origin", "none").contains(site)) {
            throw new Refusal(HttpServletResponse.SC_FORBIDDEN, "FORBIDDEN",
                    "a page of another site may not start a scan");
        }
        String type = request.getContentType();
        if (type == null || !type.split(";", 2)[0].strip().equalsIgnoreCase("application/json")) {
            throw new Refusal(HttpServletResponse.SC_UNSUPPORTED_MEDIA_TYPE, "UNSUPPORTED_MEDIA_TYPE",
                    "the body's Content-Type must be application/json");
        }
    }

    private static String body(HttpServletRequest request) throws IOException, Refusal {
        byte[] body = request.getInputStream().readNBytes(MAX_BODY + 1);
        if (body.length > MAX_BODY) {
            throw new Refusal(HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE, "TOO_LARGE",
                    "the body has more than " + MAX_BODY + " bytes");
        }
        return new String(body, StandardCharsets.UTF_8);
    }
}
