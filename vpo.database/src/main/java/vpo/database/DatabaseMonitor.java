package vpo.database;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Watches the library's database. A service, there once the database was verified at the start. The file is looked at
 * about once a second, read only, by one thread of the monitor's own; nothing is ever written to it and a missing file
 * is not created.
 */
@ProviderType
public interface DatabaseMonitor {

    /**
     * Tells what the last look found. Any thread may call this as often as it likes: it waits neither for the file nor
     * for another caller; one that is the first to see a change writes a line to the log. A file that can no longer be
     * used shows within 5 seconds, even when a look at it never returns, and so does one that can be used again, and
     * another one that was put in its place. Two things may take longer: damage inside a file shows once the whole file
     * was checked, which is done for a part of the time only; and that such damage was mended in place shows after a check
     * of up to 64 seconds, which comes again after 20 times as long if that was not enough.
     *
     * @return the status now
     */
    DatabaseStatus status();
}
