package vpo.http.internal;

import java.time.Duration;

import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;

/**
 * A request whose body must come at a minimum pace: one byte now and then would hold a thread for as long as the client
 * likes. Only the time counts in which the body is waited for, so that a slow servlet is not held against its client.
 * For one reader.
 */
final class PacedRequest extends Request.Wrapper {
    /** Bytes a second. Phones in a cellar are faster. */
    static final int PACE = 1024;
    /** How long a client may be slower in all: networks stall, and come back. */
    static final Duration PATIENCE = Duration.ofSeconds(15);

    private final Duration patience;
    private long bytes;
    private long waitedNanos;
    /** 0 is not waiting. */
    private long waitingSince;

    PacedRequest(Request request) {
        this(request, PATIENCE);
    }

    PacedRequest(Request request, Duration patience) {
        super(request);
        this.patience = patience;
    }

    @Override
    public Content.Chunk read() {
        Content.Chunk chunk = super.read();
        if (chunk == null) {
            if (waitingSince == 0) {
                waitingSince = System.nanoTime() | 1;
            }
            return null;
        }
        if (waitingSince != 0) {
            waitedNanos += System.nanoTime() - waitingSince;
            waitingSince = 0;
        }
        if (Content.Chunk.isFailure(chunk)) {
            return chunk;
        }
        bytes += chunk.remaining();
        if (!chunk.isLast() && isTooSlow()) {
            chunk.release();
            Throwable slow = new HttpException.RuntimeException(HttpStatus.REQUEST_TIMEOUT_408,
                    "the body comes too slowly: " + bytes + " bytes in "
                            + Duration.ofNanos(waitedNanos).toSeconds() + " s");
            getWrapped().fail(slow);
            return Content.Chunk.from(slow);
        }
        return chunk;
    }

    private boolean isTooSlow() {
        long excess = waitedNanos - patience.toNanos();
        return excess > 0 && bytes < (waitedNanos / 1e9) * PACE;
    }
}
