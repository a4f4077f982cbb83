package vpo.admin.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;

import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;
import vpo.admin.internal.api.Api;

/** The document that the daemon serves, and what it says of an answer. */
final class OpenApi {
    private static final String PLACE = "https://vpo.test/openapi.yaml";

    private final JsonNode document;
    private final SchemaRegistry schemas;

    OpenApi() throws IOException {
        try (InputStream in = Api.class.getResourceAsStream("openapi.yaml")) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            document = new YAMLMapper().readTree(text);
            schemas = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12,
                    builder -> builder.schemas(Map.of(PLACE, document.toString())));
        }
    }

    Set<String> paths() {
        return new TreeSet<>(document.get("paths").propertyNames());
    }

    /** The methods of a path, in upper case. */
    Set<String> methods(String path) {
        Set<String> methods = new TreeSet<>();
        document.get("paths").get(path).propertyNames().stream().filter(each -> !each.equals("parameters"))
                .forEach(each -> methods.add(each.toUpperCase(java.util.Locale.ROOT)));
        return methods;
    }

    private JsonNode operation(String method, String path) {
        return document.get("paths").get(path).get(method.toLowerCase(java.util.Locale.ROOT));
    }

    /** The names of an operation's parameters that are in that place. */
    Set<String> parameters(String method, String path, String in) {
        Set<String> names = new TreeSet<>();
        for (JsonNode list : new JsonNode[]{document.get("paths").get(path).get("parameters"),
                operation(method, path).get("parameters")}) {
            if (list != null) {
                list.forEach(each -> {
                    JsonNode parameter = resolved(each);
                    if (parameter.get("in").asString().equals(in)) {
                        names.add(parameter.get("name").asString());
                    }
                });
            }
        }
        return names;
    }

    Set<Integer> statuses(String method, String path) {
        Set<Integer> statuses = new TreeSet<>();
        operation(method, path).get("responses").propertyNames().forEach(each -> statuses.add(Integer.valueOf(each)));
        return statuses;
    }

    private JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? document.at(node.get("$ref").asString().substring(1)) : node;
    }

    /** An answer of JSON is one that the document promises. */
    void assertValid(String method, String path, int status, String json) {
        JsonNode response = operation(method, path).get("responses").get(Integer.toString(status));
        assertThat(response).as("%s %s may answer %d", method, path, status).isNotNull();
        String pointer = response.has("$ref")
                ? response.get("$ref").asString()
                : "#/paths/" + path.replace("/", "~1") + "/" + method.toLowerCase(java.util.Locale.ROOT)
                        + "/responses/" + status;
        String place = PLACE + pointer.replace("{", "%7B").replace("}", "%7D")
                + "/content/application~1json/schema";
        Schema schema = schemas.getSchema(SchemaLocation.of(place));
        assertThat(schema.validate(json, InputFormat.JSON)).as("%s %s: %s", method, path, json).isEmpty();
    }

    /** All references in the document, which must lead somewhere. */
    List<String> brokenReferences() {
        return document.findValuesAsString("$ref").stream()
                .filter(each -> document.at(each.substring(1)).isMissingNode()).toList();
    }

    /** The type of what an operation takes, if it takes anything. */
    Optional<JsonNode> body(String method, String path) {
        return Optional.ofNullable(operation(method, path).get("requestBody"));
    }
}
