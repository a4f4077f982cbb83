package vpo.systemd;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * One entry of the journal in the form that it travels in, the native protocol of {@code systemd-journald}: fields with
 * values of any content, line breaks included. For one thread.
 */
public final class JournalEntry {
    private static final int LONGEST_NAME = 64;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);

    /**
     * Adds a field; one with an empty value is left out.
     *
     * @param name of capital letters, digits and underscores, beginning with a letter, and no longer than 64 characters:
     *            the journal drops others
     * @return this entry
     */
    public JournalEntry field(String name, String value) {
        if (value.isEmpty()) {
            return this;
        }
        byte[] content = value.getBytes(StandardCharsets.UTF_8);
        bytes.writeBytes(name.getBytes(StandardCharsets.US_ASCII));
        if (value.indexOf('\n') < 0) {
            bytes.write('=');
        } else {
            bytes.write('\n');
            bytes.writeBytes(ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(content.length)
                    .array());
        }
        bytes.writeBytes(content);
        bytes.write('\n');
        return this;
    }

    /**
     * What a field can be named whose name anybody chose.
     *
     * @param prefix begins with a capital letter
     * @param name any text
     */
    public static String name(String prefix, String name) {
        String whole = prefix + name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
        return whole.substring(0, Math.min(whole.length(), LONGEST_NAME));
    }

    /** As it travels. */
    public byte[] bytes() {
        return bytes.toByteArray();
    }
}
