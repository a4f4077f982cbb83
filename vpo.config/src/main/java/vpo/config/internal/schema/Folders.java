package vpo.config.internal.schema;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a path that was written down is resolved against.
 *
 * @param home for {@code ~}; one that is not absolute is none
 * @param base for relative paths
 * @param given by the service manager, for relative paths of some kinds
 */
public record Folders(Path home, Path base, ServiceFolders given) {
    private static final Pattern LEADING_SLASHES = Pattern.compile("^/+");

    /** The same, with relative paths starting from another folder, if there is one. */
    Folders from(Optional<Path> other) {
        return other.map(each -> new Folders(home, each, given)).orElse(this);
    }

    /** A file that holds a secret: a name alone may be that of one of the service manager's credentials. */
    Path resolveSecret(String text) throws InvalidValueException {
        Path file = resolve(text);
        if (text.contains("/")) {
            return file;
        }
        return given.credentials().map(folder -> folder.resolve(text)).filter(Files::exists).orElse(file);
    }

    /**
     * An absolute path.
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
                // What starts with a slash would be a path of its own.
                return absolute(home.resolve(LEADING_SLASHES.matcher(text.substring(1)).replaceFirst("")));
            }
            if (text.startsWith("~")) {
                throw InvalidValueException.broken("The home of another user is not looked up: write the path out"
                        + " (or ./~ for a name that starts with ~)");
            }
            return absolute(base.resolve(text));
        } catch (InvalidPathException e) {
            throw InvalidValueException.broken(noPath(e));
        }
    }

    /** What is wrong with a text that the system takes for no path at all; empty if it does. */
    public static Optional<String> fault(String text) {
        try {
            Path.of(text);
            return Optional.empty();
        } catch (InvalidPathException e) {
            return Optional.of(noPath(e));
        }
    }

    /** Whatever is no path for another reason than a zero in it cannot be written in the system's character set. */
    private static String noPath(InvalidPathException e) {
        return "Not a path: " + e.getReason() + (e.getInput().indexOf('\0') >= 0
                ? ""
                : " in the character set " + System.getProperty("sun.jnu.encoding")
                        + ": set LC_ALL, for example to C.UTF-8");
    }

    /** Without any {@code .} and {@code ..}, and the same file as the system means; other names stay as they are. */
    public static Path absolute(Path path) {
        Path whole = path.toAbsolutePath();
        Path at = whole.getRoot();
        for (Path name : whole) {
            at = switch (name.toString()) {
                case "." -> at;
                case ".." -> above(at);
                default -> at.resolve(name);
            };
        }
        return at;
    }

    /** Above a link is what is above the folder that it leads to. */
    private static Path above(Path folder) {
        Path parent = followed(folder).getParent();
        return parent == null ? folder.getRoot() : parent;
    }

    private static Path followed(Path folder) {
        if (!Files.isSymbolicLink(folder)) {
            return folder;
        }
        try {
            return folder.toRealPath();
        } catch (IOException e) {
            // It leads nowhere: the system finds nothing there, either.
            return folder;
        }
    }
}
