package vpo.lifecycle.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProcessTreeTest {
    private final ProcessTree tree = new ProcessTree();

    @Test
    void forgetsProcessesThatHaveEnded() throws Exception {
        Process lasting = new ProcessBuilder("sleep", "3600").start();
        try {
            tree.add(lasting.toHandle());
            for (int i = 0; i < 200; i++) {
                Process brief = new ProcessBuilder("true").start();
                tree.add(brief.toHandle());
                brief.waitFor();
            }
            assertThat(tree.size()).isLessThanOrEqualTo(64);
            assertThat(tree.alive()).containsExactly(lasting.toHandle());
        } finally {
            lasting.destroyForcibly().waitFor();
        }
    }
}
