package vpo.admin.internal.resource;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

import vpo.admin.internal.api.Api;
import vpo.admin.internal.api.Reply;
import vpo.admin.internal.api.Route;

/** {@code /openapi.yaml}: what this API is. */
public final class DocumentResource {
    private static final String TYPE = "application/yaml; charset=utf-8";

    private DocumentResource() {}

    /** What can be asked for. */
    public static List<Route> routes() {
        return List.of(Route.of("GET", "/openapi.yaml", 200, _ -> Reply.text(TYPE, text())));
    }

    private static String text() {
        try (InputStream in = Api.class.getResourceAsStream("openapi.yaml")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
