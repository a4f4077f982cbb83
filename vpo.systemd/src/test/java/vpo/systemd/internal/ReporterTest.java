package vpo.systemd.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import vpo.api.task.TaskInfo;
import vpo.lifecycle.DaemonState;
import vpo.systemd.Notification;

class ReporterTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    private final List<Notification> taken = new ArrayList<>();
    private boolean isFull;
    private final Reporter reporter = new Reporter(Duration.ofSeconds(1), this::take);

    private boolean take(Notification notification) {
        if (!notification.isEmpty() && !isFull) {
            taken.add(notification);
        }
        return notification.isEmpty() || !isFull;
    }

    /** What the manager has taken since the last time. */
    private List<String> told() {
        List<String> lines = taken.stream().flatMap(each -> each.lines().stream()).toList();
        taken.clear();
        return lines;
    }

    private static Snapshot at(DaemonState state) {
        return new Snapshot(state, false, List.of(), Optional.empty(), LONG, List.of());
    }

    private static TaskInfo task(String name, double percent) {
        return new TaskInfo(name, Instant.EPOCH, Duration.ZERO,
                percent < 0 ? OptionalDouble.empty() : OptionalDouble.of(percent), "", false);
    }

    private List<String> look(Snapshot now) {
        reporter.look(now);
        return told();
    }

    @Test
    void a_whole_life_each_edge_once() {
        assertThat(look(at(DaemonState.STARTING))).containsExactly("EXTEND_TIMEOUT_USEC=10001000",
                "STATUS=Starting: reading the configuration.");
        assertThat(look(at(DaemonState.CONNECTING))).containsExactly("EXTEND_TIMEOUT_USEC=10001000",
                "STATUS=Starting: opening the library and the port.");
        assertThat(look(at(DaemonState.CONNECTING))).containsExactly("EXTEND_TIMEOUT_USEC=10001000");
        assertThat(look(at(DaemonState.RUNNING))).containsExactly("READY=1", "STATUS=Running, nothing in flight.");
        assertThat(look(at(DaemonState.RUNNING))).isEmpty();
        Snapshot stopping = new Snapshot(DaemonState.SHUTTING_DOWN, false, List.of(task("scan of /media", 41.6)),
                Optional.of(Duration.ofSeconds(20)), Duration.ZERO, List.of());
        assertThat(look(stopping)).containsExactly("STOPPING=1", "EXTEND_TIMEOUT_USEC=10001000",
                "STATUS=Stopping: 1 task left: scan of /media (42 %), cancelled in 20 s.");
        assertThat(look(at(DaemonState.STOPPED))).containsExactly("EXTEND_TIMEOUT_USEC=5001000",
                "STATUS=Stopping: nothing is in flight any more.");
    }

    @Test
    void time_is_never_asked_for_beyond_the_daemons_own_limits() {
        assertThat(look(new Snapshot(DaemonState.CONNECTING, false, List.of(), Optional.empty(), Duration.ofSeconds(3),
                List.of()))).contains("EXTEND_TIMEOUT_USEC=3001000");
        assertThat(look(new Snapshot(DaemonState.CONNECTING, false, List.of(), Optional.empty(),
                Duration.ofSeconds(-1), List.of()))).isEmpty();
        assertThat(look(new Snapshot(DaemonState.SHUTTING_DOWN, false, List.of(task("x", -1)),
                Optional.of(Duration.ofSeconds(-4)), Duration.ZERO, List.of())))
                .containsExactly("STOPPING=1", "EXTEND_TIMEOUT_USEC=1001000",
                        "STATUS=Stopping: 1 task left: x, being cancelled.");
        assertThat(look(new Snapshot(DaemonState.SHUTTING_DOWN, false, List.of(task("x", -1)),
                Optional.of(Duration.ofSeconds(-6)), Duration.ZERO, List.of()))).isEmpty();
    }

    @Test
    void an_edge_that_was_not_taken_is_told_at_the_next_look() {
        look(at(DaemonState.CONNECTING));
        isFull = true;
        assertThat(look(at(DaemonState.RUNNING))).isEmpty();
        isFull = false;
        assertThat(look(at(DaemonState.RUNNING))).containsExactly("READY=1", "STATUS=Running, nothing in flight.");
        isFull = true;
        assertThat(look(at(DaemonState.SHUTTING_DOWN))).isEmpty();
        isFull = false;
        assertThat(look(at(DaemonState.SHUTTING_DOWN))).containsExactly("STOPPING=1", "EXTEND_TIMEOUT_USEC=5001000",
                "STATUS=Stopping: nothing is left.");
    }

    @Test
    void a_reload_is_told_whenever_the_manager_takes_it() {
        reporter.reloading(1);
        reporter.reloaded("too early");
        look(at(DaemonState.RUNNING));

        reporter.reloading(2);
        assertThat(told()).containsExactly("RELOADING=1", "MONOTONIC_USEC=2");
        isFull = true;
        reporter.reloaded("done");
        assertThat(look(at(DaemonState.RUNNING))).isEmpty();
        isFull = false;
        assertThat(look(at(DaemonState.RUNNING))).containsExactly("READY=1", "STATUS=done");
        assertThat(look(at(DaemonState.RUNNING))).isEmpty();

        isFull = true;
        reporter.reloading(3);
        isFull = false;
        reporter.reloaded("done again");
        assertThat(taken).hasSize(1);
        assertThat(told()).containsExactly("RELOADING=1", "MONOTONIC_USEC=3", "READY=1", "STATUS=done again");
    }

    @Test
    void a_stop_takes_the_place_of_a_reload() {
        look(at(DaemonState.RUNNING));
        reporter.reloading(1);
        isFull = true;
        reporter.reloaded("done");
        isFull = false;
        told();
        assertThat(look(at(DaemonState.SHUTTING_DOWN))).startsWith("STOPPING=1").doesNotContain("READY=1");
        reporter.reloading(2);
        reporter.reloaded("done");
        assertThat(told()).isEmpty();
    }

    @Test
    void the_words_name_tasks_and_what_is_wrong() {
        List<TaskInfo> five = IntStream.range(0, 5).mapToObj(i -> task("t" + i, -1)).toList();
        assertThat(StatusText.of(new Snapshot(DaemonState.RUNNING, false, five, Optional.empty(), LONG,
                List.of("database: gone", "plugins: safe mode"))))
                .isEqualTo("Running, 5 tasks in flight: t0, t1, t2 and 2 more. Wrong: database: gone; plugins: safe"
                        + " mode.");
        assertThat(StatusText.of(new Snapshot(DaemonState.RUNNING, true, List.of(), Optional.empty(), LONG,
                List.of()))).isEqualTo("Draining, takes no new work: nothing is left.");
    }
}
