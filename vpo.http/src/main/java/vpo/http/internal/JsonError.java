package vpo.http.internal;

import java.util.Map;

/**
 * The body of an error answer: {@code {"error": "...", "code": "..."}}.
 */
final class JsonError {
    /** Codes as the existing clients know them; others are named by their class. */
    private static final Map<Integer, String> CODES = Map.of(
            400, "INVALID_REQUEST",
            401, "UNAUTHORIZED",
            403, "FORBIDDEN",
            404, "NOT_FOUND",
            405, "METHOD_NOT_ALLOWED",
            413, "TOO_LARGE",
            429, "RATE_LIMITED",
            500, "INTERNAL_ERROR",
            503, "SERVICE_UNAVAILABLE",
            505, "INVALID_REQUEST");
    private static final int FIRST_SERVER_ERROR = 500;

    private JsonError() {}

    /**
     * The body for a status, of which a client learns no more than the status itself says.
     *
     * @param status HTTP status from 400
     * @param reason the status in words
     */
    static String of(int status, String reason) {
        return of(reason,
                CODES.getOrDefault(status, status < FIRST_SERVER_ERROR ? "INVALID_REQUEST" : "INTERNAL_ERROR"));
    }

    /**
     * @param message one of ours, without characters that JSON would have to escape
     * @param code upper case with underscores
     */
    static String of(String message, String code) {
        return "{\"error\": \"" + message + "\", \"code\": \"" + code + "\"}";
    }
}
