package vpo.launcher;

import java.lang.reflect.InvocationTargetException;

/**
 * The main class. It is compiled for an older Java than all else, so that it can say that a Java is too old where the
 * others could not even be loaded.
 */
public final class Main {
    private static final int REQUIRED_JAVA = 25;

    private Main() {}

    /**
     * Runs a command and exits with its status.
     *
     * @param args the command line
     * @throws Throwable what the command line itself did not handle
     */
    public static void main(String[] args) throws Throwable {
        if (Runtime.version().feature() < REQUIRED_JAVA) {
            System.err.println("vpo needs Java " + REQUIRED_JAVA + " or later; this is Java "
                    + Runtime.version().feature() + " in " + System.getProperty("java.home"));
            System.exit(1);
        }
        try {
            Class.forName("vpo.launcher.cli.Entry").getMethod("main", String[].class).invoke(null, (Object) args);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
