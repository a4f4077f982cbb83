package vpo.database.internal;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/**
 * Connections for reading only. They change no byte of the library, whatever its journal mode, and see what was
 * committed before they ask.
 */
final class LibraryReader extends SqliteDataSource {
    private final Duration busyTimeout;

    /** @param busyTimeout how long a connection waits for a lock */
    LibraryReader(Path path, Duration busyTimeout) {
        super(path);
        this.busyTimeout = busyTimeout;
    }

    @Override
    Connection open(SqliteFile file) throws SQLException {
        return file.openReader(busyTimeout, SqliteDataSource::requireLibrary);
    }
}
