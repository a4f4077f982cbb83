package vpo.access.internal;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;

/**
 * The cookie by which a page of the daemon's own is known again: a browser adds a name and a password to whatever it is
 * made to send, but this cookie only to what the daemon's own pages send.
 */
final class Sessions {
    static final String COOKIE = "vpo_session";

    private final Seal seal;

    Sessions(Seal seal) {
        this.seal = seal;
    }

    /** Whether the request has the cookie of this caller. */
    boolean has(Call call, String caller) {
        byte[] right = seal.of(COOKIE, caller).getBytes(StandardCharsets.US_ASCII);
        return value(call).filter(value -> MessageDigest.isEqual(value.getBytes(StandardCharsets.UTF_8), right))
                .isPresent();
    }

    /** Sets the cookie of this caller. */
    String header(Call call, String caller) {
        return COOKIE + "=" + seal.of(COOKIE, caller) + "; Path=/; HttpOnly; SameSite=Strict"
                + (call.secure() ? "; Secure" : "");
    }

    private static Optional<String> value(Call call) {
        return call.headers().apply("Cookie").stream().flatMap(header -> Arrays.stream(header.split(";")))
                .map(String::strip).filter(cookie -> cookie.startsWith(COOKIE + "="))
                .map(cookie -> cookie.substring(COOKIE.length() + 1)).findFirst();
    }
}
