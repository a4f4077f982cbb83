package vpo.access.internal;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * What the door looks at of a request.
 *
 * @param method as it was sent
 * @param path decoded and normalized, as it decides which servlet answers
 * @param query whether the request has a query
 * @param client where it comes from
 * @param secure whether it came over TLS
 * @param headers all values of a header, by its name in any case
 */
record Call(String method, String path, boolean query, Client client, boolean secure,
        Function<String, List<String>> headers) {
    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");
    /** Every browser sends one of them with what a page makes it send; scripts send none. */
    private static final List<String> OF_BROWSERS = List.of("Origin", "Sec-Fetch-Site", "Sec-Fetch-Mode",
            "Sec-Fetch-Dest", "Referer", "Cookie");

    /**
     * What the client spoke: {@code http} or {@code https}. A reverse proxy that ends its TLS tells so; whoever else sends
     * that header deceives nobody but himself, as no page can make a browser send it. So it says which site a request is
     * of, and not that nobody could read it on its way: that is {@link #secure}.
     */
    String scheme() {
        return secure || word("X-Forwarded-Proto").filter("https"::equals).isPresent() ? "https" : "http";
    }

    boolean reads() {
        return READING.contains(method);
    }

    boolean isOfBrowser() {
        return OF_BROWSERS.stream().anyMatch(name -> !headers.apply(name).isEmpty());
    }

    /** The one value of a header. Several are none: nobody can tell which one others go by. */
    Optional<String> header(String name) {
        List<String> values = headers.apply(name);
        return values.size() == 1 ? Optional.of(values.getFirst().strip()) : Optional.empty();
    }

    /** The same in lower case. */
    Optional<String> word(String name) {
        return header(name).map(value -> value.toLowerCase(Locale.ROOT));
    }

    boolean has(String name) {
        return !headers.apply(name).isEmpty();
    }
}
