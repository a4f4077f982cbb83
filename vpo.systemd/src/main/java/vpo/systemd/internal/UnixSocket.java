package vpo.systemd.internal;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;

/**
 * Sends datagrams to a Unix socket, which the JDK cannot, by the C library. Each message has a socket of its own: that
 * costs two short calls, and nothing is left open, nor tied to a receiver that has been started anew. Any thread.
 */
public final class UnixSocket {
    /** The receiver does not take a message of that size in this way. */
    private static final int EMSGSIZE = 90;
    private static final int ENOBUFS = 105;
    private static final int EINTR = 4;
    private static final int EAGAIN = 11;
    private static final short AF_UNIX = 1;
    private static final int SOCK_DGRAM_CLOEXEC = 2 | 0x80000;
    private static final int MSG_DONTWAIT = 0x40;
    /** No signal if nobody listens. */
    private static final int MSG_NOSIGNAL = 0x4000;
    /** Of {@code sockaddr_un}: the family, and then the path. */
    private static final int PATH_OFFSET = 2;
    private static final int MOST_PATH_BYTES = 108;
    private static final int SOL_SOCKET = 1;
    private static final int SCM_RIGHTS = 1;

    private final byte[] address;

    /**
     * @param address an absolute path, or a name in the abstract namespace with {@code @} before it
     * @throws IllegalArgumentException if it is neither, or too long
     */
    public UnixSocket(String address) {
        byte[] path = address.getBytes(StandardCharsets.UTF_8);
        boolean isAbstract = address.startsWith("@") && path.length > 1;
        if (!isAbstract && !address.startsWith("/")) {
            throw new IllegalArgumentException("'" + address + "' is neither an absolute path nor an abstract name");
        }
        // A path ends with a zero byte, an abstract name begins with one.
        if (path.length > MOST_PATH_BYTES - (isAbstract ? 0 : 1)) {
            throw new IllegalArgumentException("'" + address + "' is longer than a socket's name can be");
        }
        if (isAbstract) {
            path[0] = 0;
        }
        this.address = path;
    }

    /**
     * Sends one datagram if it is taken at once.
     *
     * @throws IOException if nobody takes it
     */
    public void offer(byte[] message) throws IOException {
        try {
            call((arena, socket) -> send(arena, socket, message, MSG_NOSIGNAL | MSG_DONTWAIT));
        } catch (Libc.CallFailedException e) {
            throw e.errno() == EAGAIN ? new IOException("its queue is full", e) : e;
        }
    }

    /**
     * Sends one datagram, and waits for a receiver that is busy. One that is too large to be sent is put into memory
     * that both can read, and a file descriptor of that is sent in its place.
     *
     * @throws IOException if nobody takes it
     */
    public void put(byte[] message) throws IOException {
        call((arena, socket) -> {
            try {
                send(arena, socket, message, MSG_NOSIGNAL);
            } catch (Libc.CallFailedException e) {
                if (e.errno() != EMSGSIZE && e.errno() != ENOBUFS) {
                    throw e;
                }
                try (SealedMemory memory = SealedMemory.of(message)) {
                    pass(arena, socket, memory.descriptor());
                }
            }
        });
    }

    /** What is done with an open socket. */
    private interface Action {
        void on(Arena arena, int socket) throws Throwable;
    }

    private static void call(Action action) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = Libc.state(arena);
            int socket = (int) C.SOCKET.invokeExact(state, (int) AF_UNIX, SOCK_DGRAM_CLOEXEC, 0);
            if (socket < 0) {
                throw Libc.failed("socket", state);
            }
            try {
                action.on(arena, socket);
            } finally {
                int _ = (int) C.CLOSE.invokeExact(state, socket);
            }
        } catch (IOException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("a method handle throws nothing else", e);
        }
    }

    private void send(Arena arena, int socket, byte[] message, int flags) throws Throwable {
        MemorySegment state = Libc.state(arena);
        MemorySegment to = to(arena);
        MemorySegment body = arena.allocateFrom(ValueLayout.JAVA_BYTE, message);
        while ((long) C.SENDTO.invokeExact(state, socket, body, (long) message.length, flags, to,
                (int) to.byteSize()) < 0) {
            Libc.CallFailedException failure = Libc.failed("sendto", state);
            if (failure.errno() != EINTR) {
                throw failure;
            }
        }
    }

    /** By {@code sendmsg(2)}, with nothing but the descriptor in it. */
    private void pass(Arena arena, int socket, int descriptor) throws Throwable {
        MemorySegment state = Libc.state(arena);
        MemorySegment to = to(arena);
        // struct cmsghdr: its length, level and type; and then the descriptor, padded.
        MemorySegment control = arena.allocate(24, Long.BYTES);
        control.set(ValueLayout.JAVA_LONG, 0, 20);
        control.set(ValueLayout.JAVA_INT, 8, SOL_SOCKET);
        control.set(ValueLayout.JAVA_INT, 12, SCM_RIGHTS);
        control.set(ValueLayout.JAVA_INT, 16, descriptor);
        // struct msghdr: address and its length, parts and their number (none), control and its length, flags.
        MemorySegment message = arena.allocate(56, Long.BYTES);
        message.set(ValueLayout.ADDRESS, 0, to);
        message.set(ValueLayout.JAVA_INT, 8, (int) to.byteSize());
        message.set(ValueLayout.ADDRESS, 32, control);
        message.set(ValueLayout.JAVA_LONG, 40, control.byteSize());
        while ((long) Passing.SENDMSG.invokeExact(state, socket, message, MSG_NOSIGNAL) < 0) {
            Libc.CallFailedException failure = Libc.failed("sendmsg", state);
            if (failure.errno() != EINTR) {
                throw failure;
            }
        }
    }

    private MemorySegment to(Arena arena) {
        MemorySegment to = arena.allocate(PATH_OFFSET + address.length + (address[0] == 0 ? 0 : 1), Short.BYTES);
        to.set(ValueLayout.JAVA_SHORT, 0, AF_UNIX);
        MemorySegment.copy(address, 0, to, ValueLayout.JAVA_BYTE, PATH_OFFSET, address.length);
        return to;
    }

    /** The functions, looked up when the first message is sent: most daemons never send one. */
    private static final class C {
        static final MethodHandle SOCKET = Libc.function("socket", FunctionDescriptor.of(ValueLayout.JAVA_INT,
                ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
        static final MethodHandle SENDTO = Libc.function("sendto", FunctionDescriptor.of(ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT,
                ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
        static final MethodHandle CLOSE = Libc.function("close", FunctionDescriptor.of(ValueLayout.JAVA_INT,
                ValueLayout.JAVA_INT));
    }

    /** The one for descriptors, which most that send messages never need. */
    private static final class Passing {
        static final MethodHandle SENDMSG = Libc.function("sendmsg", FunctionDescriptor.of(ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
    }
}
