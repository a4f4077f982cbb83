package vpo.plugin.scan.library;

/**
 * What a scan has done, in files.
 *
 * @param discovered that look like videos by their name
 * @param scanned that were read and probed, whether or not that went well
 * @param skipped that have not changed, or were left for later
 * @param added that the library did not have
 * @param removed that are not there any more
 * @param errors that could not be read or probed; and folders that could not be scanned
 */
public record Summary(long discovered, long scanned, long skipped, long added, long removed, long errors) {
    /** How far the scan is, 0 to 100. */
    public double percent() {
        return discovered == 0 ? 0 : Math.min(100, 100.0 * (scanned + skipped) / discovered);
    }
}
