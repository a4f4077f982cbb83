package vpo.dist;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Writes a page of the manual, in the language of {@code man(7)}. Lines are put together by whoever shows the page. */
final class Roff {
    private final StringBuilder page = new StringBuilder();

    /**
     * @param name such as {@code vpo-serve}
     * @param section of the manual
     * @param date of the page
     * @param source what it belongs to, with its version
     * @param manual the manual's name
     */
    Roff(String name, int section, String date, String source, String manual) {
        // Its date is no text: a hyphen in it stays one.
        page.append(".TH \"").append(escaped(upper(name))).append("\" ").append(section).append(" \"").append(date)
                .append("\" \"").append(escaped(source)).append("\" \"").append(escaped(manual)).append("\"\n");
        // Commands are to be copied: no line is broken within a word.
        page.append(".nh\n");
    }

    /** Begins a section. */
    Roff section(String title) {
        page.append(".SH ").append(escaped(upper(title))).append('\n');
        return this;
    }

    /** Begins a paragraph with something that it is about, in bold. */
    Roff about(String term) {
        page.append(".TP\n");
        return bold(term);
    }

    /** A line in bold. */
    Roff bold(String text) {
        page.append("\\fB").append(escaped(text)).append("\\fR\n");
        return this;
    }

    /** A line of the text. */
    Roff text(String text) {
        page.append(escaped(text)).append('\n');
        return this;
    }

    /** Lines as they are, such as commands: an example, indented. */
    Roff example(List<String> lines) {
        page.append(".PP\n.RS 4\n.nf\n");
        lines.forEach(this::text);
        page.append(".fi\n.RE\n.PP\n");
        return this;
    }

    /** Lines that are not put together. */
    Roff lines(List<String> lines) {
        page.append(lines.stream().map(Roff::escaped).collect(Collectors.joining("\n.br\n", "", "\n")));
        return this;
    }

    @Override
    public String toString() {
        return page.toString();
    }

    private static String upper(String text) {
        return text.toUpperCase(Locale.ROOT);
    }

    /** A hyphen would be typeset, and a dot or an apostrophe at the beginning of a line would be a command. */
    private static String escaped(String text) {
        String plain = text.replace("\\", "\\e").replace("-", "\\-");
        return plain.startsWith(".") || plain.startsWith("'") ? "\\&" + plain : plain;
    }
}
