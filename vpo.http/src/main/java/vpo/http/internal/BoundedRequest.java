package vpo.http.internal;

import java.time.Duration;

import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;

/**
 * A request whose body is bounded in size, and must come at a minimum pace: one byte now and then would hold a thread
 * for as long as the client likes. Only the time counts in which the body is waited for, so that a slow servlet is not
 * held against its client. For one reader. Felix HTTP has a setting for the size, of which Jetty warns at each start. A body that
 * says beforehand that it is too large is refused by {@link RequestGate}.
 */
final class BoundedRequest extends Request.Wrapper {
    /**
     * The largest plugin that may be sent, 256 MiB, and what a form puts around it. Servlets take less, as they say.
     */
    static final long MOST_BYTES = 257L * 1024 * 1024;
    /** Bytes a second. Phones in a cellar are faster. */
    static final int PACE = 1024;
    /** How long a client may be slower in all: networks stall, and come back. */
    static final Duration PATIENCE = Duration.ofSeconds(15);

    private final Duration patience;
    private long bytes;
    private long waitedNanos;
    /** 0 is not waiting. */
    private long waitingSince;

    BoundedRequest(Request request) {
        this(request, PATIENCE);
    }

    BoundedRequest(Request request, Duration patience) {
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
        if (bytes > MOST_BYTES) {
            chunk.release();
            return failed(HttpStatus.PAYLOAD_TOO_LARGE_413, "the body has more than " + MOST_BYTES + " bytes");
        }
        if (!chunk.isLast() && isTooSlow()) {
            chunk.release();
            return failed(HttpStatus.REQUEST_TIMEOUT_408, "the body comes too slowly: " + bytes + " bytes in "
                    + Duration.ofNanos(waitedNanos).toSeconds() + " s");
        }
        return chunk;
    }

    private Content.Chunk failed(int status, String why) {
        Throwable failure = new HttpException.RuntimeException(status, why);
        getWrapped().fail(failure);
        return Content.Chunk.from(failure);
    }

    private boolean isTooSlow() {
        long excess = waitedNanos - patience.toNanos();
        return excess > 0 && bytes < (waitedNanos / 1e9) * PACE;
    }
}
