package vpo.http.internal;

/**
 * Has the header {@code Content-Type} sent as it was set. Jetty writes the types that it knows in its own way, without the
 * blank in {@code application/json; charset=utf-8}, which clients know from the daemon's predecessor; nothing else of
 * Jetty's goes by this property, and no request takes longer for it.
 */
final class ContentTypes {
    private static final String STRICT = "org.eclipse.jetty.http.HttpGenerator.STRICT";

    private ContentTypes() {}

    /** From the first start of Jetty on, which reads it once. */
    static void sendAsSet() {
        System.setProperty(STRICT, "true");
    }
}
