package vpo.access.internal;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * An answer of the door's own.
 *
 * @param status of HTTP
 * @param code for programs
 * @param message for people; ours, without characters that JSON would have to escape
 * @param details what to do about it, each as the message is; may be empty
 * @param headers beside those of every answer
 */
record Refusal(int status, String code, String message, List<String> details, Map<String, String> headers) {
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int MISDIRECTED_REQUEST = 421;
    private static final int TOO_MANY_REQUESTS = 429;

    static Refusal unauthorized() {
        return new Refusal(UNAUTHORIZED, "UNAUTHORIZED", "A credential is needed, and this request has no right one",
                List.of(), Map.of("WWW-Authenticate", "Basic realm='VPO', charset='UTF-8'".replace('\'', '"')));
    }

    static Refusal noCredential() {
        return forbidden("NO_CREDENTIAL", "Administration is off: no credential is set; set one with"
                + " 'vpo console set-password', or server.auth_token in the configuration");
    }

    static Refusal remote() {
        return forbidden("REMOTE_NOT_ALLOWED", "Administration from another machine needs TLS, such as that of a"
                + " reverse proxy on the machine of the daemon, or console.allow_remote = true");
    }

    static Refusal unknownHost() {
        return new Refusal(MISDIRECTED_REQUEST, "UNKNOWN_HOST", "This daemon is not known by the name of that host",
                List.of("It is known by its addresses, localhost, the name of its machine, server.bind,"
                        + " and the names in server.host_names of its configuration"),
                Map.of());
    }

    static Refusal forged(String why) {
        return forbidden("CSRF_ERROR", why);
    }

    private static Refusal forbidden(String code, String message) {
        return new Refusal(FORBIDDEN, code, message, List.of(), Map.of());
    }

    static Refusal notFound() {
        return new Refusal(NOT_FOUND, "NOT_FOUND", "Not Found", List.of(), Map.of());
    }

    static Refusal tooMany(String what, Duration wait) {
        // Rounded up: who comes back then is let in.
        long seconds = Math.max(1, Math.ceilDiv(wait.toNanos(), Duration.ofSeconds(1).toNanos()));
        return new Refusal(TOO_MANY_REQUESTS, "RATE_LIMITED", what + "; try again in " + seconds + " s",
                List.of(), Map.of("Retry-After", Long.toString(seconds)));
    }

    String json() {
        String more = details.isEmpty() ? "" : ", \"details\": [\"" + String.join("\", \"", details) + "\"]";
        return "{\"error\": \"" + message + "\", \"code\": \"" + code + "\"" + more + "}";
    }
}
