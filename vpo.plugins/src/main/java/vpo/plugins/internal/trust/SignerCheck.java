package vpo.plugins.internal.trust;

import java.security.CodeSigner;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.CertificateParsingException;
import java.security.cert.PKIXCertPathValidatorResult;
import java.security.cert.PKIXParameters;
import java.security.cert.PKIXReason;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Date;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/**
 * Whether somebody whose certificates are trusted vouches for a signer: his chain of certificates leads to one of them,
 * and each of it was good when he signed. When that was is known by a timestamp only, if it is one that can be
 * believed; else it counts as now. Nobody is asked over the network: revocation is to take a certificate out of the
 * store.
 */
final class SignerCheck {
    private static final String SIGNS_CODE = "1.3.6.1.5.5.7.3.3";
    private static final String SIGNS_TIME = "1.3.6.1.5.5.7.3.8";
    private static final String SIGNS_ANYTHING = "2.5.29.37.0";
    private static final int DIGITAL_SIGNATURE = 0;
    private static final int NON_REPUDIATION = 1;

    private final Set<X509Certificate> trusted;
    private final Instant now;

    /**
     * @param trusted at least one
     * @param now when the jar is to run
     */
    SignerCheck(Set<X509Certificate> trusted, Instant now) {
        this.trusted = trusted;
        this.now = now;
    }

    /**
     * Checks.
     *
     * @param where the trusted certificates are, for the sentence
     * @throws UntrustedException if nobody vouches
     */
    void check(CodeSigner signer, String where) throws UntrustedException {
        List<X509Certificate> chain = chain(signer.getSignerCertPath());
        String who = "is signed by " + describe(chain.getFirst());
        if (!mayDo(chain.getFirst(), SIGNS_CODE)) {
            throw new UntrustedException(who + ", whose certificate is not for signing code");
        }
        boolean isDated = isDated(signer);
        Date at = Date.from(isDated ? signer.getTimestamp().getTimestamp().toInstant() : now);
        try {
            validate(chain, trusted, at);
        } catch (GeneralSecurityException e) {
            throw new UntrustedException(who + ", " + because(e, where)
                    + (signer.getTimestamp() != null && !isDated ? "; nobody vouches for its timestamp" : ""));
        }
    }

    private static String because(GeneralSecurityException e, String where) {
        CertPathValidatorException.Reason reason = e instanceof CertPathValidatorException failure
                ? failure.getReason()
                : null;
        if (reason == PKIXReason.NO_TRUST_ANCHOR) {
            return "and nothing in the trust store " + where
                    + " vouches for that certificate: add it, or one that it was issued by, if you trust it";
        }
        if (reason == CertPathValidatorException.BasicReason.EXPIRED || e instanceof CertificateExpiredException) {
            return "and a certificate had expired by then: have the jar signed anew, and with a timestamp"
                    + " (jarsigner -tsa) so that it outlives the certificate";
        }
        return "whose chain of certificates does not hold: " + e.getMessage();
    }

    /** The chain up to the first certificate that is trusted itself; all of it if none is: it may be issued by one. */
    private static void validate(List<X509Certificate> chain, Set<X509Certificate> trusted, Date at)
            throws GeneralSecurityException {
        List<X509Certificate> path = new ArrayList<>();
        Set<X509Certificate> anchors = trusted;
        for (X509Certificate each : chain) {
            if (trusted.contains(each)) {
                anchors = Set.of(each);
                break;
            }
            path.add(each);
        }
        X509Certificate anchor = anchors.iterator().next();
        if (!path.isEmpty()) {
            PKIXParameters parameters = new PKIXParameters(anchors.stream().map(each -> new TrustAnchor(each, null))
                    .collect(Collectors.toSet()));
            parameters.setDate(at);
            parameters.setRevocationEnabled(false);
            PKIXCertPathValidatorResult result = (PKIXCertPathValidatorResult) CertPathValidator.getInstance("PKIX")
                    .validate(CertificateFactory.getInstance("X.509").generateCertPath(path), parameters);
            anchor = result.getTrustAnchor().getTrustedCert();
        }
        // Of the anchor, PKIX looks at no date.
        try {
            anchor.checkValidity(at);
        } catch (CertificateNotYetValidException e) {
            throw new CertificateException("it is not valid before " + anchor.getNotBefore().toInstant(), e);
        }
    }

    /** Whether the signature has a timestamp of somebody with such a certificate whom Java or the store trusts. */
    private boolean isDated(CodeSigner signer) {
        if (signer.getTimestamp() == null) {
            return false;
        }
        try {
            List<X509Certificate> chain = chain(signer.getTimestamp().getSignerCertPath());
            Date at = signer.getTimestamp().getTimestamp();
            List<String> uses = chain.getFirst().getExtendedKeyUsage();
            if (at.toInstant().isAfter(now) || uses == null || !uses.contains(SIGNS_TIME)) {
                return false;
            }
            Set<X509Certificate> anchors = new LinkedHashSet<>(trusted);
            anchors.addAll(trustedByJava());
            validate(chain, anchors, at);
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static List<X509Certificate> trustedByJava() throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init((KeyStore) null);
        return List.of(factory.getTrustManagers()).stream().filter(X509TrustManager.class::isInstance)
                .flatMap(each -> List.of(((X509TrustManager) each).getAcceptedIssuers()).stream()).toList();
    }

    private static boolean mayDo(X509Certificate certificate, String use) {
        boolean[] usage = certificate.getKeyUsage();
        if (usage != null && !usage[DIGITAL_SIGNATURE] && !usage[NON_REPUDIATION]) {
            return false;
        }
        try {
            List<String> uses = certificate.getExtendedKeyUsage();
            return uses == null || uses.contains(use) || uses.contains(SIGNS_ANYTHING);
        } catch (CertificateParsingException e) {
            return false;
        }
    }

    private static List<X509Certificate> chain(java.security.cert.CertPath path) {
        return path.getCertificates().stream().map(X509Certificate.class::cast).toList();
    }

    /** Subject and fingerprint, as keytool prints it. */
    private static String describe(X509Certificate certificate) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
            return certificate.getSubjectX500Principal().getName().replaceAll("\\p{Cntrl}", "?") + " (SHA-256 "
                    + HexFormat.ofDelimiter(":").formatHex(digest).toUpperCase(Locale.ROOT) + ", valid until "
                    + certificate.getNotAfter().toInstant().atOffset(ZoneOffset.UTC).toLocalDate() + ")";
        } catch (NoSuchAlgorithmException | CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
    }
}
