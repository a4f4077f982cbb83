package vpo.database.internal;

/** The database cannot be used. The message is one line for the operator: which file, what was found, what to do. */
public final class DatabaseException extends Exception {
    private static final long serialVersionUID = 1L;

    DatabaseException(String message) {
        super(message);
    }

    DatabaseException(String message, Throwable cause) {
        super(message, cause);
    }
}
