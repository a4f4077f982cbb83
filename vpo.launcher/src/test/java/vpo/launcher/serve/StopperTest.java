package vpo.launcher.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.osgi.framework.launch.Framework;

@Timeout(60)
class StopperTest {
    private final AtomicInteger stops = new AtomicInteger();

    /** As Felix at the limit of threads, twice. */
    private final Framework framework = (Framework) Proxy.newProxyInstance(getClass().getClassLoader(),
            new Class<?>[]{Framework.class}, (_, method, _) -> {
                if (method.getName().equals("stop") && stops.incrementAndGet() < 3) {
                    throw new OutOfMemoryError("as a test");
                }
                return null;
            });

    @Test
    void asksTheContainerAgainUntilItHasBegunToStop() {
        Stopper stopper = new Stopper();
        assertThat(stopper.attach(framework)).isTrue();
        stopper.running();
        stopper.ask("SIGTERM received");
        assertThat(stops).hasValue(3);
        stopper.ask("SIGTERM received");
        assertThat(stops).hasValue(3);
    }

    @Test
    void isNotHeldUpByAContainerThatCannotBeginOnceTheDaemonHasEnded() {
        Stopper stopper = new Stopper();
        stopper.attach(framework);
        stopper.running();
        stopper.ended();
        stopper.ask("System.exit was called");
        assertThat(stops).hasValue(1);
    }
}
