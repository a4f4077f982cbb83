package vpo.plugin.scan;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import vpo.plugin.scan.work.Schedule;
import vpo.plugin.scan.work.Settings;

/**
 * Makes settings of the configuration. A value that cannot be used is told and replaced by its default, or left out.
 *
 * @param home the folder that {@code ~} stands for
 * @param zone whose clocks the schedule goes by
 * @param problems is told what is wrong, in one line each, with the key and what to do
 */
record SettingsReader(Path home, ZoneId zone, Consumer<String> problems) {
    private static final int MAX_WORKERS = 64;
    private static final int MAX_SECONDS = 86_400;
    private static final Set<String> EXTENSIONS = Set.of("mkv", "mp4", "avi", "webm", "m4v", "mov");
    private static final int WORKERS = 2;
    private static final int SETTLE = 10;
    private static final int SETTLE_TIMEOUT = 600;
    private static final int PROBE_TIMEOUT = 60;

    Settings read(ScanConfig scan, ToolsConfig tools) {
        return new Settings(roots(scan.roots()), extensions(scan.extensions()), schedule(scan.schedule()),
                number("workers", scan.workers(), 1, MAX_WORKERS, WORKERS),
                Duration.ofSeconds(number("settle_seconds", scan.settle__seconds(), 0, MAX_SECONDS, SETTLE)),
                Duration.ofSeconds(number("settle_timeout_seconds", scan.settle__timeout__seconds(), 0, MAX_SECONDS,
                        SETTLE_TIMEOUT)),
                Duration.ofSeconds(number("ffprobe_timeout_seconds", scan.ffprobe__timeout__seconds(), 1, MAX_SECONDS,
                        PROBE_TIMEOUT)),
                Optional.of(tools.ffprobe()).filter(path -> !path.isBlank()));
    }

    private List<Path> roots(String[] given) {
        List<Path> roots = new ArrayList<>();
        for (String text : given) {
            try {
                Path path = expanded(text);
                if (path.isAbsolute()) {
                    roots.add(path.normalize());
                } else {
                    problem("roots", text, "it is not an absolute path", "it is left out");
                }
            } catch (InvalidPathException e) {
                problem("roots", text, e.getReason(), "it is left out");
            }
        }
        return roots;
    }

    private Path expanded(String text) {
        if (text.equals("~")) {
            return home;
        }
        return text.startsWith("~/") ? home.resolve(text.substring(2)) : Path.of(text);
    }

    private Set<String> extensions(String[] given) {
        Set<String> extensions = Stream.of(given).map(each -> each.strip().toLowerCase(Locale.ROOT))
                .map(each -> each.startsWith(".") ? each.substring(1) : each).filter(each -> !each.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
        if (extensions.isEmpty()) {
            problem("extensions", "[]", "no file would be a video", "the default is used");
            return EXTENSIONS;
        }
        return extensions;
    }

    private Optional<Schedule> schedule(String given) {
        try {
            return Schedule.parse(given, zone);
        } catch (IllegalArgumentException e) {
            problem("schedule", given, e.getMessage(), "nothing is scanned by itself");
            return Optional.empty();
        }
    }

    private int number(String key, int given, int least, int most, int fallback) {
        if (given < least || given > most) {
            problem(key, Integer.toString(given), "it must be " + least + " to " + most, fallback + " is used");
            return fallback;
        }
        return given;
    }

    private void problem(String key, String value, String why, String consequence) {
        problems.accept("plugins.scan." + key + " = " + value + ": " + why + "; " + consequence);
    }
}
