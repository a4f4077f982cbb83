package vpo.database.internal;

import java.util.Objects;

/**
 * What a look at the library's file found.
 *
 * @param kind what it is
 * @param detail what exactly, for the log; it may be empty
 */
record Finding(Kind kind, String detail) {

    /** The file is a library of the right version. */
    static final Finding USABLE = new Finding(Kind.USABLE, "");

    /** The kinds, each with the words that may be shown to clients. */
    enum Kind {
        /** Of the right version, and readable. */
        USABLE("ok"),
        /** There is no such file, but the folder for it. */
        MISSING("file is missing"),
        /** The folder that the file should be in is not there: perhaps a disk that is not mounted. */
        NO_FOLDER("folder is missing"),
        /** No bytes, or a database in which nothing was ever created. */
        EMPTY("file is empty"),
        /** A directory, a device and the like. */
        NOT_A_FILE("not a regular file"),
        /** This process may not read it. */
        UNREADABLE("not readable"),
        /** This process may not write to it or to its folder. */
        READ_ONLY("read-only"),
        /** A file of another kind. */
        NOT_A_DATABASE("not a database"),
        /** A database that lacks parts or contradicts itself. */
        DAMAGED("damaged or truncated"),
        /** A sound database which is not a library of ours. */
        FOREIGN("not a VPO library"),
        /** A library of a lower version. */
        OLDER("older schema version"),
        /** A library of a higher version. */
        NEWER("newer schema version"),
        /** Another file is in the place of one that this process still has open, or that has left a log. */
        REPLACED("file was replaced"),
        /** Another connection keeps everybody out. */
        LOCKED("locked"),
        /** The system failed to read it. */
        UNREACHABLE("cannot be read");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }

    Finding {
        Objects.requireNonNull(kind);
        Objects.requireNonNull(detail);
    }

    Finding(Kind kind) {
        this(kind, "");
    }

    boolean is(Kind other) {
        return kind == other;
    }
}
