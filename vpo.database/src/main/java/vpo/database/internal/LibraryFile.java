package vpo.database.internal;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AccessMode;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import org.sqlite.ProgressHandler;
import org.sqlite.SQLiteErrorCode;

import vpo.database.internal.Finding.Kind;

/** The library's file, looked at from outside: nothing here changes it, whatever state it is in. */
final class LibraryFile {
    /** Changes of a file that somebody makes while it is read without locks; each is one more try. */
    private static final int TRIES = 3;

    private static final int STEPS_BETWEEN_LOOKS_AT_THE_CLOCK = 1000;

    private final SqliteFile file;
    private final Schema schema;

    /**
     * What tells that the file was changed, without opening it.
     *
     * @param file the file's identity
     * @param size its bytes
     * @param changed when it was last written
     * @param walSize the bytes of its write-ahead log, 0 if there is none
     * @param walChanged when the log was last written
     */
    record Stamp(Object file, long size, FileTime changed, long walSize, FileTime walChanged) {}

    LibraryFile(Path path, Schema schema) {
        this.file = new SqliteFile(path);
        this.schema = schema;
    }

    /**
     * Looks at the file: is it there, may it be used, is it a library of the right version, can its tables be read?
     *
     * @param wait how long to wait for a lock
     */
    Finding look(Duration wait) {
        return steady(() -> lookAtAttributes().orElseGet(() -> lookInside(wait)), LibraryFile::undecided);
    }

    /** Of a file that is being written by somebody who takes no locks, what was read says nothing of its content. */
    static Finding undecided(Finding found) {
        return found.is(Kind.DAMAGED) || found.is(Kind.NOT_A_DATABASE)
                ? new Finding(Kind.LOCKED, "it is changed whenever it is read")
                : found;
    }

    /**
     * Lets SQLite check the structure of the whole file, which takes as long as reading it.
     *
     * @param wait how long to wait for a lock
     * @param enough tells when to give up
     * @return what it found, or nothing if it was given up
     */
    Optional<Finding> check(Duration wait, BooleanSupplier enough) {
        AtomicBoolean givenUp = new AtomicBoolean();
        // A whole file in use is hardly ever still, and was read with locks, if not by chance.
        Finding found = steady(() -> {
            try {
                return file.read(wait, connection -> quickCheck(connection, enough));
            } catch (SQLException e) {
                givenUp.set(SqliteFile.code(e) == SQLiteErrorCode.SQLITE_INTERRUPT);
                return finding(e);
            }
        }, UnaryOperator.identity());
        return givenUp.get() ? Optional.empty() : Optional.of(found);
    }

    /**
     * A log with content although the file that it belongs to is missing or has no bytes: the write-ahead log, or the
     * rollback journal of a missing file. An empty file may have a journal, as one has that is being created.
     */
    Optional<Path> logWithoutFile() {
        // The logs first: whoever is just creating the file has created it before them.
        boolean wal = size(file.wal()) > 0;
        boolean journal = size(file.journal()) > 0;
        long size = size(file.path());
        if (wal && size <= 0) {
            return Optional.of(file.wal());
        }
        return journal && size < 0 ? Optional.of(file.journal()) : Optional.empty();
    }

    /** In bytes, negative if there is none within reach. */
    private static long size(Path path) {
        try {
            return attributes(path).size();
        } catch (IOException e) {
            return -1;
        }
    }

    /** The stamp, or nothing if there is no file within reach. */
    Optional<Stamp> stamp() {
        try {
            BasicFileAttributes attributes = attributes(file.path());
            long walSize = 0;
            FileTime walChanged = FileTime.fromMillis(0);
            try {
                BasicFileAttributes wal = attributes(file.wal());
                walSize = wal.size();
                walChanged = wal.lastModifiedTime();
            } catch (NoSuchFileException e) {
                // Nobody has it open in write-ahead mode.
            }
            return Optional.of(new Stamp(attributes.fileKey(), attributes.size(), attributes.lastModifiedTime(),
                    walSize, walChanged));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Whether there is another file than at the time of the stamp. A missing one has been replaced by nothing yet. */
    boolean isReplaced(Stamp stamp) {
        try {
            return !stamp.file().equals(attributes(file.path()).fileKey());
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * A bad verdict counts only if the file held still: it may have been read without locks. Visible for tests.
     *
     * @param otherwise what the last verdict is worth if it never did
     */
    Finding steady(Supplier<Finding> look, UnaryOperator<Finding> otherwise) {
        Finding found = Finding.USABLE;
        for (int i = 0; i < TRIES; i++) {
            Optional<Stamp> before = stamp();
            found = look.get();
            if (found.is(Kind.USABLE) || before.equals(stamp())) {
                return found;
            }
        }
        return otherwise.apply(found);
    }

    private Optional<Finding> lookAtAttributes() {
        Path path = file.path();
        BasicFileAttributes attributes;
        try {
            attributes = attributes(path);
        } catch (NoSuchFileException e) {
            return Optional.of(lookAtFolder(path));
        } catch (AccessDeniedException e) {
            return Optional.of(new Finding(Kind.UNREADABLE, "its folder"));
        } catch (FileSystemException e) {
            return Optional.of(new Finding(Kind.UNREACHABLE, Objects.toString(e.getReason(), e.toString())));
        } catch (IOException e) {
            return Optional.of(new Finding(Kind.UNREACHABLE, e.toString()));
        }
        if (!attributes.isRegularFile()) {
            return Optional
                    .of(new Finding(Kind.NOT_A_FILE, attributes.isDirectory() ? "a directory" : "a special file"));
        }
        if (!Files.isReadable(path)) {
            return Optional.of(new Finding(Kind.UNREADABLE, "the file"));
        }
        if (!Files.isWritable(path)) {
            return Optional.of(new Finding(Kind.READ_ONLY, "the file"));
        }
        Path folder = file.wal().getParent();
        if (!Files.isWritable(folder)) {
            return Optional.of(new Finding(Kind.READ_ONLY, "its folder " + folder));
        }
        return readOnlyCompanion().or(() -> lookAtSize(attributes.size()));
    }

    /** Nobody can write to the file who may not write to what SQLite has left beside it, as root's own may be. */
    private Optional<Finding> readOnlyCompanion() {
        for (Path companion : file.companions()) {
            try {
                companion.getFileSystem().provider().checkAccess(companion, AccessMode.READ, AccessMode.WRITE);
            } catch (AccessDeniedException e) {
                return Optional.of(new Finding(Kind.READ_ONLY, companion + " beside it"));
            } catch (IOException e) {
                // It is missing, or there is a trouble that shows when the file is read.
            }
        }
        return Optional.empty();
    }

    private static Optional<Finding> lookAtSize(long size) {
        if (size == 0) {
            return Optional.of(new Finding(Kind.EMPTY));
        }
        // SQLite takes a file of one byte for an empty one, and would write over it.
        return size == 1 ? Optional.of(new Finding(Kind.DAMAGED, "it has a single byte")) : Optional.empty();
    }

    private static Finding lookAtFolder(Path path) {
        if (Files.isSymbolicLink(path)) {
            return new Finding(Kind.NO_FOLDER, "it is a symbolic link to a file that does not exist");
        }
        Path folder = path.toAbsolutePath().getParent();
        if (!Files.isDirectory(folder)) {
            String problem = Files.exists(folder) ? " is not a folder" : " does not exist";
            return new Finding(Kind.NO_FOLDER, folder + problem);
        }
        return Files.isWritable(folder)
                ? new Finding(Kind.MISSING)
                : new Finding(Kind.READ_ONLY, "its folder " + folder);
    }

    private Finding lookInside(Duration wait) {
        try {
            return file.read(wait, this::judge);
        } catch (SQLException e) {
            return finding(e);
        }
    }

    private Finding judge(Connection connection) throws SQLException {
        if (Schema.isEmpty(connection)) {
            return new Finding(Kind.EMPTY);
        }
        Map<String, Set<String>> columns = Schema.columns(connection);
        if (!columns.containsKey("_meta")) {
            return new Finding(Kind.FOREIGN, "has no table _meta");
        }
        Optional<String> version = Schema.version(connection);
        if (version.isEmpty()) {
            return new Finding(Kind.FOREIGN, "has no schema_version in its table _meta");
        }
        if (!version.get().equals(Schema.VERSION)) {
            return otherVersion(version.get());
        }
        Optional<String> missing = schema.missingFrom(columns);
        if (missing.isPresent()) {
            return new Finding(Kind.FOREIGN, "says that it has version " + Schema.VERSION + ", but has no "
                    + missing.get());
        }
        for (String table : schema.columns().keySet()) {
            readFirstRow(connection, table);
        }
        return Finding.USABLE;
    }

    private static Finding otherVersion(String version) {
        try {
            boolean older = Long.parseLong(version) < Long.parseLong(Schema.VERSION);
            return new Finding(older ? Kind.OLDER : Kind.NEWER, version);
        } catch (NumberFormatException e) {
            return new Finding(Kind.FOREIGN, "has the schema version \"" + version + "\", which is no number");
        }
    }

    private static void readFirstRow(Connection connection, String table) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT * FROM " + table + " LIMIT 1")) {
            row.next();
        }
    }

    private static Finding quickCheck(Connection connection, BooleanSupplier enough) throws SQLException {
        ProgressHandler.setHandler(connection, STEPS_BETWEEN_LOOKS_AT_THE_CLOCK, new ProgressHandler() {
            @Override
            protected int progress() {
                return enough.getAsBoolean() ? 1 : 0;
            }
        });
        try (Statement statement = connection.createStatement()) {
            // Rows that break a rule of the schema are somebody's mistake, but no damage to the file.
            statement.execute("PRAGMA ignore_check_constraints = ON");
            try (ResultSet row = statement.executeQuery("PRAGMA quick_check(1)")) {
                String answer = row.next() ? row.getString(1) : "";
                return "ok".equals(answer)
                        ? Finding.USABLE
                        : new Finding(Kind.DAMAGED, answer.replace('\n', ' ').strip());
            }
        } finally {
            ProgressHandler.clearHandler(connection);
        }
    }

    private static Finding finding(SQLException e) {
        if (e instanceof ReplacedException) {
            return new Finding(Kind.REPLACED, e.getMessage());
        }
        SQLiteErrorCode code = SqliteFile.code(e);
        Kind kind = switch (code) {
            case SQLITE_BUSY, SQLITE_LOCKED, SQLITE_PROTOCOL -> Kind.LOCKED;
            case SQLITE_NOTADB -> Kind.NOT_A_DATABASE;
            case SQLITE_CORRUPT -> Kind.DAMAGED;
            default -> Kind.UNREACHABLE;
        };
        return new Finding(kind, Objects.toString(e.getMessage(), code.message));
    }

    private static BasicFileAttributes attributes(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class);
    }
}
