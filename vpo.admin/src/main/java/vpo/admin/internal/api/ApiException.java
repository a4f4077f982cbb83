package vpo.admin.internal.api;

import java.util.Map;

/** A request that is not carried out. The message is what the client reads: what is wrong, and what to do. */
public final class ApiException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;
    private final transient Object details;
    private final transient Map<String, String> headers;

    private ApiException(int status, String code, String message, Object details, Map<String, String> headers) {
        super(message);
        this.status = status;
        this.code = code;
        this.details = details;
        this.headers = headers;
    }

    /**
     * @param status HTTP status
     * @param code upper case with underscores
     */
    public ApiException(int status, String code, String message) {
        this(status, code, message, null, Map.of());
    }

    /** A mistake in the request. */
    public static ApiException invalid(String message) {
        return new ApiException(400, "INVALID_REQUEST", message);
    }

    /** A query parameter with a value that it cannot have. */
    public static ApiException parameter(String message) {
        return new ApiException(400, "INVALID_PARAMETER", message);
    }

    /** What the path names is not there. */
    public static ApiException notFound(String message) {
        return new ApiException(404, "NOT_FOUND", message);
    }

    /** Something that comes back. */
    public static ApiException unavailable(String code, String message) {
        return new ApiException(503, code, message).with("Retry-After", "10");
    }

    /** Plugins are not changed any more, and nobody is told of events anew. */
    public static ApiException shuttingDown() {
        return unavailable("SHUTTING_DOWN", "The daemon is shutting down");
    }

    /** The same with more for programs to read, as JSON. */
    public ApiException details(Object more) {
        return new ApiException(status, code, getMessage(), more, headers);
    }

    /** The same with a header. */
    public ApiException with(String header, String value) {
        return new ApiException(status, code, getMessage(), details, Map.of(header, value));
    }

    /** What the client is answered. */
    Reply reply() {
        Map<String, Object> body = Json.object("error", getMessage(), "code", code);
        if (details != null) {
            body.put("details", details);
        }
        return new Reply(status, Reply.JSON, headers, Reply.content(Json.write(body)));
    }
}
