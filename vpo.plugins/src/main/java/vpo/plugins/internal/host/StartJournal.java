package vpo.plugins.internal.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.Properties;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notes what the daemon is about to do, so that the next start knows what the last one died of: a start of the daemon
 * until it has lasted a minute, and the start of a plugin until it is over. One small file. Any thread: the host's
 * end is not on the host's own.
 */
final class StartJournal {
    /** Starts in a row that died early before one does without plugins. */
    static final int DEATHS_TO_SAFE_MODE = 3;
    /**
     * Deaths of the daemon in the start of one version before that version is not tried again. One may be a loss of
     * power.
     */
    static final int DEATHS_TO_QUARANTINE = 2;
    private static final Logger log = LoggerFactory.getLogger(StartJournal.class);
    private static final String STARTS = "daemon";
    private static final String OTHERS = "others";
    private static final String VERSION = "version.";

    private final Path file;
    private final Properties notes = new Properties();
    private final boolean safeMode;
    private final boolean lasting;

    /** Reads what the last start left, and notes that this one has begun. */
    StartJournal(Path file) {
        this(file, true);
        note(STARTS, count(STARTS) + 1);
    }

    private StartJournal(Path file, boolean lasting) {
        this.file = file;
        this.lasting = lasting;
        if (Files.exists(file)) {
            try (var in = Files.newBufferedReader(file)) {
                notes.load(in);
            } catch (IOException | IllegalArgumentException e) {
                log.warn("{} cannot be read, and is begun anew: {}", file, e.getMessage());
            }
        }
        // Without a plugin of anybody else's the daemon has died of something else, or was killed.
        safeMode = count(STARTS) >= DEATHS_TO_SAFE_MODE && count(OTHERS) > 0;
    }

    private StartJournal(StartJournal original) {
        this.file = original.file;
        this.lasting = false;
        this.safeMode = original.safeMode;
        this.notes.putAll(original.notes);
    }

    /** What the next start of the daemon will read; what is noted in it changes nothing on the disk. */
    static StartJournal asItIs(Path file) {
        return new StartJournal(file, false);
    }

    /** A copy to try things with: what is noted in it changes nothing on the disk. */
    StartJournal inMemory() {
        return new StartJournal(this);
    }

    /** Whether so many starts have died early that this one may do without plugins. */
    boolean isSafeMode() {
        return safeMode;
    }

    /** This start has lasted, or has been ended in good order. */
    void survived() {
        note(STARTS, 0);
        note(OTHERS, 0);
    }

    /** Why a version is not to be started; empty if it may be. */
    Optional<String> objection(String hash) {
        return count(VERSION + hash) >= DEATHS_TO_QUARANTINE
                ? Optional.of("takes the daemon down: it died " + DEATHS_TO_QUARANTINE
                        + " times in a row while this was starting")
                : Optional.empty();
    }

    /**
     * A version is about to be started.
     *
     * @param ofOthers whether it is none of the daemon's own
     */
    void starting(String hash, boolean ofOthers) {
        if (ofOthers) {
            note(OTHERS, 1);
        }
        note(VERSION + hash, count(VERSION + hash) + 1);
    }

    /** The start of a version is over, well or not: the daemon is alive. */
    void started(String hash) {
        note(VERSION + hash, 0);
    }

    private synchronized int count(String key) {
        try {
            return Integer.parseInt(notes.getProperty(key, "0"));
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private synchronized void note(String key, int count) {
        if (count == 0) {
            if (notes.remove(key) == null) {
                return;
            }
        } else {
            notes.setProperty(key, Integer.toString(count));
        }
        if (!lasting) {
            return;
        }
        // No force(): this is about the death of the process, and the page cache outlives it.
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try {
            try (var out = Files.newBufferedWriter(part)) {
                notes.store(out, null);
            }
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            log.warn("{} cannot be written, a plugin that takes the daemon down would not be found: {}", file,
                    e.toString());
        }
    }
}
