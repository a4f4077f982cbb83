package vpo.http.internal;

import java.util.concurrent.TimeoutException;

/**
 * Why a request's body cannot be read.
 *
 * @param status of the answer
 * @param code for programs
 * @param message for people, without characters that JSON would have to escape
 */
record BodyFailure(int status, String code, String message) {
    static final BodyFailure TOO_LARGE = new BodyFailure(413, "TOO_LARGE", "The body is too large");
    static final BodyFailure TOO_SLOW = new BodyFailure(408, "REQUEST_TIMEOUT", "The body did not come in time");
    static final BodyFailure NOT_WHOLE = new BodyFailure(400, "INVALID_REQUEST", "The body did not arrive whole");

    /** What Jetty's means: nothing came for too long, or the client has gone or sends no HTTP. */
    static BodyFailure of(Throwable failure) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof TimeoutException) {
                return TOO_SLOW;
            }
        }
        return NOT_WHOLE;
    }

    String json() {
        return JsonError.of(message, code);
    }
}
