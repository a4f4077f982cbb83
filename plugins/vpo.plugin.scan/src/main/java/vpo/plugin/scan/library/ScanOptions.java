package vpo.plugin.scan.library;

/**
 * How a scan is done.
 *
 * @param full whether every file is scanned, changed or not
 * @param prune whether files that are gone are deleted from the library, and not only marked
 * @param verifyHash whether the contents of unchanged files are compared too
 */
public record ScanOptions(boolean full, boolean prune, boolean verifyHash) {
    /** What has changed, and nothing is deleted. */
    public static final ScanOptions INCREMENTAL = new ScanOptions(false, false, false);
}
