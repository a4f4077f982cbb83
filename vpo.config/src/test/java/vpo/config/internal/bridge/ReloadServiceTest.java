package vpo.config.internal.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import org.apache.felix.hc.api.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

import vpo.config.Configuration;
import vpo.config.ConfigurationSource;
import vpo.config.ConfigurationSource.Reload;
import vpo.config.PluginSchema;
import vpo.config.Problem;
import vpo.config.ReloadListener;

/** Reloads that break off, some that never come to their end, and some that are none. */
class ReloadServiceTest {
    private static final Path PLACE = Path.of("/d/config.toml");

    private final List<Object> heard = new ArrayList<>();
    private final ReloadService reloads = new ReloadService(new WithoutMemory(), null, Clock.systemUTC());

    @Test
    void listeners_get_an_outcome_of_a_reload_that_broke_off() {
        reloads.add(new Hearing());
        assertThatThrownBy(() -> reloads.reload("SIGHUP")).isInstanceOf(OutOfMemoryError.class);
        assertThat(heard).containsExactly("reloading", new Reload.Refused(List.of(new Problem(Problem.Severity.ERROR,
                PLACE.toString(), "", "the reload broke off, and the log says why"))));
    }

    @Test
    void a_look_at_the_file_that_finds_nothing_new_is_no_reload() {
        Reload refused = new Reload.Refused(List.of(new Problem(Problem.Severity.ERROR, "2:1", "a", "is no number")));
        Iterator<Reload> looks = List.of(new Reload.Unchanged(), refused, new Reload.Unchanged(),
                new Reload.Unchanged()).iterator();
        ReloadService watching = new ReloadService(new WithoutMemory() {
            @Override
            public Reload reloadChanged() {
                return looks.next();
            }
        }, null, Clock.systemUTC());
        watching.close();
        watching.add(new Hearing());

        watching.fileChanged();
        assertThat(heard).isEmpty();
        watching.fileChanged();
        assertThat(heard).as("a mistake").containsExactly("reloading", refused);
        heard.clear();
        watching.fileChanged();
        assertThat(heard).as("the mistake has gone").containsExactly("reloading", new Reload.Unchanged());
        heard.clear();
        watching.fileChanged();
        assertThat(heard).isEmpty();
    }

    @Test
    void a_file_that_cannot_be_read_for_now_is_shown_until_it_can() {
        Iterator<Boolean> readable = List.of(false, true).iterator();
        ReloadService watching = new ReloadService(new WithoutMemory() {
            @Override
            public Reload reloadChanged() {
                if (readable.next()) {
                    return new Reload.Unchanged();
                }
                throw new UncheckedIOException(new IOException("Too many open files"));
            }
        }, null, Clock.systemUTC());
        watching.close();
        watching.add(new Hearing());
        assertThatThrownBy(watching::fileChanged).as("who watches the file comes back")
                .hasMessageContaining("Too many");
        assertThat(watching.execute().getStatus()).isEqualTo(Result.Status.WARN);
        watching.fileChanged();
        assertThat(watching.execute().getStatus()).isEqualTo(Result.Status.OK);
        assertThat(heard).containsExactly("reloading", new Reload.Unchanged());
    }

    /** Else it would not try it again. */
    @Test
    void who_watches_the_file_hears_of_a_reload_that_broke_off() {
        assertThatThrownBy(reloads::fileChanged).isInstanceOf(OutOfMemoryError.class);
    }

    @Test
    @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void a_reload_that_hangs_holds_up_neither_plugins_nor_the_stop() throws Exception {
        PluginSchema schema = PluginSchema.read("fish", List.of());
        CountDownLatch isReading = new CountDownLatch(1);
        CountDownLatch diskIsBack = new CountDownLatch(1);
        ReloadService hanging = new ReloadService(new WithoutMemory() {
            @Override
            public Reload reload() {
                isReading.countDown();
                try {
                    diskIsBack.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                return new Reload.Unchanged();
            }
        }, null, Clock.systemUTC());
        CompletableFuture<Reload> reload = CompletableFuture.supplyAsync(() -> hanging.reload("SIGHUP"));
        isReading.await();
        hanging.add(schema);
        hanging.remove(schema);
        hanging.close();
        assertThat(reload).isNotDone();
        diskIsBack.countDown();
        assertThat(reload.get()).isInstanceOf(Reload.Unchanged.class);
    }

    @Test
    @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void a_log_that_hangs_while_it_is_told_of_errors_holds_up_neither_plugins_nor_the_stop() throws Exception {
        CountDownLatch isLogging = new CountDownLatch(1);
        CountDownLatch logIsBack = new CountDownLatch(1);
        AppenderBase<ILoggingEvent> hanging = new AppenderBase<>() {
            @Override
            protected void append(ILoggingEvent event) {
                isLogging.countDown();
                try {
                    logIsBack.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
        };
        Reload refused = new Reload.Refused(List.of(new Problem(Problem.Severity.ERROR, "2:1", "a", "is no number")));
        ReloadService refusing = new ReloadService(new WithoutMemory() {
            @Override
            public Reload reload() {
                return refused;
            }
        }, null, Clock.systemUTC());
        PluginSchema schema = PluginSchema.read("fish", List.of());
        hanging.start();
        Logger log = (Logger) LoggerFactory.getLogger("vpo.config");
        log.addAppender(hanging);
        try {
            CompletableFuture<Reload> reload = CompletableFuture.supplyAsync(() -> refusing.reload("SIGHUP"));
            isLogging.await();
            refusing.add(schema);
            refusing.remove(schema);
            refusing.close();
            assertThat(reload).isNotDone();
            logIsBack.countDown();
            assertThat(reload.get()).isEqualTo(refused);
        } finally {
            log.detachAppender(hanging);
        }
    }

    private final class Hearing implements ReloadListener {
        @Override
        public void reloading() {
            heard.add("reloading");
        }

        @Override
        public void reloaded(Reload outcome) {
            heard.add(outcome);
        }
    }

    /** Fails when it is asked to read. */
    private static class WithoutMemory implements ConfigurationSource {
        @Override
        public Configuration current() {
            return new Configuration(Optional.empty(), PLACE, Path.of("/d"), List.of(), Map.of(), List.of());
        }

        @Override
        public Reload reload() {
            throw new OutOfMemoryError("as a test");
        }

        @Override
        public Reload reloadChanged() {
            return reload();
        }

        @Override
        public List<Problem> errors(PluginSchema schema) {
            return List.of();
        }

        @Override
        public void use(List<PluginSchema> schemas) {
            // There are none.
        }
    }
}
