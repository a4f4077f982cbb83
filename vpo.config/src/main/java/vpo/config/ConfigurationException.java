package vpo.config;

import java.util.List;
import java.util.stream.Collectors;

/** A configuration that cannot be used. It carries everything that is wrong with it, not just the first. */
public final class ConfigurationException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    /**
     * Carries the problems.
     *
     * @param problems errors, and the warnings found beside them; at least one error
     */
    public ConfigurationException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining(System.lineSeparator())));
        this.problems = List.copyOf(problems);
    }

    /** Errors and warnings: first of the file, then of the environment, then of the flags. */
    public List<Problem> problems() {
        return problems;
    }
}
