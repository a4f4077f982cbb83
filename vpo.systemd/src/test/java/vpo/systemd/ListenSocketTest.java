package vpo.systemd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ListenSocketTest {
    private ServerSocketChannel socket;

    @BeforeEach
    void bind() throws IOException {
        socket = ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        socket.configureBlocking(false);
    }

    @AfterEach
    void close() throws IOException {
        socket.close();
    }

    @Test
    void sockets_of_another_process_are_none() {
        assertThat(ListenSocket.count(Map.of("LISTEN_PID", "12", "LISTEN_FDS", "2"), 12)).isEqualTo(2);
        assertThat(ListenSocket.count(Map.of("LISTEN_PID", "12", "LISTEN_FDS", "2"), 123)).isZero();
        assertThat(ListenSocket.count(Map.of("LISTEN_FDS", "1"), 12)).isZero();
        assertThat(ListenSocket.count(Map.of("LISTEN_PID", "12", "LISTEN_FDS", "-1"), 12)).isZero();
        assertThat(ListenSocket.count(Map.of(), 12)).isZero();
    }

    /** A process that asks twice for its socket, and opens a file meanwhile, which gets the number that is free. */
    static final class AsksTwice {
        private AsksTwice() {}

        public static void main(String[] args) throws IOException {
            ask();
            try (InputStream _ = Files.newInputStream(Path.of(args[0]))) {
                ask();
                System.out.println(Files.readSymbolicLink(Path.of("/proc/self/fd/3")));
            }
        }

        private static void ask() {
            try {
                System.out.println(ListenSocket.given());
            } catch (IOException e) {
                System.out.println(e.getMessage());
            }
        }
    }

    @Test
    void what_is_refused_is_refused_again_and_its_number_is_left_to_others(@TempDir Path folder) throws Exception {
        Path file = Files.createFile(folder.resolve("file")).toRealPath();
        Process process = new ProcessBuilder("sh", "-c",
                "export LISTEN_PID=$$ LISTEN_FDS=1; exec \"$@\" 3</dev/null", "sh",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"),
                AsksTwice.class.getName(), file.toString()).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        List<String> lines = process.inputReader().lines().toList();
        assertThat(lines).hasSize(3).last().isEqualTo(file.toString());
        assertThat(lines.subList(0, 2)).allMatch(line -> line.contains("is none for HTTP: give its socket unit"));
    }

    @Test
    void whoever_comes_while_it_rests_is_for_the_next_one() throws Exception {
        try (ListenChannel first = new ListenChannel(socket); SocketChannel early = connect()) {
            try (SocketChannel accepted = first.accept()) {
                assertThat(accepted.getRemoteAddress()).isEqualTo(early.getLocalAddress());
            }
            CompletableFuture<SocketChannel> waiting = accept(first);
            first.rest();
            assertThat(waiting.get()).isNull();
            try (SocketChannel late = connect()) {
                assertThat(first.accept()).isNull();
                first.close();
                assertThat(socket.isOpen()).isTrue();
                try (ListenChannel next = new ListenChannel(socket); SocketChannel accepted = next.accept()) {
                    assertThat(accepted.getRemoteAddress()).isEqualTo(late.getLocalAddress());
                }
            }
        }
    }

    @Test
    void to_close_it_ends_the_wait() throws Exception {
        ListenChannel channel = new ListenChannel(socket);
        CompletableFuture<SocketChannel> waiting = accept(channel);
        channel.close();
        assertThatThrownBy(waiting::get).isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(ClosedChannelException.class);
    }

    @Test
    void to_interrupt_its_thread_ends_the_wait_and_closes_nothing() throws Exception {
        try (ListenChannel channel = new ListenChannel(socket)) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(channel::accept).isInstanceOf(ClosedByInterruptException.class);
            assertThat(Thread.interrupted()).isTrue();
            assertThat(socket.isOpen()).isTrue();
        }
    }

    private SocketChannel connect() throws IOException {
        return SocketChannel.open(socket.getLocalAddress());
    }

    private static CompletableFuture<SocketChannel> accept(ListenChannel channel) {
        CompletableFuture<SocketChannel> accepted = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                accepted.complete(channel.accept());
            } catch (IOException e) {
                accepted.completeExceptionally(e);
            }
        });
        return accepted.orTimeout(20, TimeUnit.SECONDS);
    }
}
