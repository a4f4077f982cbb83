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
    private final List<String> asked = new ArrayList<>();
    /** How many stops find that somebody has come meanwhile. */
    private int comers;
    /** Whether the first stop finds no thread to be had. */
    private boolean isAtTheLimit;

    private final Tasks tasks = (Tasks) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[]{
            Tasks.class}, (_, _, _) -> List.of());
    private final DaemonControl control = (DaemonControl) Proxy.newProxyInstance(getClass().getClassLoader(),
            new Class<?>[]{DaemonControl.class}, (_, method, _) -> {
                asked.add(method.getName());
                if (isAtTheLimit && asked.size() == 1) {
                    throw new OutOfMemoryError("as a test");
                }
                return comers-- == 0;
            });

    private void watch() {
        new IdleWatch(tasks, control, new RequestCounts(), Duration.ofMillis(1)).run();
    }

    @Test
    void asks_for_a_stop_that_cancels_nothing() {
        watch();
        assertThat(asked).containsExactly("stopIfIdle");
    }

    @Test
    void whoever_comes_in_the_last_moment_makes_it_go_on_as_before() {
        comers = 2;
        watch();
        assertThat(asked).containsExactly("stopIfIdle", "stopIfIdle", "stopIfIdle");
    }

    @Test
    void a_stop_that_could_not_begin_is_asked_for_again() {
        isAtTheLimit = true;
        watch();
        assertThat(asked).containsExactly("stopIfIdle", "stopIfIdle");
    }
}
