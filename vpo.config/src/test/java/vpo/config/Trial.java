package vpo.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A home with a configuration in it, to try things with. */
final class Trial {
    final Path home;
    final Path working;
    final Map<String, String> environment = new LinkedHashMap<>();
    final Map<String, String> flags = new LinkedHashMap<>();
    final List<String> notes = new ArrayList<>();
    Optional<String> configFlag = Optional.empty();

    Trial(Path folder) {
        home = folder.resolve("home");
        working = folder.resolve("work");
        make(home.resolve(".vpo"));
        make(working);
    }

    Path file() {
        return home.resolve(".vpo/config.toml");
    }

    Trial toml(String text) {
        return write(file(), text);
    }

    Trial write(Path file, String text) {
        try {
            make(file.getParent());
            Files.writeString(file, text);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Trial variable(String name, String value) {
        environment.put(name, value);
        return this;
    }

    Trial flag(String key, String value) {
        flags.put(key, value);
        return this;
    }

    FileConfigurationSource source() throws ConfigurationException {
        return FileConfigurationSource.read(inputs(home), false);
    }

    /** With another home folder than the one that the default file lies in. */
    ConfigInputs inputs(Path otherHome) {
        return new ConfigInputs(configFlag, flags, environment, otherHome, working);
    }

    Configuration read() throws ConfigurationException {
        return source().current();
    }

    /** With what the jars in the plugin folders say. */
    Configuration readWithPlugins() throws ConfigurationException {
        return FileConfigurationSource.readWithPlugins(inputs(home), List.of(), notes::add).current();
    }

    /** What {@code config check} would print if there were no plugins, with FILE for the default file. */
    List<String> lines() {
        return lines(this::read);
    }

    /** What {@code config check} would print, with FILE for the default file. */
    List<String> linesWithPlugins() {
        return lines(this::readWithPlugins);
    }

    private interface Reader {
        Configuration read() throws ConfigurationException;
    }

    private List<String> lines(Reader reader) {
        List<Problem> problems;
        try {
            problems = reader.read().warnings();
        } catch (ConfigurationException e) {
            problems = e.problems();
        }
        return problems.stream().map(p -> p.severity() + " " + p.toString().replace(file().toString(), "FILE"))
                .toList();
    }

    private static void make(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
