package vpo.access.internal;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Requests, as a test needs them. */
final class Calls {
    private final Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private String method = "GET";
    private String path = "/api/v1/status";
    private String address = "127.0.0.1";
    private String own = "127.0.0.1";
    private boolean secure;
    private boolean query;

    private Calls() {
        header("Host", "vpo.example:8321");
    }

    static Calls get() {
        return new Calls();
    }

    static Calls post() {
        Calls calls = new Calls();
        calls.method = "POST";
        return calls;
    }

    Calls method(String other) {
        method = other;
        return this;
    }

    Calls path(String other) {
        path = other;
        return this;
    }

    Calls withQuery() {
        query = true;
        return this;
    }

    Calls from(String other) {
        address = other;
        return this;
    }

    /** Where the daemon was connected to. */
    Calls at(String other) {
        own = other;
        return this;
    }

    Calls overTls() {
        secure = true;
        return this;
    }

    Calls host(String other) {
        return hosts(other);
    }

    /** In place of the one header. */
    Calls hosts(String... others) {
        headers.put("Host", List.of(others));
        return this;
    }

    Calls header(String name, String value) {
        headers.computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
        return this;
    }

    Calls basic(String user, String password) {
        return header("Authorization", "Basic "
                + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8)));
    }

    Calls bearer(String token) {
        return header("Authorization", "Bearer " + token);
    }

    Call call() {
        return new Call(method, path, query, Client.of(address, own), secure,
                name -> headers.getOrDefault(name, List.of()));
    }
}
