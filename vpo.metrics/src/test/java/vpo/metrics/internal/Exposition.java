package vpo.metrics.internal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text of OpenMetrics 1.0, read strictly: what the specification forbids, and may occur here, is an error.
 *
 * @param families by name, in their order
 */
record Exposition(Map<String, Family> families) {
    private static final String NAME = "[a-zA-Z_:][a-zA-Z0-9_:]*";
    private static final Pattern DESCRIPTION = Pattern.compile("# (TYPE|UNIT|HELP) (" + NAME + ") (.+)");
    private static final Pattern LABEL = Pattern
            .compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\\n]|\\\\[n\"\\\\])*)\"");
    private static final Pattern SAMPLE = Pattern
            .compile("(" + NAME + ")(?:\\{(" + LABEL + "(?:," + LABEL + ")*)\\})? (\\S+)");
    private static final Map<String, Set<String>> SUFFIXES = Map.of("gauge", Set.of(""), "counter",
            Set.of("_total", "_created"), "info", Set.of("_info"), "summary",
            Set.of("", "_count", "_sum", "_created"));

    /** A metric with all of its samples, each by its name and labels. */
    record Family(Map<String, String> descriptions, Map<String, Double> samples, Set<String> labels) {
        String type() {
            return descriptions.get("TYPE");
        }
    }

    static Exposition parse(String text) {
        if (!text.endsWith("\n# EOF\n")) {
            throw new AssertionError("no end: " + text.substring(Math.max(0, text.length() - 40)));
        }
        Map<String, Family> families = new LinkedHashMap<>();
        String name = "";
        for (String line : text.substring(0, text.length() - "# EOF\n".length()).lines().toList()) {
            Matcher described = DESCRIPTION.matcher(line);
            if (described.matches()) {
                if (!described.group(2).equals(name)) {
                    name = described.group(2);
                    check(families.putIfAbsent(name, new Family(new LinkedHashMap<>(), new LinkedHashMap<>(),
                            new java.util.TreeSet<>())) == null, "a family in two pieces: ", line);
                }
                Family family = families.get(name);
                check(family.samples.isEmpty(), "described after its samples: ", line);
                check(family.descriptions.put(described.group(1), described.group(3)) == null, "twice: ", line);
                check(!described.group(1).equals("UNIT") || name.endsWith("_" + described.group(3)),
                        "a unit that the name does not end in: ", line);
            } else {
                sample(name, families.get(name), line);
            }
        }
        return new Exposition(families);
    }

    private static void sample(String name, Family family, String line) {
        Matcher sample = SAMPLE.matcher(line);
        check(sample.matches(), "no sample: ", line);
        check(family != null && sample.group(1).startsWith(name), "not described: ", line);
        check(family.type() != null && SUFFIXES.getOrDefault(family.type(), Set.of())
                .contains(sample.group(1).substring(name.length())), "no sample of a " + family.type() + ": ", line);
        List<String> labels = new ArrayList<>();
        if (sample.group(2) != null) {
            Matcher label = LABEL.matcher(sample.group(2));
            while (label.find()) {
                check(!labels.contains(label.group(1)), "a label twice: ", line);
                labels.add(label.group(1));
            }
        }
        family.labels.addAll(labels);
        double value = Double.parseDouble(sample.group(sample.groupCount()).replace("Inf", "Infinity"));
        check(!"counter".equals(family.type()) || value >= 0, "a counter below 0: ", line);
        check(family.samples.put(line.substring(0, line.lastIndexOf(' ')), value) == null, "a sample twice: ", line);
    }

    private static void check(boolean good, String problem, String line) {
        if (!good) {
            throw new AssertionError(problem + line);
        }
    }

    /** The value of a sample, such as {@code a_total{b="c"}}. */
    double value(String sample) {
        return families.values().stream().filter(family -> family.samples.containsKey(sample)).findFirst()
                .map(family -> family.samples.get(sample))
                .orElseThrow(() -> new AssertionError("no sample " + sample + " in " + families));
    }
}
