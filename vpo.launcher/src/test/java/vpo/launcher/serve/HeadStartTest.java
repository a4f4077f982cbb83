package vpo.launcher.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;

class HeadStartTest {

    /** Another Felix may call them otherwise, and nothing else would tell. */
    @Test
    void theFrameworkHasTheClassesThatAreInitializedAhead() {
        assertThat(HeadStart.FRAMEWORK).isNotEmpty()
                .allSatisfy(name -> assertThat(Class.forName(name, false, getClass().getClassLoader())).isNotNull());
    }

    @Test
    void endsOnceThereIsALog() throws Exception {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
        Thread.setDefaultUncaughtExceptionHandler((_, e) -> failure.set(e));
        try {
            HeadStart ahead = HeadStart.begin();
            ahead.logIsThere();

            ahead.await();
        } finally {
            Thread.setDefaultUncaughtExceptionHandler(before);
        }
        assertThat(failure).hasNullValue();
    }
}
