package vpo.database.internal;

import java.sql.SQLException;

/** Another file is in the place of the one that connections lead to. The message says what to do. */
final class ReplacedException extends SQLException {
    private static final long serialVersionUID = 1L;

    ReplacedException(String message) {
        super(message);
    }
}
