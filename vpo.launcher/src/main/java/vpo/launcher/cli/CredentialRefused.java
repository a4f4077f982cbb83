package vpo.launcher.cli;

/** The daemon does not take the credential that it was shown; showing it again would be taken for guessing. */
final class CredentialRefused extends Failure {
    private static final long serialVersionUID = 1L;

    CredentialRefused(String message) {
        super(message);
    }
}
