package vpo.systemd.internal;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The other end: a Unix socket that takes datagrams, as the service manager's. */
public final class Datagrams implements AutoCloseable {
    private static final MethodHandle SOCKET = function("socket", FunctionDescriptor.of(ValueLayout.JAVA_INT,
            ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
    private static final MethodHandle BIND = function("bind", FunctionDescriptor.of(ValueLayout.JAVA_INT,
            ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
    private static final MethodHandle RECVMSG = function("recvmsg", FunctionDescriptor.of(ValueLayout.JAVA_LONG,
            ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
    private static final MethodHandle CLOSE = function("close", FunctionDescriptor.of(ValueLayout.JAVA_INT,
            ValueLayout.JAVA_INT));

    private final int socket;

    /**
     * @param name a path, or an abstract name with a zero character before it
     */
    public Datagrams(String name) throws IOException {
        byte[] path = name.getBytes(StandardCharsets.UTF_8);
        try (Arena arena = Arena.ofConfined()) {
            socket = (int) SOCKET.invokeExact(1, 2, 0);
            MemorySegment address = arena.allocate(110, 2);
            address.set(ValueLayout.JAVA_SHORT, 0, (short) 1);
            MemorySegment.copy(path, 0, address, ValueLayout.JAVA_BYTE, 2, path.length);
            int length = 2 + path.length + (path[0] == 0 ? 0 : 1);
            if ((int) BIND.invokeExact(socket, address, length) != 0) {
                throw new IOException("cannot bind " + name);
            }
        } catch (IOException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    /** The next one as text; waits for it. */
    public String take() {
        return new String(takeBytes(), StandardCharsets.UTF_8);
    }

    /** The next one, waits for it; the content of the file whose descriptor was sent in place of a message. */
    public byte[] takeBytes() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(256 * 1024);
            // struct iovec, and the struct msghdr that points to it and has room for a descriptor.
            MemorySegment part = arena.allocate(16, Long.BYTES);
            part.set(ValueLayout.ADDRESS, 0, buffer);
            part.set(ValueLayout.JAVA_LONG, 8, buffer.byteSize());
            MemorySegment control = arena.allocate(24, Long.BYTES);
            MemorySegment message = arena.allocate(56, Long.BYTES);
            message.set(ValueLayout.ADDRESS, 16, part);
            message.set(ValueLayout.JAVA_LONG, 24, 1);
            message.set(ValueLayout.ADDRESS, 32, control);
            message.set(ValueLayout.JAVA_LONG, 40, control.byteSize());
            long length = (long) RECVMSG.invokeExact(socket, message, 0);
            if (message.get(ValueLayout.JAVA_LONG, 40) == 0) {
                return buffer.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
            }
            return content(control.get(ValueLayout.JAVA_INT, 16));
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] content(int descriptor) throws Throwable {
        try {
            Path file = Path.of("/proc/self/fd/" + descriptor);
            // A reader may trust only what can no longer be changed.
            assertThatThrownBy(() -> Files.write(file, new byte[1])).isInstanceOf(FileSystemException.class)
                    .hasMessageContaining("Operation not permitted");
            return Files.readAllBytes(file);
        } finally {
            int _ = (int) CLOSE.invokeExact(descriptor);
        }
    }

    @Override
    public void close() {
        try {
            int _ = (int) CLOSE.invokeExact(socket);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    private static MethodHandle function(String name, FunctionDescriptor type) {
        return Linker.nativeLinker().downcallHandle(Linker.nativeLinker().defaultLookup().findOrThrow(name), type);
    }
}
