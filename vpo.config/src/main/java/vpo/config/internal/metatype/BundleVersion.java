package vpo.config.internal.metatype;

import java.util.Comparator;

/**
 * The version of a bundle, for telling which of two is the higher.
 *
 * @param qualifier compared as text
 */
public record BundleVersion(int major, int minor, int micro, String qualifier) implements Comparable<BundleVersion> {
    private static final Comparator<BundleVersion> ORDER = Comparator.comparingInt(BundleVersion::major)
            .thenComparingInt(BundleVersion::minor).thenComparingInt(BundleVersion::micro)
            .thenComparing(BundleVersion::qualifier);

    /** What a manifest says; null or nonsense, which the plugin host refuses, is the lowest. */
    static BundleVersion of(String text) {
        String[] parts = (text == null ? "" : text.strip()).split("\\.", 4);
        try {
            return new BundleVersion(Integer.parseInt(parts[0]), parts.length > 1 ? Integer.parseInt(parts[1]) : 0,
                    parts.length > 2 ? Integer.parseInt(parts[2]) : 0, parts.length > 3 ? parts[3] : "");
        } catch (NumberFormatException e) {
            return new BundleVersion(0, 0, 0, "");
        }
    }

    @Override
    public int compareTo(BundleVersion other) {
        return ORDER.compare(this, other);
    }
}
