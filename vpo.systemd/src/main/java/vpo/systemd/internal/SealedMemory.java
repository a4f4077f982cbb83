package vpo.systemd.internal;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * Memory with a file descriptor that nobody can change any more, so that another process may trust it while it reads:
 * {@code memfd_create(2)} with all seals.
 */
final class SealedMemory implements AutoCloseable {
    private static final int MFD_CLOEXEC_ALLOW_SEALING = 1 | 2;
    private static final int F_ADD_SEALS = 1033;
    /** Against more seals, shrinking, growing and writing. */
    private static final int ALL_SEALS = 1 | 2 | 4 | 8;

    private static final MethodHandle CREATE = Libc.function("memfd_create", FunctionDescriptor.of(
            ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
    private static final MethodHandle WRITE = Libc.function("write", FunctionDescriptor.of(ValueLayout.JAVA_LONG,
            ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG));
    private static final MethodHandle FCNTL = Libc.variadic("fcntl", 2, FunctionDescriptor.of(ValueLayout.JAVA_INT,
            ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
    private static final MethodHandle CLOSE = Libc.function("close", FunctionDescriptor.of(ValueLayout.JAVA_INT,
            ValueLayout.JAVA_INT));

    private final int descriptor;

    private SealedMemory(int descriptor) {
        this.descriptor = descriptor;
    }

    /**
     * Makes it.
     *
     * @throws IOException if there is no memory for it, or no descriptor left
     */
    static SealedMemory of(byte[] content) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = Libc.state(arena);
            int descriptor = (int) CREATE.invokeExact(state, arena.allocateFrom("vpo-journal"),
                    MFD_CLOEXEC_ALLOW_SEALING);
            if (descriptor < 0) {
                throw Libc.failed("memfd_create", state);
            }
            SealedMemory memory = new SealedMemory(descriptor);
            try {
                memory.fill(state, arena.allocateFrom(ValueLayout.JAVA_BYTE, content));
                return memory;
            } catch (Throwable e) {
                memory.close();
                throw e;
            }
        } catch (IOException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("a method handle throws nothing else", e);
        }
    }

    private void fill(MemorySegment state, MemorySegment content) throws Throwable {
        MemorySegment left = content;
        while (left.byteSize() > 0) {
            long written = (long) WRITE.invokeExact(state, descriptor, left, left.byteSize());
            if (written < 0) {
                throw Libc.failed("write", state);
            }
            left = left.asSlice(written);
        }
        if ((int) FCNTL.invokeExact(state, descriptor, F_ADD_SEALS, ALL_SEALS) < 0) {
            throw Libc.failed("fcntl", state);
        }
    }

    int descriptor() {
        return descriptor;
    }

    /** Gives the descriptor back; whoever was sent it has one of its own. */
    @Override
    public void close() {
        try (Arena arena = Arena.ofConfined()) {
            int _ = (int) CLOSE.invokeExact(Libc.state(arena), descriptor);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("a method handle throws nothing else", e);
        }
    }
}
