package vpo.config.internal.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import vpo.config.Problem;
import vpo.config.Problem.Severity;

class ProblemsTest {
    private final Problems problems = new Problems();

    @Test
    void those_that_are_left_out_are_counted_and_their_keys_known() {
        for (int i = 0; i < 60; i++) {
            problems.warning("w", "warned" + i, "odd");
            problems.error("e", "wrong" + i, "bad");
        }
        assertThat(problems.told("f")).hasSize(102).endsWith(new Problem(Severity.ERROR, "f", "", "and 10 more errors"),
                new Problem(Severity.WARNING, "f", "", "and 10 more warnings"));
        assertThat(problems.areAbout("wrong59")).isTrue();
        assertThat(problems.areAbout("warned59")).isTrue();
        assertThat(problems.areAbout("wrong60")).isFalse();
    }

    @Test
    void warnings_are_no_errors_and_leave_room_for_them() {
        for (int i = 0; i < 60; i++) {
            problems.warning("w", "k", "odd");
        }
        assertThat(problems.anyError()).isFalse();
        problems.error("e", "k", "bad");
        assertThat(problems.anyError()).isTrue();
        assertThat(problems.told("f")).contains(new Problem(Severity.ERROR, "e", "k", "bad"));
    }

    @Test
    void those_of_another_are_taken_over_with_what_it_left_out() {
        Problems other = new Problems();
        for (int i = 0; i < 60; i++) {
            other.error("e", "wrong" + i, "bad");
        }
        problems.addAll(other);
        assertThat(problems.anyError()).isTrue();
        assertThat(problems.areAbout("wrong59")).isTrue();
        assertThat(problems.told("f")).hasSize(51).endsWith(new Problem(Severity.ERROR, "f", "", "and 10 more errors"));
    }

    @Test
    void a_key_and_a_message_are_cut_where_nobody_would_read_on() {
        problems.error("e", "k".repeat(201), "m".repeat(1001));
        problems.error("e", "k".repeat(199) + "😀", "m".repeat(1000));
        assertThat(problems.told("f")).containsExactly(
                new Problem(Severity.ERROR, "e", "k".repeat(200) + "…", "m".repeat(1000) + "…"),
                new Problem(Severity.ERROR, "e", "k".repeat(199) + "…", "m".repeat(1000)));
    }
}
