package vpo.launcher.log;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The four lines that the JDK, from 24 on, writes past {@code System.err} when Felix 7.0.5 first touches
 * {@code sun.misc.Unsafe}. A manifest cannot ask for the option against it
 * ({@code --sun-misc-unsafe-memory-access=allow}), and {@code java -jar} alone must be silent.
 */
public final class UnsafeWarning {
    private UnsafeWarning() {}

    /** Tells the JDK that it has warned already. Where it has no such flag, nothing happens. */
    public static void suppress() {
        try {
            Class<?> unsafe = Class.forName("sun.misc.Unsafe");
            VarHandle warned = MethodHandles.privateLookupIn(unsafe, MethodHandles.lookup()).findStaticVarHandle(unsafe,
                    "memoryAccessWarned", boolean.class);
            warned.setVolatile(true);
        } catch (ReflectiveOperationException e) {
            // Another JDK, which warns in another way or not at all.
        }
    }
}
