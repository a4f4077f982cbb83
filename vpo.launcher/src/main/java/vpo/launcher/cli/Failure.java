package vpo.launcher.cli;

/** What was asked for cannot be had, or was refused; the message is a sentence for the operator. */
sealed class Failure extends Exception permits CredentialRefused {
    private static final long serialVersionUID = 1L;

    Failure(String message) {
        super(message);
    }

    Failure(String message, Throwable cause) {
        super(message, cause);
    }
}
