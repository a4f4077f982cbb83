package vpo.access.internal;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/** Whether a browser was made to send a request by a page of somebody else's. */
final class Forgery {
    private static final String ELSEWHERE = "This request was made by a page of another site";

    private Forgery() {}

    /** Why it is refused; empty if it is not forged, as far as its headers tell. */
    static Optional<Refusal> of(Call call) {
        return isForged(call) ? Optional.of(Refusal.forged(ELSEWHERE)) : Optional.empty();
    }

    private static boolean isForged(Call call) {
        if (call.has("Origin") && !call.header("Origin").map(origin -> isHere(origin, call)).orElse(false)) {
            return true;
        }
        if (call.has("Sec-Fetch-Site")) {
            String site = call.word("Sec-Fetch-Site").orElse("");
            boolean own = site.equals("same-origin") || site.equals("none");
            // Whoever follows a link comes by a GET that navigates; nothing else has a reason to. A link of somebody else's
            // has no query: it could ask a page for something, and each page would have to be proof against that.
            return !own && !(call.reads() && !call.query() && call.word("Sec-Fetch-Mode").orElse("").equals("navigate")
                    && call.word("Sec-Fetch-Dest").orElse("document").equals("document"));
        }
        // Browsers of old send no Origin with a form.
        return !call.reads() && !call.has("Origin") && call.has("Referer")
                && !call.header("Referer").map(referer -> isHere(referer, call)).orElse(false);
    }

    private static boolean isHere(String url, Call call) {
        Optional<String> host = call.header("Host");
        try {
            URI uri = URI.create(url);
            return call.scheme().equalsIgnoreCase(uri.getScheme()) && uri.getRawAuthority() != null && host.isPresent()
                    && authority(uri.getScheme(), uri.getRawAuthority())
                            .equals(authority(uri.getScheme(), host.get()));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static String authority(String scheme, String authority) {
        String port = "https".equalsIgnoreCase(scheme) ? ":443" : ":80";
        String lower = authority.toLowerCase(Locale.ROOT);
        return lower.endsWith(port) ? lower.substring(0, lower.length() - port.length()) : lower;
    }
}
