package vpo.plugin.scan.http;

/** A request that is answered with an error. */
final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;

    /**
     * @param status HTTP status
     * @param code upper case with underscores, for programs
     * @param message what is wrong and what to do, for people
     */
    Refusal(int status, String code, String message) {
        super(message);
        this.status = status;
        this.code = code;
    }

    static Refusal invalid(String message) {
        return new Refusal(400, "INVALID_REQUEST", message);
    }

    int status() {
        return status;
    }

    /** Whether it is answered with the request's body, or the rest of it, unread: the connection then ends with it. */
    boolean leavesBody() {
        return status == 405 || status == 413;
    }

    String code() {
        return code;
    }
}
