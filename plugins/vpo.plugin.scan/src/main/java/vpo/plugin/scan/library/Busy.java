package vpo.plugin.scan.library;

import java.sql.SQLException;

/** Tells a library that another process keeps locked from one that cannot be used: that process will be done. */
public final class Busy {
    private static final int SQLITE_BUSY = 5;
    /** Of SQLite's extended codes. */
    private static final int PRIMARY = 0xff;

    private Busy() {}

    /** Whether a lock is why something failed, though it was waited for as long as a connection waits. */
    public static boolean isWhy(SQLException e) {
        return (e.getErrorCode() & PRIMARY) == SQLITE_BUSY;
    }
}
