package vpo.config;

import java.nio.file.Files;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

import vpo.config.internal.schema.Folders;
import vpo.config.internal.schema.InvalidValueException;
import vpo.config.internal.schema.Key;
import vpo.config.internal.schema.Schema;
import vpo.config.internal.schema.ServiceFolders;
import vpo.config.internal.toml.Text;

/**
 * A mistake of the command line's: a value that is of another type than its flag wants, or none of the few that there
 * are, or a file that is not there. What is only too large, or not good for its purpose, is one of the configuration's.
 *
 * @param flag such as {@code --port}
 * @param message what is wrong, and what was found
 */
public record WrongFlag(String flag, String message) {
    private static final String CONFIG = "--config";

    /**
     * The first one. Nothing is read, and without a flag nothing is looked at.
     *
     * @param inputs of a configuration
     */
    public static Optional<WrongFlag> in(ConfigInputs inputs) {
        if (inputs.configFlag().isEmpty() && inputs.flags().isEmpty()) {
            return Optional.empty();
        }
        Folders folders = new Folders(inputs.home(), inputs.workingDirectory(),
                ServiceFolders.of(inputs.environment()));
        Stream<WrongFlag> file = inputs.configFlag().stream().flatMap(name -> missing(name, folders).stream());
        Stream<WrongFlag> values = new TreeMap<>(inputs.flags()).entrySet().stream()
                .flatMap(each -> wrong(Schema.key(each.getKey()).orElseThrow(), each.getValue(), folders).stream());
        return Stream.concat(file, values).findFirst();
    }

    private static Optional<WrongFlag> missing(String name, Folders folders) {
        try {
            return Optional.of(folders.resolve(name)).filter(Files::notExists)
                    .map(file -> new WrongFlag(CONFIG, (Files.isSymbolicLink(file)
                            ? "a symbolic link to a file that does not exist: "
                            : "no such file: ") + file));
        } catch (InvalidValueException e) {
            return Optional.of(new WrongFlag(CONFIG, e.getMessage() + ": " + Text.quoted(name)));
        }
    }

    private static Optional<WrongFlag> wrong(Key key, String text, Folders folders) {
        try {
            key.rule().check().apply(key.type().read(text, folders));
            return Optional.empty();
        } catch (InvalidValueException e) {
            return Optional.of(e).filter(InvalidValueException::isOfNoKind).map(wrong -> new WrongFlag(key.flag(),
                    wrong.getMessage() + (wrong.tellsValue() ? "" : ": " + wrong.culprit(Text.shown(text)))));
        }
    }
}
