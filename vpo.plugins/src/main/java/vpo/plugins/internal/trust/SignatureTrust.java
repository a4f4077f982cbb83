package vpo.plugins.internal.trust;

import java.io.IOException;
import java.nio.file.Path;
import java.security.CodeSigner;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Trusts what is signed, every entry of it, by somebody whom the trust store vouches for. Any thread.
 */
public final class SignatureTrust implements Trust {
    private static final int MOST_REMEMBERED = 500;

    private final TrustStore store;
    private final Clock clock;
    /** By hash, as jars are read whole for it: those who have signed one, or why nobody has. The last ones asked for. */
    private final Map<String, Signers> known = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Signers> eldest) {
            return size() > MOST_REMEMBERED;
        }
    };

    /** Those who have signed all of a jar; if there is none, why. */
    private record Signers(Set<CodeSigner> all, String why) {}

    /**
     * @param file the trust store, PEM or PKCS#12
     * @param password of a PKCS#12 file; null if it has none
     * @param user number of the daemon's user
     * @param clock tells which certificates are valid
     */
    public SignatureTrust(Path file, String password, int user, Clock clock) {
        this.store = new TrustStore(file, Optional.ofNullable(password), user);
        this.clock = clock;
    }

    @Override
    public Optional<String> objection(Jar jar) {
        try {
            Set<X509Certificate> trusted = store.certificates();
            SignerCheck check = new SignerCheck(trusted, clock.instant());
            UntrustedException last = null;
            for (CodeSigner signer : signers(jar)) {
                try {
                    check.check(signer, store.file().toString());
                    return Optional.empty();
                } catch (UntrustedException e) {
                    last = e;
                }
            }
            return Optional.of(last.getMessage());
        } catch (UntrustedException e) {
            return Optional.of(e.getMessage());
        } catch (IOException e) {
            return Optional.of("has a copy in the store that cannot be read: " + e.getMessage());
        }
    }

    /** At least one. */
    private Set<CodeSigner> signers(Jar jar) throws UntrustedException, IOException {
        synchronized (known) {
            Signers signers = known.get(jar.hash());
            if (signers == null) {
                signers = read(jar.copy());
                known.put(jar.hash(), signers);
            }
            if (signers.all().isEmpty()) {
                throw new UntrustedException(signers.why());
            }
            return signers.all();
        }
    }

    private static Signers read(Path copy) throws IOException {
        try {
            return new Signers(JarSignature.signers(copy), "");
        } catch (UntrustedException e) {
            return new Signers(Set.of(), e.getMessage());
        }
    }
}
