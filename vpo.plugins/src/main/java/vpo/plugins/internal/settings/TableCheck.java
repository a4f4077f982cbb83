package vpo.plugins.internal.settings;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import vpo.config.PluginSchema;
import vpo.config.Problem;
import vpo.plugins.internal.jar.PluginJar;

/** Whether a version of a plugin can run with its table of the configuration, as that is now. On one thread. */
public final class TableCheck {
    private static final Logger log = LoggerFactory.getLogger(TableCheck.class);
    private static final Pattern IN_FILE = Pattern.compile("(?:.*/)?([^/]+:[0-9]+):[0-9]+");

    private final Function<PluginSchema, List<Problem>> errors;
    /** By the jar's hash; empty for what says nothing, or cannot be read. */
    private final Map<String, Optional<PluginSchema>> schemas = new HashMap<>();
    /** By the jar's hash, what was logged last, so that the same is not told at every try. */
    private final Map<String, List<Problem>> told = new HashMap<>();

    /**
     * Makes one.
     *
     * @param errors what is wrong with a plugin's table by what that plugin says of it
     */
    public TableCheck(Function<PluginSchema, List<Problem>> errors) {
        this.errors = errors;
    }

    /**
     * Why a version cannot run, if it cannot: keys and lines, and no values, for anybody may read it. The log has it all.
     *
     * @param hash of the file
     * @param file of the version
     */
    public Optional<String> objection(PluginJar jar, String hash, Path file) {
        if (!jar.isPlugin()) {
            return Optional.empty();
        }
        List<Problem> problems = schemas.computeIfAbsent(hash, _ -> read(jar, file)).map(errors).orElse(List.of());
        if (problems.isEmpty()) {
            told.remove(hash);
            return Optional.empty();
        }
        if (!problems.equals(told.put(hash, problems))) {
            problems.forEach(problem -> log.warn("{} cannot use its settings: {}", jar.describe(), problem));
        }
        return Optional.of("waits for settings that it can use, see the log: "
                + problems.stream().map(TableCheck::describe).collect(Collectors.joining(", ")));
    }

    /** Forgets versions. What is to be told of one is told anew, should it come back. */
    public void forget(Set<String> hashes) {
        schemas.keySet().removeAll(hashes);
        told.keySet().removeAll(hashes);
    }

    private static Optional<PluginSchema> read(PluginJar jar, Path file) {
        try {
            return PluginSchema.read(file);
        } catch (IOException e) {
            log.warn("{}: its settings are not checked: {}", jar.describe(), e.getMessage());
            return Optional.empty();
        }
    }

    private static String describe(Problem problem) {
        Matcher inFile = IN_FILE.matcher(problem.where());
        return problem.key() + (inFile.matches() ? " (" + inFile.group(1) + ")" : "");
    }
}
