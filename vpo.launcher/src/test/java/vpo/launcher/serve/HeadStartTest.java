package vpo.launcher.serve;

import static org.assertj.core.api.Assertions.assertThat;

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
        HeadStart ahead = HeadStart.begin();
        ahead.logIsThere();

        ahead.await();
    }
}
