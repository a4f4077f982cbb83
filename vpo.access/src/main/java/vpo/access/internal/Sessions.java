package vpo.access.internal;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The cookies by which a page of the daemon's own is known again: a browser adds a name and a password to whatever it is
 * made to send, but this cookie only to what the daemon's own pages send. Each is {@code nonce.issued.seal}: the daemon
 * keeps none of them, and knows them by its seal. A browser sends the cookies of a host to all of its ports, so that each
 * port has a name of its own: two daemons of one host would otherwise end each other's sessions. Any thread.
 */
final class Sessions {
    static final String COOKIE = "vpo_session";
    /** A working day; a page that is used gets a new cookie when half of it is over. */
    static final Duration LIFE = Duration.ofHours(12);

    private static final Pattern PORT = Pattern.compile(":([0-9]{1,5})$");
    private static final Pattern VALUE = Pattern.compile("(([A-Za-z0-9_-]{22})\\.([0-9]{1,12}))\\.([A-Za-z0-9_-]{43})");
    private static final int NONCE_BYTES = 16;

    private final Seal seal;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    /**
     * What a cookie says.
     *
     * @param nonce which session of its caller's it is
     * @param issued when the daemon made it
     */
    record Session(String nonce, Instant issued) {}

    Sessions(Seal seal, InstantSource clock) {
        this.seal = seal;
        this.clock = clock;
    }

    /** The session of this caller that the request belongs to; empty if it has no cookie that is good and his. */
    Optional<Session> of(Call call, String caller) {
        Optional<Matcher> value = value(call).map(VALUE::matcher).filter(Matcher::matches);
        if (value.isEmpty() || !isSealed(value.get(), caller)) {
            return Optional.empty();
        }
        Instant issued = Instant.ofEpochSecond(Long.parseLong(value.get().group(3)));
        return clock.instant().isBefore(issued.plus(LIFE))
                ? Optional.of(new Session(value.get().group(2), issued))
                : Optional.empty();
    }

    private boolean isSealed(Matcher value, String caller) {
        return MessageDigest.isEqual(value.group(4).getBytes(StandardCharsets.US_ASCII),
                sealed(value.group(1), caller).getBytes(StandardCharsets.US_ASCII));
    }

    /** Whether it is time for a new cookie. */
    boolean isOld(Session session) {
        return clock.instant().isAfter(session.issued().plus(LIFE.dividedBy(2)));
    }

    /** Sets a new cookie of this caller. */
    String header(Call call, String caller) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        String text = Base64.getUrlEncoder().withoutPadding().encodeToString(nonce) + "."
                + clock.instant().getEpochSecond();
        return name(call) + "=" + text + "." + sealed(text, caller) + "; Path=/; Max-Age=" + LIFE.toSeconds()
                + "; HttpOnly; SameSite=Strict" + (call.scheme().equals("https") ? "; Secure" : "");
    }

    private String sealed(String text, String caller) {
        return seal.of(COOKIE, text + "." + caller);
    }

    /** With the port as the browser knows it, which may be a reverse proxy's; it leaves out the usual one. */
    private static String name(Call call) {
        return call.header("Host").map(PORT::matcher).filter(Matcher::find).map(port -> COOKIE + "_" + port.group(1))
                .orElse(COOKIE);
    }

    private static Optional<String> value(Call call) {
        String begin = name(call) + "=";
        return call.headers().apply("Cookie").stream().flatMap(header -> Arrays.stream(header.split(";")))
                .map(String::strip).filter(cookie -> cookie.startsWith(begin))
                .map(cookie -> cookie.substring(begin.length())).findFirst();
    }
}
