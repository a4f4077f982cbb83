package vpo.plugin.scan;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.annotation.Annotation;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.junit.jupiter.api.Test;
import vpo.plugin.scan.work.Schedule;
import vpo.plugin.scan.work.Settings;

class SettingsReaderTest {
    private final List<String> problems = new ArrayList<>();

    private Settings read(Map<String, Object> scan, Map<String, Object> tools) {
        return new SettingsReader(Path.of("/home/anna"), ZoneOffset.UTC, problems::add).read(
                config(ScanConfig.class, scan),
                config(ToolsConfig.class, tools));
    }

    /** As Declarative Services makes it: the defaults, but for what is configured. */
    private static <A extends Annotation> A config(Class<A> type, Map<String, Object> values) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[]{type},
                (_, method, _) -> values.getOrDefault(method.getName(), method.getDefaultValue())));
    }

    @Test
    void needsNoConfiguration() {
        assertThat(read(Map.of(), Map.of())).isEqualTo(new Settings(List.of(),
                Set.of("mkv", "mp4", "avi", "webm", "m4v", "mov"), Optional.empty(), 2, Duration.ofSeconds(10),
                Duration.ofMinutes(10), Duration.ofMinutes(1), Optional.empty()));
        assertThat(problems).isEmpty();
    }

    @Test
    void takesWhatIsConfigured() {
        assertThat(read(
                Map.of("roots", new String[]{"/m/tv/", "~/Videos", "~"}, "extensions", new String[]{".MKV", " ts "},
                        "schedule", "6h", "workers", 4, "settle__seconds", 0, "settle__timeout__seconds", 0,
                        "ffprobe__timeout__seconds", 5),
                Map.of("ffprobe", "/opt/ffprobe")))
                .isEqualTo(new Settings(
                        List.of(Path.of("/m/tv"), Path.of("/home/anna/Videos"), Path.of("/home/anna")),
                        Set.of("mkv", "ts"), Optional.of(new Schedule.Every(Duration.ofHours(6))), 4, Duration.ZERO,
                        Duration.ZERO,
                        Duration.ofSeconds(5), Optional.of("/opt/ffprobe")));
        assertThat(problems).isEmpty();
    }

    @Test
    void tellsWhatCannotBeUsed() {
        Settings settings = read(
                Map.of("roots", new String[]{"videos", "/m"}, "extensions", new String[]{" "}, "schedule",
                        "often", "workers", 0, "settle__seconds", -1, "ffprobe__timeout__seconds", 0),
                Map.of());
        assertThat(settings).isEqualTo(new Settings(List.of(Path.of("/m")),
                Set.of("mkv", "mp4", "avi", "webm", "m4v", "mov"), Optional.empty(), 2, Duration.ofSeconds(10),
                Duration.ofMinutes(10), Duration.ofMinutes(1), Optional.empty()));
        assertThat(problems).containsExactly(
                "plugins.scan.roots = videos: it is not an absolute path; it is left out",
                "plugins.scan.extensions = []: no file would be a video; the default is used",
                "plugins.scan.schedule = often: a schedule is an interval such as 30m, 6h, 1d or PT6H, or five fields"
                        + " as cron has them, such as 0 3 * * *; nothing is scanned by itself",
                "plugins.scan.workers = 0: it must be 1 to 64; 2 is used",
                "plugins.scan.settle_seconds = -1: it must be 0 to 86400; 10 is used",
                "plugins.scan.ffprobe_timeout_seconds = 0: it must be 1 to 86400; 60 is used");
    }
}
