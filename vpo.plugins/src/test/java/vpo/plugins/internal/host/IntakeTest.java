package vpo.plugins.internal.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.helpers.NOPLogger;

import vpo.plugins.internal.store.PluginStore;
import vpo.plugins.internal.watch.PluginFolders;

/** What nobody foresaw: it costs the one file, is told with its name, and comes out nowhere. */
class IntakeTest {
    @TempDir
    Path folder;

    private Intake intake;

    @BeforeEach
    void begin() throws Exception {
        intake = new Intake(PluginStore.open(folder.resolve("store")), new PluginFolders(List.of(folder)),
                NOPLogger.NOP_LOGGER);
    }

    @Test
    void a_defect_costs_the_one_file() {
        Path file = throwing(folder.resolve("a.jar"), new IllegalStateException("nobody foresaw that"));
        intake.take(file);
        assertThat(intake.problems().get(file)).contains("a defect", "nobody foresaw that");
        assertThat(intake.hasUnread()).isFalse();
    }

    @Test
    void a_file_that_an_error_kept_from_being_taken_is_tried_again() {
        Path file = throwing(folder.resolve("a.jar"), new InternalError("said so"));
        intake.take(file);
        assertThat(intake.problems().get(file)).contains("cannot be taken now", "said so");
        assertThat(intake.hasUnread()).isTrue();
    }

    /** A path that throws at whoever looks at what is there, for which they need its file system. */
    private static Path throwing(Path path, Throwable what) {
        return (Path) Proxy.newProxyInstance(Path.class.getClassLoader(), new Class<?>[]{Path.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getFileSystem" -> throw what;
                    case "equals" -> proxy == arguments[0];
                    case "compareTo" -> proxy == arguments[0] ? 0 : 1;
                    default -> method.invoke(path, arguments);
                });
    }
}
