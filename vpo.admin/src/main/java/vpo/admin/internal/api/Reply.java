package vpo.admin.internal.api;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * An answer.
 *
 * @param status HTTP status
 * @param type the content's
 * @param headers more of them
 * @param content what to write
 */
public record Reply(int status, String type, Map<String, String> headers, Content content) {
    /** The type of all answers but a few. */
    public static final String JSON = "application/json; charset=utf-8";

    /** What an answer's body is made of. */
    public interface Content {
        /** How many bytes there will be; less than 0 if that is not known. */
        long length();

        /** Writes them, perhaps over a long time. Not called for HEAD. */
        void write(OutputStream out) throws IOException;

        /** What is to be done when the client has its answer, whether it has taken it or not. */
        default void afterwards() {}
    }

    /** A text as content, in UTF-8. */
    static Content content(String text) {
        return new Text(text.getBytes(StandardCharsets.UTF_8), () -> {});
    }

    /** 200, and JSON. */
    public static Reply ok(Object json) {
        return json(200, json);
    }

    /** JSON. */
    public static Reply json(int status, Object json) {
        return new Reply(status, JSON, Map.of(), content(Json.write(json)));
    }

    /** 200, and a text of another type. */
    public static Reply text(String type, String text) {
        return new Reply(200, type, Map.of(), content(text));
    }

    /** The same, and something that is done when the client has its answer: it may be the end of the daemon. */
    public Reply then(Runnable afterwards) {
        if (content instanceof Text text) {
            return new Reply(status, type, headers, new Text(text.bytes, afterwards));
        }
        throw new IllegalStateException("the end of a stream is its own affair");
    }

    private record Text(byte[] bytes, Runnable after) implements Content {
        @Override
        public long length() {
            return bytes.length;
        }

        @Override
        public void write(OutputStream out) throws IOException {
            out.write(bytes);
        }

        @Override
        public void afterwards() {
            after.run();
        }
    }
}
