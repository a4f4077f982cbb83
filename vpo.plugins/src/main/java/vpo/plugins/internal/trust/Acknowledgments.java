package vpo.plugins.internal.trust;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;

import javax.sql.DataSource;

/**
 * Trusts what an operator has acknowledged: a row of name and hash in the library's table, as VPO has always had it.
 */
public final class Acknowledgments implements Trust {
    /** How the objection to a version begins that nobody has acknowledged. */
    public static final String MISSING = "is not acknowledged";

    private static final String FIND = "SELECT 1 FROM plugin_acknowledgments WHERE plugin_name = ? AND plugin_hash = ?";
    private static final String REVOKE = "DELETE FROM plugin_acknowledgments WHERE plugin_name = ? AND plugin_hash = ?";
    private static final String FIND_ALL = "SELECT 1 FROM plugin_acknowledgments WHERE plugin_name = ?";
    private static final String REVOKE_ALL = "DELETE FROM plugin_acknowledgments WHERE plugin_name = ?";
    private static final String ADD = "INSERT OR IGNORE INTO plugin_acknowledgments"
            + " (plugin_name, plugin_hash, acknowledged_at, acknowledged_by) VALUES (?, ?, ?, ?)";
    /** The form in which VPO compares times as text: six digits of fraction, or none when it is zero. */
    private static final DateTimeFormatter WITH_FRACTION = DateTimeFormatter
            .ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSxxx");
    private static final DateTimeFormatter WITHOUT_FRACTION = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssxxx");

    private final Connections reader;
    private final Connections writer;
    private final Clock clock;

    /** Where connections come from. */
    @FunctionalInterface
    public interface Connections {
        /**
         * A new one.
         *
         * @throws SQLException if there is none to be had; the message says why
         */
        Connection open() throws SQLException;
    }

    /**
     * @param reader of the library with the table: to ask is to change nothing
     * @param library to write to
     */
    public Acknowledgments(DataSource reader, DataSource library, Clock clock) {
        this(reader::getConnection, library::getConnection, clock);
    }

    /**
     * @param reader connections to the library with the table that only ask
     * @param writer connections to it that write
     */
    public Acknowledgments(Connections reader, Connections writer, Clock clock) {
        this.reader = reader;
        this.writer = writer;
        this.clock = clock;
    }

    @Override
    public Optional<String> objection(Jar jar) {
        try {
            return isAcknowledged(jar.name(), jar.hash())
                    ? Optional.empty()
                    : Optional.of(MISSING + ": if you trust it, run 'vpo plugin acknowledge " + jar.name() + " "
                            + jar.hash() + "', with the SHA-256 of its file");
        } catch (SQLException e) {
            return Optional.of("cannot be looked up among the acknowledged ones: " + e.getMessage());
        }
    }

    @Override
    public boolean isByAcknowledgment() {
        return true;
    }

    /**
     * Whether a version is acknowledged.
     *
     * @throws SQLException if that cannot be looked up
     */
    public boolean isAcknowledged(String name, String hash) throws SQLException {
        try (Connection connection = reader.open();
                PreparedStatement find = connection.prepareStatement(FIND)) {
            find.setString(1, name);
            find.setString(2, hash);
            try (ResultSet rows = find.executeQuery()) {
                return rows.next();
            }
        }
    }

    /**
     * Acknowledges a version. Twice is as good as once.
     *
     * @return whether it was not acknowledged before
     * @throws SQLException if it cannot be written
     */
    public boolean acknowledge(String name, String hash) throws SQLException {
        try (Connection connection = writer.open();
                PreparedStatement add = connection.prepareStatement(ADD)) {
            add.setString(1, name);
            add.setString(2, hash);
            add.setString(3, now());
            add.setString(4, hostName());
            return add.executeUpdate() > 0;
        }
    }

    /**
     * Takes back that a version was acknowledged.
     *
     * @throws SQLException if it cannot be written
     */
    public void revoke(String name, String hash) throws SQLException {
        try (Connection connection = writer.open();
                PreparedStatement delete = connection.prepareStatement(REVOKE)) {
            delete.setString(1, name);
            delete.setString(2, hash);
            delete.executeUpdate();
        }
    }

    /**
     * Takes back what was acknowledged under a plugin's name, every version but some. Nothing is written if that is
     * nothing.
     *
     * @param others hashes of versions that stay acknowledged
     * @throws SQLException if it cannot be looked up or written
     */
    public void revokeAllBut(String name, Set<String> others) throws SQLException {
        try (Connection connection = reader.open();
                PreparedStatement find = allBut(connection, FIND_ALL, name, others);
                ResultSet rows = find.executeQuery()) {
            if (!rows.next()) {
                return;
            }
        }
        try (Connection connection = writer.open();
                PreparedStatement delete = allBut(connection, REVOKE_ALL, name, others)) {
            delete.executeUpdate();
        }
    }

    private static PreparedStatement allBut(Connection connection, String sql, String name, Set<String> others)
            throws SQLException {
        PreparedStatement statement = connection
                .prepareStatement(sql + " AND plugin_hash <> ?".repeat(others.size()));
        statement.setString(1, name);
        int index = 2;
        for (String each : others) {
            statement.setString(index++, each);
        }
        return statement;
    }

    private String now() {
        var now = clock.instant().truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
        return now.format(now.get(ChronoField.MICRO_OF_SECOND) == 0 ? WITHOUT_FRACTION : WITH_FRACTION);
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}
