package vpo.bench.candidate;

/** The least that a JVM can do. */
public final class Hello {
    private Hello() {}

    /**
     * Prints a line.
     *
     * @param args none
     */
    public static void main(String[] args) {
        System.out.println("Hello, world");
    }
}
