package vpo.plugin.scan.library;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

import vpo.api.event.TrackInfo;
import vpo.plugin.scan.media.Discovery;
import vpo.plugin.scan.media.FileStamp;
import vpo.plugin.scan.media.FoundFolder;
import vpo.plugin.scan.media.Probe;

/**
 * The tables {@code files} and {@code tracks}. The transactions are the caller's.
 *
 * @param connection for one thread
 */
public record LibraryFiles(Connection connection) {
    private static final String PRINTS = """
            SELECT filename, size_bytes, CASE scan_status WHEN 'ok' THEN modified_at END FROM files
            WHERE directory = ?""";
    private static final String IN = """
            SELECT id, path, filename, size_bytes, modified_at, scan_status, CASE WHEN ? THEN content_hash END
            FROM files WHERE directory = ?""";
    private static final String FOLDERS = """
            SELECT DISTINCT directory FROM files WHERE directory >= ? AND directory < ?""";
    private static final String STORE_FILE = """
            INSERT INTO files (path, filename, directory, extension, size_bytes, modified_at, content_hash,
                container_format, scanned_at, scan_status, scan_error)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (path) DO UPDATE SET filename = excluded.filename, directory = excluded.directory,
                extension = excluded.extension, size_bytes = excluded.size_bytes, modified_at = excluded.modified_at,
                content_hash = excluded.content_hash,
                container_format = coalesce(excluded.container_format, container_format),
                scanned_at = excluded.scanned_at, scan_status = excluded.scan_status, scan_error = excluded.scan_error
            RETURNING id""";
    private static final String STORE_TRACK = """
            INSERT INTO tracks (file_id, track_index, track_type, codec, language, title, is_default, is_forced,
                channels, channel_layout, width, height, frame_rate)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (file_id, track_index) DO UPDATE SET track_type = excluded.track_type, codec = excluded.codec,
                language = excluded.language, title = excluded.title, is_default = excluded.is_default,
                is_forced = excluded.is_forced, channels = excluded.channels, channel_layout = excluded.channel_layout,
                width = excluded.width, height = excluded.height, frame_rate = excluded.frame_rate""";
    private static final String MARK_MISSING = "UPDATE files SET scan_status = 'missing' WHERE id = ?";
    private static final String DELETE = "DELETE FROM files WHERE id = ?";

    /**
     * Whether the library has the files of a folder, just as they are now, and no others. It asks for as little as tells
     * that, since a scan asks it of every folder.
     */
    public boolean isUpToDate(FoundFolder folder) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(PRINTS)) {
            select.setString(1, folder.path().toString());
            int rows = 0;
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    FileStamp now = folder.files().get(row.getString(1));
                    if (now == null || !KnownFile.isSame(now, row.getLong(2), row.getString(3))) {
                        return false;
                    }
                    rows++;
                }
            }
            return rows == folder.files().size();
        }
    }

    /**
     * The rows of the files in a folder, but not in those below it.
     *
     * @param folder as it is recorded
     * @param hashes whether to read the contents' hashes, which take time, too
     * @return by name
     */
    public Map<String, KnownFile> in(String folder, boolean hashes) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(IN)) {
            select.setBoolean(1, hashes);
            select.setString(2, folder);
            Map<String, KnownFile> known = new HashMap<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    known.put(row.getString(3), new KnownFile(row.getLong(1), row.getString(2), row.getLong(4),
                            row.getString(5), row.getString(6), Optional.ofNullable(row.getString(7))));
                }
            }
            return known;
        }
    }

    /** The folders below a folder, at any depth, of which the library has files. */
    public List<String> foldersBelow(Path folder) throws SQLException {
        String text = folder.toString();
        String from = text.endsWith("/") ? text : text + "/";
        try (PreparedStatement select = connection.prepareStatement(FOLDERS)) {
            select.setString(1, from);
            // The character after the slash: the range holds whole names only, and the index serves it.
            select.setString(2, from.substring(0, from.length() - 1) + (char) ('/' + 1));
            List<String> folders = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    folders.add(row.getString(1));
                }
            }
            return folders;
        }
    }

    /**
     * Records a file with its tracks, by its path. Where the probe failed, the tracks stay as they were: other tables
     * hang on them.
     *
     * @return the id of its row
     */
    public long store(ScannedFile scanned, Instant now) throws SQLException {
        long id = storeFile(scanned, now);
        if (scanned.probe().isPresent()) {
            storeTracks(id, scanned.probe().get().tracks());
        }
        return id;
    }

    private long storeFile(ScannedFile scanned, Instant now) throws SQLException {
        Path path = scanned.file().path();
        String name = path.getFileName().toString();
        try (PreparedStatement store = connection.prepareStatement(STORE_FILE)) {
            int i = 0;
            store.setString(++i, path.toString());
            store.setString(++i, name);
            store.setString(++i, path.getParent().toString());
            store.setString(++i, Discovery.extension(name));
            store.setLong(++i, scanned.file().stamp().size());
            store.setString(++i, Timestamps.text(Timestamps.ofFile(scanned.file().stamp().modified())));
            store.setString(++i, scanned.hash().orElse(null));
            store.setString(++i, scanned.probe().flatMap(Probe::format).orElse(null));
            store.setString(++i, Timestamps.text(now));
            store.setString(++i, scanned.error().isPresent() ? KnownFile.ERROR : KnownFile.OK);
            store.setString(++i, scanned.error().orElse(null));
            try (ResultSet row = store.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    private void storeTracks(long file, List<TrackInfo> tracks) throws SQLException {
        // Numbers, so that nothing of a file's gets into the statement.
        String kept = tracks.stream().map(track -> Integer.toString(track.index())).collect(Collectors.joining(","));
        try (PreparedStatement delete = connection.prepareStatement(
                "DELETE FROM tracks WHERE file_id = ? AND track_index NOT IN (" + kept + ")")) {
            delete.setLong(1, file);
            delete.executeUpdate();
        }
        try (PreparedStatement store = connection.prepareStatement(STORE_TRACK)) {
            for (TrackInfo track : tracks) {
                int i = 0;
                store.setLong(++i, file);
                store.setInt(++i, track.index());
                store.setString(++i, track.type());
                store.setString(++i, track.codec().orElse(null));
                store.setString(++i, track.language());
                store.setString(++i, track.title().orElse(null));
                store.setBoolean(++i, track.isDefault());
                store.setBoolean(++i, track.isForced());
                set(store, ++i, track.channels());
                store.setString(++i, track.channelLayout().orElse(null));
                set(store, ++i, track.width());
                set(store, ++i, track.height());
                store.setString(++i, track.frameRate().orElse(null));
                store.addBatch();
            }
            store.executeBatch();
        }
    }

    /** Notes that files are not there any more; what is known of them stays. */
    public void markMissing(Collection<KnownFile> files) throws SQLException {
        forEach(MARK_MISSING, files);
    }

    /** Forgets files, and all that other tables have of them. */
    public void delete(Collection<KnownFile> files) throws SQLException {
        forEach(DELETE, files);
    }

    private void forEach(String sql, Collection<KnownFile> files) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (KnownFile file : files) {
                statement.setLong(1, file.id());
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    private static void set(PreparedStatement statement, int index, OptionalInt value) throws SQLException {
        if (value.isPresent()) {
            statement.setInt(index, value.getAsInt());
        } else {
            statement.setNull(index, Types.INTEGER);
        }
    }
}
