package vpo.launcher.cli;

import java.io.IOException;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.URLEncoder;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import javax.net.ssl.SSLException;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;

/**
 * The API of a daemon. What it refuses, and what is in the way of asking it, is a {@link Failure} that says what to do.
 *
 * @param client to ask with
 * @param version of this program
 */
record Administration(DaemonClient client, String version) {
    private static final String API = "/api/v1";
    private static final int UNPROCESSABLE = 422;
    private static final int TOO_MANY_REQUESTS = 429;

    /**
     * A good answer.
     *
     * @param text as it came
     * @param json what it means
     */
    record Reply(String text, JsonObject json) {}

    /** A question that may fail to reach the daemon. */
    @FunctionalInterface
    interface Question {
        DaemonClient.Answer ask() throws IOException;
    }

    /**
     * @param path below the API's own, encoded, such as {@code /status}
     * @param keys without which an answer is nobody's whom this command knows
     */
    Reply get(String path, String... keys) throws Failure {
        DaemonClient.Answer answer = ask(() -> client.get(API + path));
        Reply reply = reply(() -> answer);
        if (!reply.json().keySet().containsAll(List.of(keys))) {
            throw refused(answer);
        }
        return reply;
    }

    /** Whatever is answered there, and why nothing is. */
    DaemonClient.Answer look(String path) throws IOException {
        return client.get(API + path);
    }

    Reply post(String path, JsonObject body) throws Failure {
        return reply(() -> client.post(API + path, body.toString()));
    }

    Reply put(String path, JsonObject body) throws Failure {
        return reply(() -> client.put(API + path, body.toString()));
    }

    Reply delete(String path) throws Failure {
        return reply(() -> client.delete(API + path));
    }

    /** Sends a file to whoever has just answered something smaller. */
    Reply upload(String path, Path file) throws Failure {
        try {
            DaemonClient.Answer answer = client.upload(API + path, file);
            return reply(() -> answer);
        } catch (ConnectException | SocketTimeoutException e) {
            throw unreachable(e);
        } catch (IOException e) {
            throw new Failure(client.address() + " did not take all of " + file + ": " + e.getMessage()
                    + "; a daemon takes so many changes a minute only, and what stands before it perhaps smaller files;"
                    + " its log may say more", e);
        }
    }

    /**
     * Events, as they come.
     *
     * @param lastId of the event after which they begin; empty for those from now on
     */
    EventStream events(String topics, String lastId) throws Failure {
        try {
            DaemonClient.Opened opened = client.open(API + "/events?topics=" + topics, lastId);
            if (opened.refusal().isPresent()) {
                throw refused(opened.refusal().get());
            }
            return new EventStream(opened.stream().orElseThrow());
        } catch (IOException e) {
            throw unreachable(e);
        }
    }

    /** For a piece of a path, or a value in a query. */
    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private Reply reply(Question question) throws Failure {
        DaemonClient.Answer answer = ask(question);
        Optional<JsonObject> json = object(answer.body());
        if (answer.status() / 100 == 2 && json.isPresent()) {
            return new Reply(answer.body(), json.get());
        }
        throw refused(answer);
    }

    /** Any answer at all. */
    DaemonClient.Answer ask(Question question) throws Failure {
        try {
            return question.ask();
        } catch (IOException e) {
            throw unreachable(e);
        }
    }

    /** Why a connection did not come about, or broke. */
    Failure unreachable(IOException e) {
        String there = client.address().toString();
        String start = client.address().isHere()
                ? "; " + client.credential().elsewhere().orElse(
                        "start one with \"vpo serve\", or say with --config, --bind, --port or --url where it is")
                : "; is it running there, and does it listen to other machines?";
        return new Failure(switch (e) {
            case UnknownHostException _ -> "there is no machine named " + client.address().base().getHost();
            case ConnectException _ -> "no daemon answers at " + there + ": " + e.getMessage() + start;
            case NoRouteToHostException _ -> "no daemon answers at " + there + ": " + e.getMessage() + start;
            case SocketTimeoutException _ -> "what listens at " + there + " does not answer: " + e.getMessage();
            case SSLException _ -> "no encrypted connection to " + there + ": " + e.getMessage()
                    + "; does it speak TLS, and is its certificate one that this Java trusts (-Djavax.net.ssl.trustStore"
                    + " in VPO_JAVA_OPTS)?";
            case TooLongException _ -> "the answer of " + there + " is longer than "
                    + DaemonClient.MAX_ANSWER_BYTES / (1 << 20) + " MiB; ask for less, of the log for fewer lines"
                    + " (--lines)";
            default -> "no daemon answers at " + there + ": " + e.getMessage() + start;
        }, e);
    }

    /** Why an answer is not what was asked for. */
    Failure refused(DaemonClient.Answer answer) {
        String there = client.address().toString();
        Optional<JsonObject> json = object(answer.body());
        Optional<String> error = json.flatMap(each -> text(each, "error"));
        String code = json.flatMap(each -> text(each, "code")).orElse("");
        boolean isUnauthorized = answer.status() == HttpURLConnection.HTTP_UNAUTHORIZED;
        if (isUnauthorized || answer.status() == HttpURLConnection.HTTP_FORBIDDEN && code.equals("NO_CREDENTIAL")) {
            String why = client.credential().refused()
                    + (isUnauthorized ? "" : ". The daemon says: " + error.orElse(""));
            return client.credential().authorization().isPresent() ? new CredentialRefused(why) : new Failure(why);
        }
        return new Failure(switch (answer.status()) {
            case HttpURLConnection.HTTP_FORBIDDEN -> error.orElse(there + " refuses: HTTP 403");
            case HttpURLConnection.HTTP_NOT_FOUND -> error.filter(_ -> isKnown(answer, json))
                    .orElseGet(this::otherVersion);
            case HttpURLConnection.HTTP_BAD_METHOD -> otherVersion();
            case TOO_MANY_REQUESTS -> error.orElse("too many requests") + answer.retryAfter()
                    .map(seconds -> "; try again in " + seconds + " s").orElse("");
            case UNPROCESSABLE -> error.orElse("the daemon cannot do that") + details(json);
            default -> error.map(each -> each + details(json)).orElseGet(() -> answer.status() / 100 == 3
                    ? there + " sends one on to " + answer.location().orElse("another place")
                            + ", and the credential is for " + there + " alone; say --url with the right address"
                    : "what answers at " + there + " is no VPO daemon: HTTP " + answer.status());
        });
    }

    /** Of something that it knows about, the API says itself that there is none. */
    private static boolean isKnown(DaemonClient.Answer answer, Optional<JsonObject> json) {
        return answer.status() == HttpURLConnection.HTTP_NOT_FOUND
                && json.filter(each -> text(each, "code").filter("NOT_FOUND"::equals).isPresent()).isPresent()
                && json.flatMap(each -> text(each, "error")).filter(each -> !each.equals("Not Found")).isPresent();
    }

    private String otherVersion() {
        try {
            Optional<String> theirs = object(client.get("/health").body()).flatMap(each -> text(each, "version"));
            return theirs.map(each -> "the daemon at " + client.address() + " is of version " + each
                    + " and cannot be asked that; this command is of " + version)
                    .orElse("what answers at " + client.address() + " is no VPO daemon");
        } catch (IOException e) {
            return "what answers at " + client.address() + " is no VPO daemon";
        }
    }

    /** A line for each, below the sentence. */
    private static String details(Optional<JsonObject> json) {
        StringBuilder lines = new StringBuilder();
        if (json.isPresent() && json.get().get("details") instanceof JsonElement all && all.isJsonArray()) {
            for (JsonElement each : all.getAsJsonArray()) {
                lines.append("\n  ").append(each instanceof JsonObject problem && text(problem, "problem").isPresent()
                        ? text(problem, "severity").map(severity -> severity + " ").orElse("")
                                + text(problem, "problem").get()
                        : each.isJsonPrimitive() ? each.getAsString() : each.toString());
            }
        }
        return lines.toString();
    }

    /** Empty if it is none. */
    static Optional<JsonObject> object(String text) {
        try {
            JsonElement json = JsonParser.parseString(text);
            return json.isJsonObject() ? Optional.of(json.getAsJsonObject()) : Optional.empty();
        } catch (JsonParseException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> text(JsonObject json, String key) {
        return json.get(key) instanceof JsonElement element && element.isJsonPrimitive()
                ? Optional.of(element.getAsString())
                : Optional.empty();
    }
}
