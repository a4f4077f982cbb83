package vpo.bench;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class AnswersTest {
    private final Answers answers = new Answers();

    @Test
    void takesDatesLengthsAndBodiesAsTheyCome() {
        answers.check(Candidate.VPO, "HTTP/1.1 200 OK\r\nDate: Mon\r\nContent-Length: 2\r\nA: b\r\n\r\n{}");
        assertThatCode(() -> answers.check(Candidate.BARE_JETTY,
                "HTTP/1.1 200 OK\r\na: b\r\nDate: Tue\r\nContent-Length: 3\r\n\r\n{ }")).doesNotThrowAnyException();
    }

    @Test
    void refusesToCompareDifferentHeaders() {
        answers.check(Candidate.VPO, "HTTP/1.1 200 OK\r\nCache-Control: no-store\r\n\r\n");
        assertThatThrownBy(() -> answers.check(Candidate.BARE_JETTY, "HTTP/1.1 200 OK\r\n\r\n"))
                .hasMessageContaining("cache-control: no-store").hasMessageContaining("bare Jetty");
    }
}
