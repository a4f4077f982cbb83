package vpo.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The load, made by wrk. */
final class Wrk {
    private static final Pattern REQUESTS = Pattern.compile("(\\d+) requests in ");
    private static final Pattern RATE = Pattern.compile("Requests/sec:\\s+([\\d.]+)");
    private static final Pattern MEDIAN = Pattern.compile("\\s50%\\s+([\\d.]+)(us|ms|s)");
    private static final Pattern P99 = Pattern.compile("\\s99%\\s+([\\d.]+)(us|ms|s)");
    private static final Pattern FAILED = Pattern.compile("(Non-2xx or 3xx responses|Socket errors): .*");
    /** Beyond the duration that it was told. */
    private static final long PATIENCE_SECONDS = 20;

    private Wrk() {}

    /**
     * What wrk measured.
     *
     * @param requests that were answered
     * @param requestsPerSecond as many as that in a second
     * @param medianMillis latency
     * @param p99Millis latency that 99 of 100 requests do not exceed
     */
    record Load(long requests, double requestsPerSecond, double medianMillis, double p99Millis) {}

    /**
     * Sends requests, each connection as fast as it is answered.
     *
     * @param threads of wrk
     * @param connections kept open
     * @throws IOException if any request is answered with an error, or wrk fails
     */
    static Load run(String url, int threads, int connections, Duration howLong)
            throws IOException, InterruptedException {
        Process wrk = new ProcessBuilder("wrk", "--latency", "-t" + threads, "-c" + connections,
                "-d" + howLong.toSeconds() + "s", url).redirectErrorStream(true).start();
        try {
            if (!wrk.waitFor(howLong.toSeconds() + PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IOException("wrk does not end");
            }
            return parse(new String(wrk.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        } finally {
            wrk.destroyForcibly();
        }
    }

    static Load parse(String output) throws IOException {
        Matcher failed = FAILED.matcher(output);
        if (failed.find()) {
            throw new IOException("wrk: " + failed.group());
        }
        return new Load(Long.parseLong(find(REQUESTS, output).group(1)),
                Double.parseDouble(find(RATE, output).group(1)), millis(find(MEDIAN, output)),
                millis(find(P99, output)));
    }

    private static Matcher find(Pattern pattern, String output) throws IOException {
        Matcher matcher = pattern.matcher(output);
        if (!matcher.find()) {
            throw new IOException("wrk printed something unknown:\n" + output);
        }
        return matcher;
    }

    private static double millis(Matcher time) {
        double number = Double.parseDouble(time.group(1));
        return switch (time.group(2)) {
            case "us" -> number / 1_000;
            case "ms" -> number;
            default -> number * 1_000;
        };
    }
}
