package vpo.launcher.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.BindException;

import org.junit.jupiter.api.Test;

class SummaryTest {
    @Test
    void tellsTheCausesToo() {
        assertThat(Summary.of(new IOException("Failed to bind to /127.0.0.1:8321",
                new BindException("Address already in use"))))
                .isEqualTo("IOException: Failed to bind to /127.0.0.1:8321, caused by BindException: Address already "
                        + "in use");
    }

    @Test
    void leavesOutWhatOnlyWrapsAnother() {
        Exception cause = new IllegalStateException("Port 1");
        assertThat(Summary.of(new InvocationTargetException(cause, "of a constructor")))
                .isEqualTo("IllegalStateException: Port 1");
        assertThat(Summary.of(new RuntimeException(cause))).isEqualTo("IllegalStateException: Port 1");
        assertThat(Summary.of(new RuntimeException(null, cause))).isEqualTo("IllegalStateException: Port 1");
    }

    @Test
    void tellsTheTypeOfAnExceptionThatSaysNothing() {
        assertThat(Summary.of(new InvocationTargetException(null))).isEqualTo("InvocationTargetException");
    }

    @Test
    void comesToAnEndWhereCausesGoRoundInACircle() {
        Exception one = new Exception("one");
        one.initCause(new Exception("two", one));
        assertThat(Summary.of(one)).isEqualTo("Exception: one, caused by Exception: two, caused by Exception: one");
    }
}
