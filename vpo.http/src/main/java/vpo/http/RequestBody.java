package vpo.http;

/** What the listener finds wrong with a request's body while a servlet reads it. */
public final class RequestBody {
    /**
     * An attribute of the request: there, and not null, once its body has turned out to be too large, came too slowly, or
     * did not arrive whole, and reading it has failed. The listener answers then, with what was wrong, unless the servlet
     * has begun to send an answer of its own.
     */
    public static final String FAILURE = "vpo.http.body.failure";

    private RequestBody() {}
}
