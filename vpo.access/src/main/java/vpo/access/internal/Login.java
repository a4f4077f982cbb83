package vpo.access.internal;

/**
 * How it went to find out who sent a request.
 */
sealed interface Login {

    /**
     * Somebody who may administrate.
     *
     * @param caller never empty
     * @param local whether it is the command line of this machine, which nothing slows down
     * @param basic whether a browser would send the credential by itself
     */
    record In(String caller, boolean local, boolean basic) implements Login {}

    /** Nobody who is known. */
    record Out(Refusal refusal) implements Login {}
}
