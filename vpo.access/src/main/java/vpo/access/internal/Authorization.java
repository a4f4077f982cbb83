package vpo.access.internal;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/** What a request says of who sent it, in the header of that name. */
sealed interface Authorization {

    /** Nothing. */
    record None() implements Authorization {}

    /** Nothing that makes sense. */
    record Malformed() implements Authorization {}

    /** A name and a password. */
    record Basic(String user, String password) implements Authorization {
        /** Without the password, wherever it may be written to. */
        @Override
        public String toString() {
            return "Basic of " + CallerName.of(user);
        }
    }

    /** A token. */
    record Bearer(String token) implements Authorization {
        /** Without the token, wherever it may be written to. */
        @Override
        public String toString() {
            return "Bearer";
        }
    }

    /**
     * @param headers all values of the header
     */
    static Authorization of(List<String> headers) {
        if (headers.isEmpty()) {
            return new None();
        }
        String value = headers.getFirst().strip();
        int space = value.indexOf(' ');
        if (headers.size() > 1 || space < 0) {
            return new Malformed();
        }
        String rest = value.substring(space).strip();
        return switch (value.substring(0, space).toLowerCase(Locale.ROOT)) {
            case "basic" -> basic(rest);
            case "bearer" -> rest.isEmpty() ? new Malformed() : new Bearer(rest);
            default -> new Malformed();
        };
    }

    private static Authorization basic(String base64) {
        try {
            String both = StandardCharsets.UTF_8.newDecoder()
                    .decode(ByteBuffer.wrap(Base64.getDecoder().decode(base64)))
                    .toString();
            int colon = both.indexOf(':');
            return colon < 0 ? new Malformed() : new Basic(both.substring(0, colon), both.substring(colon + 1));
        } catch (IllegalArgumentException | CharacterCodingException e) {
            return new Malformed();
        }
    }
}
