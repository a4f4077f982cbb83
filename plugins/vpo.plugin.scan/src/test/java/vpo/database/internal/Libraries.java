package vpo.database.internal;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;

import javax.sql.DataSource;

/** Opens the inside of vpo.database to the plugin's tests: the real schema through the real DataSources. */
public final class Libraries {
    private static final Duration WAIT = Duration.ofSeconds(10);

    private Libraries() {}

    /** Connections to a library that change nothing. */
    public static DataSource reader(Path file) {
        return new LibraryReader(file, WAIT);
    }

    /** Connections to a library, for writing, that wait for a lock only so long. */
    public static DataSource impatient(Path file, Duration wait) {
        return new LibraryDataSource(file, wait);
    }

    /** Creates an empty library of schema v7 in a new file. */
    public static DataSource create(Path file) {
        try {
            new NativeLibrary(Path.of("target", "native")).load();
            new SqliteFile(file).create(WAIT, connection -> {
                Schema.create(connection);
                return null;
            });
            return new LibraryDataSource(file, WAIT);
        } catch (DatabaseException | SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
