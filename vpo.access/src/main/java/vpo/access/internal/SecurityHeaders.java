package vpo.access.internal;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** What every answer tells a browser. A servlet that knows better sets its own. */
final class SecurityHeaders {
    /** The pages of Felix's console have scripts and styles within them. */
    private static final String CONSOLE = "/system/console";
    private static final String BOUNDS = "; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors"
            + " 'none'";
    private static final String POLICY = "default-src 'self'" + BOUNDS;
    private static final String CONSOLE_POLICY = "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src"
            + " 'self' 'unsafe-inline'; img-src 'self' data:" + BOUNDS;

    private static final Map<String, String> ALL = Map.of(
            "X-Content-Type-Options", "nosniff",
            "X-Frame-Options", "DENY",
            "Referrer-Policy", "same-origin",
            "Cross-Origin-Opener-Policy", "same-origin",
            "Cross-Origin-Resource-Policy", "same-origin",
            "Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
            "Cache-Control", "no-store");

    private static final Map<String, String> OF_CONSOLE = with(CONSOLE_POLICY);
    private static final Map<String, String> OF_OTHERS = with(POLICY);

    private SecurityHeaders() {}

    static Map<String, String> of(String path) {
        return path.equals(CONSOLE) || path.startsWith(CONSOLE + "/") ? OF_CONSOLE : OF_OTHERS;
    }

    private static Map<String, String> with(String policy) {
        Map<String, String> headers = new LinkedHashMap<>(ALL);
        headers.put("Content-Security-Policy", policy);
        return Collections.unmodifiableMap(headers);
    }
}
