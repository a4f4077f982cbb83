package vpo.dist;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import vpo.launcher.cli.VpoCommand;

/** The pages of the manual, section 1: one for each command, made of what {@code --help} knows. */
final class ManPages {
    private static final int SECTION = 1;
    private static final String SUFFIX = "." + SECTION;

    private final String version;
    private final String date;

    /**
     * @param version of VPO
     * @param built when it was built
     */
    ManPages(String version, Instant built) {
        this.version = version;
        this.date = DateTimeFormatter.ISO_LOCAL_DATE.withZone(ZoneOffset.UTC).format(built);
    }

    /** File name to text. */
    Map<String, String> all() {
        Map<String, String> pages = new TreeMap<>();
        add(pages, VpoCommand.commandLine());
        return pages;
    }

    private void add(Map<String, String> pages, CommandLine command) {
        pages.put(name(command) + SUFFIX, page(command));
        subcommands(command).forEach(each -> add(pages, each));
    }

    private String page(CommandLine command) {
        CommandSpec spec = command.getCommandSpec();
        List<String> description = description(spec);
        Roff page = new Roff(name(command), SECTION, date, "vpo " + version, "VPO");
        page.section("Name").text(name(command) + " - " + description.getFirst().replaceFirst("\\.$", ""));
        page.section("Synopsis").bold(spec.qualifiedName()).text(synopsis(command));
        page.section("Description");
        describe(page, description);
        options(page, spec);
        commands(page, command);
        footer(page, spec);
        seeAlso(page, command);
        return page.toString();
    }

    /** What it is about comes first. */
    private static List<String> description(CommandSpec spec) {
        return Stream.of(spec.usageMessage().header(), spec.usageMessage().description())
                .flatMap(ManPages::printed).toList();
    }

    /** Lines that are indented are commands, to be copied as they are. */
    private static void describe(Roff page, List<String> lines) {
        List<String> example = new ArrayList<>();
        for (String line : lines) {
            if (line.startsWith(" ")) {
                example.add(line.strip());
            } else {
                endExample(page, example);
                page.text(line);
            }
        }
        endExample(page, example);
    }

    private static void endExample(Roff page, List<String> lines) {
        if (!lines.isEmpty()) {
            page.example(lines);
            lines.clear();
        }
    }

    private static void options(Roff page, CommandSpec spec) {
        List<PositionalParamSpec> parameters = spec.positionalParameters().stream().filter(each -> !each.hidden())
                .toList();
        List<OptionSpec> options = spec.options().stream().filter(each -> !each.hidden()).toList();
        if (!parameters.isEmpty() || !options.isEmpty()) {
            page.section("Options");
        }
        parameters.forEach(each -> argument(page, each.paramLabel(), each));
        options.forEach(each -> argument(page, String.join(", ", each.names())
                + (each.arity().max() > 0 ? "=" + each.paramLabel() : ""), each));
    }

    private static void argument(Roff page, String term, ArgSpec argument) {
        page.about(term);
        lines(argument.description()).forEach(page::text);
    }

    private static void commands(Roff page, CommandLine command) {
        List<CommandLine> subcommands = subcommands(command);
        if (!subcommands.isEmpty()) {
            page.section("Commands");
        }
        for (CommandLine each : subcommands) {
            page.about(name(each) + "(" + SECTION + ")");
            page.text(description(each.getCommandSpec()).getFirst());
        }
    }

    private static void footer(Roff page, CommandSpec spec) {
        List<String> notes = lines(spec.usageMessage().footer());
        if (!notes.isEmpty()) {
            page.section("Notes").lines(notes);
        }
    }

    private static void seeAlso(Roff page, CommandLine command) {
        Stream<String> up = Stream.iterate(command.getParent(), parent -> parent != null, CommandLine::getParent)
                .map(ManPages::name);
        List<String> others = up.map(name -> name + "(" + SECTION + ")").toList();
        if (!others.isEmpty()) {
            page.section("See also").text(String.join(", ", others));
        }
    }

    private static String name(CommandLine command) {
        return command.getCommandSpec().qualifiedName("-");
    }

    private static List<CommandLine> subcommands(CommandLine command) {
        return command.getSubcommands().values().stream().distinct()
                .filter(each -> !each.getCommandSpec().usageMessage().hidden()).toList();
    }

    /** What stands behind the command's name. */
    private static String synopsis(CommandLine command) {
        String whole = command.getHelp().synopsis(0).replaceAll("\\s+", " ").strip();
        return whole.substring(command.getCommandSpec().qualifiedName().length()).strip();
    }

    private static List<String> lines(String... texts) {
        return printed(texts).map(String::strip).toList();
    }

    /** As {@code --help} would print them: picocli's texts are formats. */
    private static Stream<String> printed(String... texts) {
        return Arrays.stream(texts).map(text -> Ansi.OFF.string(String.format(text))).flatMap(String::lines)
                .filter(line -> !line.isBlank());
    }
}
