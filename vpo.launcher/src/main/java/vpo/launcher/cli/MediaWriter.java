package vpo.launcher.cli;

/** Whoever is to write the folders of the library. */
interface MediaWriter {
    /** The name that the operating system knows. */
    String name();

    /**
     * Finds out whether the folder can be written.
     *
     * @return false if that cannot be told
     * @throws Failure if it cannot be written
     */
    boolean check(MediaFolder folder) throws Failure;
}
