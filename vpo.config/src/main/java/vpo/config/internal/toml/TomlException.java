package vpo.config.internal.toml;

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

    /** Several places are wrong. */
    public TomlException(List<Fault> faults) {
        super(faults.getFirst().message());
        this.faults = List.copyOf(faults);
    }

    /** At least one, in the order of the file. */
    public List<Fault> faults() {
        return faults;
    }
}
