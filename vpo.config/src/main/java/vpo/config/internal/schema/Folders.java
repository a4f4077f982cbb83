package vpo.config.internal.schema;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * What a path that was written down is resolved against.
 *
 * @param home for {@code ~}; one that is not absolute is none
 * @param base for relative paths
 */
public record Folders(Path home, Path base) {

    /**
     * An absolute, normalized path.
     *
     * @throws InvalidValueException if the text is no path, or names a home that is not known
     */
    public Path resolve(String text) throws InvalidValueException {
        if (text.isEmpty()) {
            throw InvalidValueException.broken("A path must not be empty");
        }
        try {
            if (text.equals("~") || text.startsWith("~/")) {
                if (!home.isAbsolute()) {
                    throw InvalidValueException.broken("No home folder for ~: set HOME, or write the path out");
                }
                return absolute(home.resolve(text.substring(Math.min(2, text.length()))));
            }
            if (text.startsWith("~")) {
                throw InvalidValueException.broken("The home of another user is not looked up: write the path out"
                        + " (or ./~ for a name that starts with ~)");
            }
            return absolute(base.resolve(text));
        } catch (InvalidPathException e) {
            throw InvalidValueException.broken("Not a path: " + e.getReason());
        }
    }

    private static Path absolute(Path path) {
        return path.toAbsolutePath().normalize();
    }
}
