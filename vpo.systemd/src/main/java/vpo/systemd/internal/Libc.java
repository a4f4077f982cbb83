package vpo.systemd.internal;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/** How functions of the C library are called. Linux only, as is the daemon. */
final class Libc {
    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
    private static final Linker LINKER = Linker.nativeLinker();

    private Libc() {}

    /** A call that has failed, by its number in {@code errno.h}. */
    static final class CallFailedException extends IOException {
        private static final long serialVersionUID = 1L;

        private final int errno;

        CallFailedException(String call, int errno) {
            super(call + " failed, errno " + errno);
            this.errno = errno;
        }

        int errno() {
            return errno;
        }
    }

    /**
     * Looks a function up.
     *
     * @return takes a segment of {@link #STATE} first, and then what the function takes
     */
    static MethodHandle function(String name, FunctionDescriptor type) {
        return link(name, type, Linker.Option.captureCallState("errno"));
    }

    /** The same for a function with an ellipsis after that many arguments. */
    static MethodHandle variadic(String name, int fixed, FunctionDescriptor type) {
        return link(name, type, Linker.Option.captureCallState("errno"), Linker.Option.firstVariadicArg(fixed));
    }

    private static MethodHandle link(String name, FunctionDescriptor type, Linker.Option... options) {
        return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), type, options);
    }

    /** Where calls leave their error. */
    static MemorySegment state(Arena arena) {
        return arena.allocate(STATE);
    }

    /** Why the last call failed. */
    static CallFailedException failed(String call, MemorySegment state) {
        return new CallFailedException(call, (int) ERRNO.get(state, 0L));
    }
}
