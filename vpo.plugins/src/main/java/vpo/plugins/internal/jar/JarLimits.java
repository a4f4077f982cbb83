package vpo.plugins.internal.jar;

/**
 * How large a jar may be.
 *
 * @param bytes of the file
 * @param entries in it
 * @param unpackedBytes of all entries together
 * @param ratio of an entry's size to its packed size, for entries that are not small
 */
record JarLimits(long bytes, int entries, long unpackedBytes, int ratio) {
    private static final long MIB = 1 << 20;
    /** Entries up to here may be packed as tightly as they like: a file of blanks is no attack. */
    static final long SMALL = MIB;

    /** Far above every plugin that we know of, far below what hurts. Deflate itself ends at about 1030 to 1. */
    static final JarLimits DEFAULT = new JarLimits(256 * MIB, 65_000, 1024 * MIB, 200);
}
