package vpo.console.internal;

import java.io.IOException;
import java.util.HexFormat;
import java.util.zip.CRC32C;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** A file of the pages. Browsers keep it, and ask whether it is still the same. */
final class Resource {
    private final byte[] content;
    private final String type;
    private final String tag;

    /**
     * @param content is kept, and not to be changed
     * @param type of the content
     */
    Resource(byte[] content, String type) {
        this.content = content;
        this.type = type;
        CRC32C crc = new CRC32C();
        crc.update(content);
        tag = '"' + HexFormat.of().toHexDigits((int) crc.getValue()) + '-' + content.length + '"';
    }

    void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setHeader("ETag", tag);
        response.setHeader("Cache-Control", "no-cache");
        if (tag.equals(request.getHeader("If-None-Match"))) {
            response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
            return;
        }
        response.setContentType(type);
        response.setContentLength(content.length);
        response.getOutputStream().write(content);
    }
}
