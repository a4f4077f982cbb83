package vpo.admin.internal.api;

import java.io.InputStream;
import java.util.Locale;

/**
 * What a client sends.
 *
 * @param type the content's; empty if the client does not say
 * @param length in bytes; less than 0 if the client does not say
 * @param stream to read it from, as it comes
 */
public record Body(String type, long length, InputStream stream) {
    /** Of a request without one. */
    public static final Body NONE = new Body("", 0, InputStream.nullInputStream());

    /** Whether its type is one of these, whatever the parameters of the type are. */
    public boolean isOf(String... types) {
        String bare = type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        for (String each : types) {
            if (each.equals(bare)) {
                return true;
            }
        }
        return false;
    }
}
