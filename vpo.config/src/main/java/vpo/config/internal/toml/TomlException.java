package vpo.config.internal.toml;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** A file that is not TOML, or cannot be read at all. */
public final class TomlException extends Exception {
    private static final long serialVersionUID = 1L;

    /** One thing that is wrong. */
    public record Fault(Optional<Position> position, String message) {}

    private final transient List<Fault> faults;

    /** The whole file is unusable. */
    public TomlException(String message) {
        this(List.of(new Fault(Optional.empty(), message)));
    }

    /** One place is wrong. */
    public TomlException(Position position, String message) {
        this(List.of(new Fault(Optional.of(position), message)));
    }

    /**
     * The whole file is unusable at present.
     *
     * @param passing why it could not be read, which may be otherwise the next time
     */
    public TomlException(String message, IOException passing) {
        this(message);
        initCause(passing);
    }

    /** Several places are wrong. */
    public TomlException(List<Fault> faults) {
        super(faults.getFirst().message());
        this.faults = List.copyOf(faults);
    }

    /** Why the file could not be read, if that may be otherwise the next time. */
    public Optional<IOException> passing() {
        return Optional.ofNullable((IOException) getCause());
    }

    /** At least one, in the order of the file. */
    public List<Fault> faults() {
        return faults;
    }
}
