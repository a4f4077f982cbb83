package vpo.config;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A configuration that cannot be used. It carries everything that is wrong with it, not just the first. */
public final class ConfigurationException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;
    private final int leftOut;
    private final transient Map<String, Setting> settings;
    private final transient Path filePlace;

    /**
     * Carries the problems.
     *
     * @param problems errors, and the warnings found beside them; at least one error
     * @param settings what would be in force without the values that are wrong, by key
     * @param filePlace where the file is, or would be looked for
     */
    public ConfigurationException(List<Problem> problems, Map<String, Setting> settings, Path filePlace) {
        this(problems, 0, settings, filePlace, null);
    }

    /**
     * The same.
     *
     * @param leftOut for how many errors the last one of these stands; 0 if they are all
     * @param passing why the file could not be read, if that may be otherwise the next time; null if it could, or if
     *            the reason is the file's own
     */
    public ConfigurationException(List<Problem> problems, int leftOut, Map<String, Setting> settings, Path filePlace,
            IOException passing) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining(System.lineSeparator())), passing);
        this.problems = List.copyOf(problems);
        this.leftOut = leftOut;
        this.settings = Map.copyOf(settings);
        this.filePlace = filePlace;
    }

    /**
     * Errors and warnings: first of the file, then of the environment, then of the flags, last of what does not go
     * together.
     */
    public List<Problem> problems() {
        return problems;
    }

    /** How many errors there are for which only one problem stands; 0 if each has its own. */
    public int leftOut() {
        return leftOut;
    }

    /** Why the file could not be read, if that may be otherwise the next time. */
    Optional<IOException> passing() {
        return Optional.ofNullable((IOException) getCause());
    }

    /** The file that was read, or would have been, whatever named it. */
    public Path filePlace() {
        return filePlace;
    }

    /**
     * A key as it would be without the values that are wrong, for those who cannot do without: the log, which has to
     * tell of this in some form.
     *
     * @param key of the schema, dotted
     */
    public Setting setting(String key) {
        return settings.get(key);
    }
}
