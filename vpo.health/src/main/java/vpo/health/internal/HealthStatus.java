package vpo.health.internal;

import java.time.Duration;

/**
 * The answer of {@code GET /health} (DATA-MODEL, HealthStatus).
 *
 * @param databaseConnected whether the library's database can be used
 * @param uptime since the daemon's start
 * @param version of the daemon
 * @param shuttingDown whether it drains
 */
record HealthStatus(boolean databaseConnected, Duration uptime, String version, boolean shuttingDown) {
    private static final int OK = 200;
    private static final int SERVICE_UNAVAILABLE = 503;
    private static final long NANOS_PER_TENTH = 100_000_000L;

    /** {@code unhealthy} while shutting down, whatever the database does; {@code degraded} without the database. */
    String status() {
        if (shuttingDown) {
            return "unhealthy";
        }
        return databaseConnected ? "healthy" : "degraded";
    }

    int httpStatus() {
        return databaseConnected && !shuttingDown ? OK : SERVICE_UNAVAILABLE;
    }

    /** With the keys, their order and the separators that the existing clients know. */
    String toJson() {
        long tenths = uptime.toNanos() / NANOS_PER_TENTH;
        return "{\"status\": \"" + status()
                + "\", \"database\": \"" + (databaseConnected ? "connected" : "disconnected")
                + "\", \"uptime_seconds\": " + tenths / 10 + "." + tenths % 10
                + ", \"version\": \"" + version
                + "\", \"shutting_down\": " + shuttingDown + "}";
    }
}
