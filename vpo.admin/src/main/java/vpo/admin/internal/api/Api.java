package vpo.admin.internal.api;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the route of a request, and answers it, whatever comes of it. Any thread. */
public final class Api {
    private static final Logger log = LoggerFactory.getLogger(Api.class);
    private static final int LONGEST_QUERY = 4_000;

    private final List<Route> routes;

    /**
     * @param routes of several that fit a request the first counts
     */
    public Api(List<Route> routes) {
        this.routes = List.copyOf(routes);
    }

    /** The table. */
    public List<Route> routes() {
        return routes;
    }

    /** Never throws: what goes wrong is an answer, too. */
    public Reply answer(Request request) {
        try {
            return route(request);
        } catch (ApiException e) {
            log.debug("{} {}: {}", request.method(), fit(request.path()), e.getMessage());
            return e.reply();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ApiException.unavailable("SERVICE_UNAVAILABLE", "The request was cancelled").reply();
        } catch (IOException | UncheckedIOException e) {
            log.debug("{} {}", request.method(), fit(request.path()), e);
            return new ApiException(400, "INVALID_REQUEST", "The request's body did not arrive whole")
                    .with("Connection", "close").reply();
        } catch (RuntimeException e) {
            log.error("{} {} failed", request.method(), fit(request.path()), e);
            return new ApiException(500, "INTERNAL_ERROR", "The daemon failed to answer; its log says why").reply();
        }
    }

    private Reply route(Request request) throws ApiException, IOException, InterruptedException {
        String method = request.method().equals("HEAD") ? "GET" : request.method();
        Set<String> allowed = new TreeSet<>();
        for (Route route : routes) {
            Map<String, String> variables = route.match(request.path()).orElse(null);
            if (variables != null && route.method().equals(method)) {
                return route.handler().answer(new Call(variables, query(request.query(), route.query()),
                        request.body(), request.lastEventId(), request.caller()));
            }
            if (variables != null) {
                allowed.add(route.method());
            }
        }
        if (allowed.isEmpty()) {
            throw ApiException
                    .notFound("There is no such resource; /api/v1/openapi.yaml tells of those that there are");
        }
        if (allowed.contains("GET")) {
            allowed.add("HEAD");
        }
        throw new ApiException(405, "METHOD_NOT_ALLOWED", "This resource can be asked with "
                + String.join(", ", allowed) + " only").with("Allow", String.join(", ", allowed));
    }

    /** Not the container's: that takes parameters out of a form in the body, too. */
    private static Map<String, String> query(String text, Set<String> known) throws ApiException {
        Map<String, String> query = new HashMap<>();
        if (text == null || text.isEmpty()) {
            return query;
        }
        if (text.length() > LONGEST_QUERY) {
            throw ApiException.parameter("The query is longer than " + LONGEST_QUERY + " characters");
        }
        Set<String> unknown = new TreeSet<>();
        for (String each : text.split("&")) {
            String[] pair = each.split("=", 2);
            String key = decoded(pair[0]);
            if (!known.contains(key)) {
                unknown.add(key);
            } else if (query.put(key, pair.length == 1 ? "" : decoded(pair[1])) != null) {
                throw ApiException.parameter(key + " is there more than once");
            }
        }
        if (!unknown.isEmpty()) {
            throw new ApiException(400, "UNKNOWN_PARAMETERS", "Unknown query parameter: " + String.join(", ", unknown)
                    + (known.isEmpty() ? "; there are none here" : "; known are " + String.join(", ", known)))
                    .details(Json.object("unknown", unknown, "known", known));
        }
        return query;
    }

    private static String decoded(String text) throws ApiException {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw ApiException.parameter("The query is not encoded as a URL is");
        }
    }

    /** What a client has sent, as a part of one line of the log. */
    public static String fit(String text) {
        String line = text.replaceAll("[^\\p{Graph} ]", "?");
        return line.length() <= 200 ? line : line.substring(0, 200) + "...";
    }
}
