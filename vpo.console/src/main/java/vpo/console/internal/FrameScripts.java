package vpo.console.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.apache.felix.webconsole.servlet.AbstractServlet;

/**
 * The scripts that stand in the frame of Felix's console itself. A page of ours allows these, by their hashes, and no
 * others: so what might get into the page in spite of all does not run.
 *
 * @param inline the scripts, with Felix's placeholders
 */
record FrameScripts(List<String> inline) {
    private static final Pattern SCRIPT = Pattern.compile("<script(?![^>]*\\ssrc=)[^>]*>(.*?)</script>",
            Pattern.DOTALL);

    /** Of the console that this bundle is wired to. */
    static FrameScripts ofFelix() {
        try (InputStream in = AbstractServlet.class.getResourceAsStream("/templates/main_header.html")) {
            return of(in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("the frame of Felix's console cannot be read", e);
        }
    }

    static FrameScripts of(String html) {
        return new FrameScripts(SCRIPT.matcher(html).results().map((MatchResult each) -> each.group(1)).toList());
    }

    /**
     * The Content-Security-Policy of a page.
     *
     * @param appRoot path of the console
     * @param label of the page
     */
    String policy(String appRoot, String label) {
        String hashes = inline.stream()
                .map(script -> script.replace("${appRoot}", appRoot).replace("${head.label}", label))
                .map(script -> " 'sha256-" + sha256(script) + "'").collect(Collectors.joining());
        // jQuery UI writes style attributes.
        return "default-src 'self'; script-src 'self'" + hashes
                + "; style-src 'self' 'unsafe-inline'; object-src 'none';"
                + " base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
    }

    private static String sha256(String script) {
        try {
            // As browsers see it: HTML has one kind of line break.
            byte[] bytes = script.replace("\r\n", "\n").getBytes(StandardCharsets.UTF_8);
            return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
