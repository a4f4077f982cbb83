package vpo.systemd.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import vpo.systemd.Notification;
import vpo.systemd.ServiceManager;

class ServiceManagerTest {
    @RegisterExtension
    final Logged logged = new Logged();
    @TempDir
    Path folder;

    @Test
    void is_told_at_a_path() throws Exception {
        String path = folder.resolve("notify").toString();
        try (Datagrams manager = new Datagrams(path)) {
            ServiceManager.of(Map.of("NOTIFY_SOCKET", path)).orElseThrow()
                    .send(Notification.NONE.ready().status("Running, größer als ein Byte.").errno(22));
            assertThat(manager.take()).isEqualTo("READY=1\nSTATUS=Running, größer als ein Byte.\nERRNO=22");
        }
    }

    @Test
    void is_told_at_an_abstract_name() throws Exception {
        String name = "vpo-test-" + UUID.randomUUID();
        try (Datagrams manager = new Datagrams("\0" + name)) {
            ServiceManager.of(Map.of("NOTIFY_SOCKET", "@" + name)).orElseThrow()
                    .send(Notification.NONE.watchdog());
            assertThat(manager.take()).isEqualTo("WATCHDOG=1");
        }
    }

    @Test
    void one_that_is_gone_fails_nobody() {
        ServiceManager gone = ServiceManager.of(Map.of("NOTIFY_SOCKET", folder.resolve("none").toString()))
                .orElseThrow();
        assertThat(gone.send(Notification.NONE.ready())).isFalse();
        assertThat(gone.send(Notification.NONE)).isTrue();
        assertThatThrownBy(() -> new UnixSocket(folder.resolve("none").toString()).offer(new byte[1]))
                .isInstanceOf(IOException.class).hasMessage("sendto failed, errno 2");
    }

    @Test
    void what_its_full_queue_does_not_take_is_told_to_the_caller_and_the_first_of_a_kind_to_the_log() throws Exception {
        String path = folder.resolve("notify").toString();
        try (Datagrams full = new Datagrams(path)) {
            ServiceManager manager = ServiceManager.of(Map.of("NOTIFY_SOCKET", path)).orElseThrow();
            int room = 0;
            while (manager.send(Notification.NONE.status("busy"))) {
                room++;
            }
            assertThat(room).isPositive();
            assertThat(manager.send(Notification.NONE.ready().status("busy"))).isFalse();
            assertThat(manager.send(Notification.NONE.ready().status("busier"))).isFalse();
            assertThat(logged.lines()).containsExactly(
                    "WARN the service manager cannot be told STATUS=busy: its queue is full",
                    "WARN the service manager cannot be told READY=1: its queue is full");
            full.take();
            assertThat(manager.send(Notification.NONE.ready())).isTrue();
        }
    }

    @Test
    void nothing_is_told_after_what_was_to_be_the_last() throws Exception {
        String path = folder.resolve("notify").toString();
        try (Datagrams taken = new Datagrams(path)) {
            ServiceManager manager = ServiceManager.of(Map.of("NOTIFY_SOCKET", path)).orElseThrow();
            assertThat(manager.send(Notification.NONE.status("Starting"))).isTrue();
            assertThat(manager.sendLast(Notification.NONE.status("DB_ERROR"))).isTrue();
            assertThat(manager.send(Notification.NONE.status("Stopping"))).isFalse();
            assertThat(ServiceManager.of(Map.of("NOTIFY_SOCKET", path)).orElseThrow()
                    .send(Notification.NONE.status("another process"))).isTrue();
            assertThat(List.of(taken.take(), taken.take(), taken.take())).containsExactly("STATUS=Starting",
                    "STATUS=DB_ERROR", "STATUS=another process");
        }
    }

    @Test
    void the_last_that_was_not_taken_is_not_the_last() throws Exception {
        String path = folder.resolve("notify").toString();
        try (Datagrams full = new Datagrams(path)) {
            ServiceManager manager = ServiceManager.of(Map.of("NOTIFY_SOCKET", path)).orElseThrow();
            while (manager.send(Notification.NONE.status("busy"))) {
                // Until it is full.
            }
            assertThat(manager.sendLast(Notification.NONE.status("DB_ERROR"))).isFalse();
            full.take();
            assertThat(manager.sendLast(Notification.NONE.status("DB_ERROR"))).isTrue();
            full.take();
            assertThat(manager.send(Notification.NONE.ready())).isFalse();
        }
    }

    @Test
    void there_is_none_without_the_variable_or_with_nonsense_in_it() {
        assertThat(ServiceManager.of(Map.of())).isEmpty();
        assertThat(ServiceManager.of(Map.of("NOTIFY_SOCKET", ""))).isEmpty();
        assertThat(ServiceManager.of(Map.of("NOTIFY_SOCKET", "relative"))).isEmpty();
        assertThat(ServiceManager.of(Map.of("NOTIFY_SOCKET", "@"))).isEmpty();
        assertThat(ServiceManager.of(Map.of("NOTIFY_SOCKET", "/" + "x".repeat(107)))).isEmpty();
        assertThat(ServiceManager.of(Map.of("NOTIFY_SOCKET", "/" + "x".repeat(106)))).isPresent();
    }

    @Test
    void what_it_is_told_is_a_line_for_each() {
        assertThat(Notification.NONE.reloading(123)).hasToString("RELOADING=1\nMONOTONIC_USEC=123");
        assertThat(Notification.NONE.extendTimeout(Duration.ofSeconds(2))).hasToString("EXTEND_TIMEOUT_USEC=2001000");
        assertThat(Notification.NONE.status(" two\nlines\tof \u0007it ")).hasToString("STATUS=two lines of it");
        assertThat(Notification.NONE.status("x".repeat(1000)).toString()).hasSize("STATUS=".length() + 400)
                .endsWith("x…");
    }
}
