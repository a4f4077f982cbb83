package vpo.launcher.cli;

/** What is said when somebody ends the process, as with Ctrl-C, before this is closed. */
final class Farewell implements AutoCloseable {
    private final Thread hook;

    Farewell(Runnable words) {
        hook = Thread.ofPlatform().name("vpo-farewell").unstarted(words);
        Runtime.getRuntime().addShutdownHook(hook);
    }

    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // It is being said.
        }
    }
}
