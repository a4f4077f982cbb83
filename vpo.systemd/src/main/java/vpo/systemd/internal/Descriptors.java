package vpo.systemd.internal;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.channels.Channel;

/** File descriptors that this process was started with. */
public final class Descriptors {
    private static final int STDIN = 0;
    private static final MethodHandle DUP = Libc.function("dup",
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
    private static final MethodHandle DUP2 = Libc.function("dup2",
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
    private static final MethodHandle CLOSE = Libc.function("close",
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));

    private Descriptors() {}

    /**
     * Makes a channel of an inherited socket, once in the life of a process. The JDK can do so for the standard input
     * alone, of which it makes a copy; so the socket takes the place of that for a moment, and is closed where it was:
     * no child process has anything to do with it.
     *
     * @param descriptor above 2
     * @return null if it is no socket
     * @throws IOException if it is not open
     */
    public static Channel asInherited(int descriptor) throws IOException {
        int stdin = dup(STDIN);
        try {
            dup2(descriptor, STDIN);
            return System.inheritedChannel();
        } finally {
            if (stdin < 0) {
                close(STDIN);
            } else {
                dup2(stdin, STDIN);
                close(stdin);
            }
            close(descriptor);
        }
    }

    /** Below 0 if it is not open. */
    private static int dup(int descriptor) {
        return call(state -> (int) DUP.invokeExact(state, descriptor));
    }

    private static void dup2(int from, int to) throws IOException {
        if (call(state -> (int) DUP2.invokeExact(state, from, to)) < 0) {
            throw new IOException("the service manager hands over no open file descriptor " + from);
        }
    }

    private static void close(int descriptor) {
        call(state -> (int) CLOSE.invokeExact(state, descriptor));
    }

    private interface Call {
        int run(MemorySegment state) throws Throwable;
    }

    private static int call(Call call) {
        try (Arena arena = Arena.ofConfined()) {
            return call.run(Libc.state(arena));
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("a method handle throws nothing else", e);
        }
    }
}
