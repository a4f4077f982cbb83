package vpo.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lets a daemon scan. */
final class ScanClient implements AutoCloseable {
    private static final Duration START_LIMIT = Duration.ofSeconds(10);
    private static final Duration LIMIT = Duration.ofMinutes(30);
    /** Between two looks at a scan: short beside one, and it leaves the processor to the daemon. */
    private static final Duration POLL = Duration.ofMillis(5);
    private static final Pattern SUMMARY = Pattern.compile("\"(total_discovered|scanned|skipped|errors)\":(\\d+)");

    private final URI scans;
    private final String token;
    private final HttpClient client = HttpClient.newHttpClient();

    /**
     * A scan that is complete.
     *
     * @param millis from the request to the answer that says so
     */
    record Scan(double millis, long found, long scanned, long skipped, long errors) {}

    /**
     * @param token that lets one in
     */
    ScanClient(URI daemon, String token) {
        scans = daemon.resolve("/plugins/scan/scans");
        this.token = token;
    }

    /** Scans everything that has changed. */
    Scan scan() throws IOException, InterruptedException {
        long begun = System.nanoTime();
        URI scan = begin(begun);
        while (true) {
            LockSupport.parkNanos(POLL.toNanos());
            String body = client.send(request(scan).build(), BodyHandlers.ofString()).body();
            double millis = (System.nanoTime() - begun) / 1e6;
            if (body.contains("\"status\":\"completed\"")) {
                return new Scan(millis, number(body, "total_discovered"), number(body, "scanned"),
                        number(body, "skipped"), number(body, "errors"));
            }
            if (!body.contains("\"status\":\"running\"") || millis > LIMIT.toMillis()) {
                throw new IOException("the scan is not complete: " + body);
            }
        }
    }

    /** The plugin comes a moment after the first healthy answer. */
    private URI begin(long begun) throws IOException, InterruptedException {
        while (true) {
            HttpResponse<String> answer = client.send(request(scans)
                    .header("Content-Type", "application/json").POST(BodyPublishers.ofString("{}")).build(),
                    BodyHandlers.ofString());
            if (answer.statusCode() == 202) {
                return scans.resolve(answer.headers().firstValue("Location").orElseThrow());
            }
            if (answer.statusCode() != 404 || System.nanoTime() - begun > START_LIMIT.toNanos()) {
                throw new IOException("no scan: HTTP " + answer.statusCode() + ": " + answer.body());
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    private HttpRequest.Builder request(URI uri) {
        return HttpRequest.newBuilder(uri).header("Authorization", "Bearer " + token);
    }

    private static long number(String json, String key) {
        Matcher matcher = SUMMARY.matcher(json);
        while (matcher.find()) {
            if (matcher.group(1).equals(key)) {
                return Long.parseLong(matcher.group(2));
            }
        }
        throw new IllegalStateException("no " + key + " in " + json);
    }

    @Override
    public void close() {
        client.close();
    }
}
