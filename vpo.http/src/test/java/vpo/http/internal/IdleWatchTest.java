package vpo.http.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import vpo.api.task.Tasks;
import vpo.lifecycle.DaemonControl;

@Timeout(60)
class IdleWatchTest {
    private final RequestCounts counts = new RequestCounts();
    private final List<String> asked = new ArrayList<>();
    private boolean drained;
    /** How many stops find that somebody has come meanwhile. */
    private int comers;
    private boolean pending;

    private final Tasks tasks = (Tasks) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[]{
            Tasks.class}, (_, _, _) -> List.of());
    private final DaemonControl control = (DaemonControl) Proxy.newProxyInstance(getClass().getClassLoader(),
            new Class<?>[]{DaemonControl.class}, (_, method, _) -> switch (method.getName()) {
                case "isDraining" -> drained;
                case "stopsWhenIdle" -> pending;
                case "stopWhenIdle" -> {
                    asked.add("stopWhenIdle");
                    pending = comers-- > 0;
                    yield null;
                }
                default -> asked.add(method.getName());
            });

    private void watch() {
        new IdleWatch(tasks, control, counts, Duration.ofMillis(1)).run();
    }

    @Test
    void asks_for_a_stop_that_cancels_nothing() {
        watch();
        assertThat(asked).containsExactly("stopWhenIdle");
    }

    @Test
    void whoever_comes_in_the_last_moment_makes_it_go_on_as_before() {
        comers = 2;
        watch();
        assertThat(asked).containsExactly("stopWhenIdle", "resume", "stopWhenIdle", "resume", "stopWhenIdle");
    }

    @Test
    void what_an_operator_has_drained_is_not_opened_again() {
        drained = true;
        comers = 1;
        watch();
        assertThat(asked).containsExactly("stopWhenIdle");
    }
}
