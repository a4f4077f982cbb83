package vpo.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;

import org.junit.jupiter.api.Test;

class WrkTest {
    private static final String OUTPUT = """
            Running 3s test @ http://127.0.0.1:18321/health
              2 threads and 32 connections
              Thread Stats   Avg      Stdev     Max   +/- Stdev
                Latency     1.02ms    3.10ms  60.91ms   94.92%
                Req/Sec    31.66k     8.02k   47.93k    63.33%
              Latency Distribution
                 50%  372.00us
                 75%  650.00us
                 90%    1.62ms
                 99%   1.20s
              189163 requests in 3.00s, 52.68MB read
            Requests/sec:  63021.45
            Transfer/sec:     17.55MB
            """;

    @Test
    void readsRateAndLatencyInAnyUnit() throws IOException {
        assertThat(Wrk.parse(OUTPUT)).isEqualTo(new Wrk.Load(189163, 63021.45, 0.372, 1200));
    }

    @Test
    void measuresNothingIfRequestsFail() {
        assertThatThrownBy(() -> Wrk.parse(OUTPUT + "  Non-2xx or 3xx responses: 7\n")).isInstanceOf(IOException.class)
                .hasMessageContaining("Non-2xx or 3xx responses: 7");
        assertThatThrownBy(() -> Wrk.parse("  Socket errors: connect 0, read 3, write 0, timeout 0\n" + OUTPUT))
                .hasMessageContaining("read 3");
    }

    @Test
    void showsWhatItDoesNotUnderstand() {
        assertThatThrownBy(() -> Wrk.parse("unable to connect to 127.0.0.1:1 Connection refused"))
                .hasMessageContaining("Connection refused");
    }
}
