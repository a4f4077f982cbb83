package vpo.launcher.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/**
 * What a daemon is shown, so that it does what it is asked for.
 *
 * @param authorization the header; empty if there is nothing to show
 * @param refused what a daemon that refuses it means for the operator: a sentence, without a period
 * @param elsewhere where the daemon listens that is meant, if that is known and somewhere else: the end of a sentence
 */
record Credential(Optional<String> authorization, String refused, Optional<String> elsewhere) {
    /** In the data directory, new at each start of the daemon, readable by its owner only. */
    static final String LOCAL_FILE = "admin-token";
    static final String VARIABLE = "VPO_AUTH_TOKEN";
    private static final String TOKEN = "[!-~]+";
    private static final long MOST_BYTES = 4096;

    Credential(Optional<String> authorization, String refused) {
        this(authorization, refused, Optional.empty());
    }

    /**
     * The token of the daemon that has this data directory. That it cannot be read is no failure yet: perhaps there is no
     * daemon that could be asked.
     */
    static Credential local(Path data, DaemonAddress address) {
        Path file = data.resolve(LOCAL_FILE);
        if (!address.isHere()) {
            return none(address + " is another machine, which is not shown the token of this one's daemon; say"
                    + " --url, and with --token-file a credential of that daemon");
        }
        try {
            String token = ownToken(file);
            Optional<DaemonAddress> own = OwnDaemon.address(data);
            if (own.isEmpty()) {
                return none("what answers there is not the daemon with the data directory " + data
                        + ", which does not listen; its token is kept back");
            }
            if (!own.get().leadsTo(address)) {
                String there = "the daemon with the data directory " + data + " listens at " + own.get();
                return new Credential(Optional.empty(), there
                        + ", and its token is for that address only; set VPO_DATA_DIR, or say with --config, --bind"
                        + " or --port which one is meant",
                        Optional.of(there + ", with what was configured when it was"
                                + " started: say --url " + own.get() + " --token-file " + file));
            }
            return token.matches(TOKEN)
                    ? new Credential(Optional.of("Bearer " + token), "the daemon that answers there does not take "
                            + file + ": it is not the one with the data directory " + data
                            + "; set VPO_DATA_DIR, or say with --config or --port which one is meant")
                    : none(file + " holds no token: is a daemon just starting?");
        } catch (NoSuchFileException e) {
            return none("what answers there is not the daemon with the data directory " + data + ": " + file
                    + " is not there; set VPO_DATA_DIR, or say with --config or --port which one is meant");
        } catch (AccessDeniedException e) {
            return none(notOurs(data)
                    + "; or say with --url where it listens, and with --token-file what holds a credential");
        } catch (IOException e) {
            return none(file + " cannot be read: " + e.getMessage());
        }
    }

    /** A link is not followed, nor read without end: this may be root, in a folder that is somebody else's. */
    private static String ownToken(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            return new String(in.readNBytes((int) MOST_BYTES), StandardCharsets.US_ASCII).strip();
        }
    }

    /** What to do about a data directory that this user may not look into. */
    static String notOurs(Path data) {
        String mayNot = "the data directory " + data + " is not open to " + user() + ": run this as ";
        try {
            String owner = Files.getOwner(data, LinkOption.NOFOLLOW_LINKS).getName();
            return mayNot + owner + ", whose it is, such as with 'sudo -u " + owner + "', or as root";
        } catch (IOException e) {
            return mayNot + "the user of the daemon, or as root";
        }
    }

    /**
     * The operator's credential in the first line of a file; or a daemon's own token, by whoever knows where it is.
     *
     * @throws Failure if there is none in it, or it is a token and the address another machine's
     */
    static Credential inFile(Path file, DaemonAddress address) throws Failure {
        if (file.endsWith(LOCAL_FILE) && !address.isHere()) {
            throw new Failure(file + " is the token of a daemon on this machine, and " + address
                    + " is another, which is not shown it");
        }
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw new Failure(file + " has more than " + MOST_BYTES + " bytes, and is no credential");
            }
            // As the daemon reads the file that server.auth_token_file names, which may be the same one.
            String secret = Files.readString(file).lines().findFirst().orElse("").strip();
            if (secret.isEmpty()) {
                throw new Failure(file + " has no credential in its first line");
            }
            String refused = "the daemon does not take the credential in " + file;
            return file.endsWith(LOCAL_FILE) && secret.matches(TOKEN)
                    ? new Credential(Optional.of("Bearer " + secret), refused)
                    : operators(secret, refused);
        } catch (NoSuchFileException e) {
            throw new Failure(file + " is not there", e);
        } catch (AccessDeniedException e) {
            throw new Failure(file + " cannot be read by " + user() + ": permission denied", e);
        } catch (MalformedInputException e) {
            throw new Failure(file + " is no text in UTF-8", e);
        } catch (IOException e) {
            throw new Failure(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** The operator's credential in the environment. */
    static Credential inEnvironment(Map<String, String> environment) {
        String secret = environment.getOrDefault(VARIABLE, "").strip();
        return secret.isEmpty()
                ? none("the daemon wants a credential; say with --token-file which file holds it, or set the variable "
                        + VARIABLE)
                : operators(secret, "the daemon does not take the credential in the variable " + VARIABLE);
    }

    static Credential none(String refused) {
        return new Credential(Optional.empty(), refused);
    }

    /** Any user name will do; the daemon's log tells it. */
    private static Credential operators(String secret, String refused) {
        byte[] both = (user().replace(":", "") + ":" + secret).getBytes(StandardCharsets.UTF_8);
        return new Credential(Optional.of("Basic " + Base64.getEncoder().encodeToString(both)), refused);
    }

    private static String user() {
        return System.getProperty("user.name");
    }

    @Override
    public String toString() {
        return "Credential[" + refused + "]";
    }
}
