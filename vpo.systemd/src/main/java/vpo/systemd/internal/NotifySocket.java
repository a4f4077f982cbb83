package vpo.systemd.internal;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.charset.StandardCharsets;

/**
 * Sends datagrams to a Unix socket, which the JDK cannot, by the C library. Each message has a socket of its own: there
 * are few, and nothing is left open. Linux only, as is the daemon.
 */
public final class NotifySocket {
    private static final short AF_UNIX = 1;
    private static final int SOCK_DGRAM_CLOEXEC = 2 | 0x80000;
    /** No signal if nobody listens, and no wait if the reader is slow: the daemon goes on in any case. */
    private static final int MSG_NOSIGNAL_DONTWAIT = 0x4000 | 0x40;
    /** Of {@code sockaddr_un}: the family, and then the path. */
    private static final int PATH_OFFSET = 2;
    private static final int MOST_PATH_BYTES = 108;

    private final byte[] address;

    /**
     * @param address an absolute path, or a name in the abstract namespace with {@code @} before it
     * @throws IllegalArgumentException if it is neither, or too long
     */
    public NotifySocket(String address) {
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
     * Sends one datagram.
     *
     * @throws IOException if nobody takes it
     */
    public void send(String message) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(C.STATE);
            int socket = (int) C.SOCKET.invokeExact(state, (int) AF_UNIX, SOCK_DGRAM_CLOEXEC, 0);
            if (socket < 0) {
                throw failed("socket", state);
            }
            try {
                MemorySegment to = arena.allocate(PATH_OFFSET + MOST_PATH_BYTES, Short.BYTES);
                to.set(ValueLayout.JAVA_SHORT, 0, AF_UNIX);
                MemorySegment.copy(address, 0, to, ValueLayout.JAVA_BYTE, PATH_OFFSET, address.length);
                int length = PATH_OFFSET + address.length + (address[0] == 0 ? 0 : 1);
                byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
                MemorySegment body = arena.allocateFrom(ValueLayout.JAVA_BYTE, bytes);
                long sent = (long) C.SENDTO.invokeExact(state, socket, body, (long) bytes.length,
                        MSG_NOSIGNAL_DONTWAIT, to, length);
                if (sent != bytes.length) {
                    throw failed("sendto", state);
                }
            } finally {
                int _ = (int) C.CLOSE.invokeExact(socket);
            }
        } catch (IOException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("a method handle throws nothing else", e);
        }
    }

    private static IOException failed(String call, MemorySegment state) {
        return new IOException(call + " failed, errno " + (int) C.ERRNO.get(state, 0L));
    }

    /** The functions, looked up when the first message is sent: most daemons never send one. */
    private static final class C {
        static final StructLayout STATE = Linker.Option.captureStateLayout();
        static final VarHandle ERRNO = STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
        private static final Linker LINKER = Linker.nativeLinker();
        static final MethodHandle SOCKET = function("socket", FunctionDescriptor.of(ValueLayout.JAVA_INT,
                ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT),
                Linker.Option.captureCallState("errno"));
        static final MethodHandle SENDTO = function("sendto", FunctionDescriptor.of(ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG, ValueLayout.JAVA_INT,
                ValueLayout.ADDRESS, ValueLayout.JAVA_INT), Linker.Option.captureCallState("errno"));
        static final MethodHandle CLOSE = function("close", FunctionDescriptor.of(ValueLayout.JAVA_INT,
                ValueLayout.JAVA_INT));

        private static MethodHandle function(String name, FunctionDescriptor type, Linker.Option... options) {
            return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), type, options);
        }
    }
}
