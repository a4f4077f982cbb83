package vpo.http.internal;

import java.time.Duration;

import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import vpo.http.RequestBody;

/**
 * A request whose body is bounded in size, and must come at a minimum pace: one byte now and then would hold a thread
 * for as long as the client likes. Only the time counts in which the body is waited for, so that a slow servlet is not
 * held against its client. Why reading failed is told to {@link BodyFailures}. For one reader. Felix HTTP has a setting for the size, of which Jetty warns at each start. A body that
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
    private final long mostBytes;
    private long bytes;
    private long waitedNanos;
    /** 0 is not waiting. */
    private long waitingSince;

    BoundedRequest(Request request) {
        this(request, PATIENCE, MOST_BYTES);
    }

    BoundedRequest(Request request, Duration patience, long mostBytes) {
        super(request);
        this.patience = patience;
        this.mostBytes = mostBytes;
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
            tell(BodyFailure.of(chunk.getFailure()));
            return chunk;
        }
        bytes += chunk.remaining();
        if (bytes > mostBytes) {
            chunk.release();
            return failed(BodyFailure.TOO_LARGE, "the body has more than " + mostBytes + " bytes");
        }
        if (!chunk.isLast() && isTooSlow()) {
            chunk.release();
            return failed(BodyFailure.TOO_SLOW, "the body comes too slowly: " + bytes + " bytes in "
                    + Duration.ofNanos(waitedNanos).toSeconds() + " s");
        }
        return chunk;
    }

    /** The first one: those that come after it follow from it. */
    private void tell(BodyFailure failure) {
        if (getAttribute(RequestBody.FAILURE) == null) {
            setAttribute(RequestBody.FAILURE, failure);
        }
    }

    private Content.Chunk failed(BodyFailure kind, String why) {
        tell(kind);
        Throwable failure = new HttpException.RuntimeException(kind.status(), why);
        getWrapped().fail(failure);
        return Content.Chunk.from(failure);
    }

    private boolean isTooSlow() {
        long excess = waitedNanos - patience.toNanos();
        return excess > 0 && bytes < (waitedNanos / 1e9) * PACE;
    }
}
