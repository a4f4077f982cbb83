package vpo.http;

import org.osgi.annotation.versioning.ProviderType;

/** The requests of this life of the daemon, in numbers. A service; any thread, and nothing blocks. */
@ProviderType
public interface RequestStatistics {

    /** How many have come, refused ones included. */
    long total();

    /** How many are being answered now, those that are let through while the daemon drains included. */
    int inFlight();

    /** How many were refused, because the daemon drained or too many came at once. */
    long refused();

    /**
     * How many were answered with a status of this class.
     *
     * @param statusClass 1 to 5, such as 2 for 200 to 299
     */
    long answered(int statusClass);
}
