package vpo.plugins.internal.trust;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The file with the certificates of those who may sign plugins: PEM, one or more of them with whatever is written
 * between, or PKCS#12. It is read at each question, so that a certificate that is added or taken out counts at once.
 * Who can write to it can let anything run: only root and the daemon's user may.
 */
final class TrustStore {
    private static final Pattern PEM = Pattern
            .compile("-----BEGIN (?:TRUSTED |X509 )?CERTIFICATE-----.*?-----END (?:TRUSTED |X509 )?CERTIFICATE-----",
                    Pattern.DOTALL);
    private static final int MOST_BYTES = 1 << 20;

    private final Path file;
    private final Optional<char[]> password;
    private final OnlyOurs onlyOurs;

    /**
     * @param file PEM or PKCS#12
     * @param password of a PKCS#12 file, if it has one
     * @param user number of the daemon's user
     */
    TrustStore(Path file, Optional<String> password, int user) {
        this.file = file;
        this.password = password.map(String::toCharArray);
        this.onlyOurs = new OnlyOurs(user);
    }

    Path file() {
        return file;
    }

    /**
     * The certificates; at least one.
     *
     * @throws UntrustedException if there are none to be had
     */
    Set<X509Certificate> certificates() throws UntrustedException {
        try {
            Optional<String> objection = onlyOurs.objection(file);
            if (objection.isPresent()) {
                throw unusable(objection.get());
            }
            if (Files.size(file) > MOST_BYTES) {
                throw unusable("it is larger than 1 MiB");
            }
            byte[] content = Files.readAllBytes(file);
            String text = new String(content, StandardCharsets.ISO_8859_1);
            return text.contains("-----BEGIN ") ? pem(text) : pkcs12(content);
        } catch (NoSuchFileException e) {
            throw unusable("there is no such file");
        } catch (IOException e) {
            throw unusable(String.valueOf(e.getMessage()));
        }
    }

    private Set<X509Certificate> pem(String text) throws UntrustedException {
        Set<X509Certificate> certificates = new LinkedHashSet<>();
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            for (Matcher each = PEM.matcher(text); each.find();) {
                String block = each.group().replaceAll("(TRUSTED |X509 )(?=CERTIFICATE)", "");
                certificates.add((X509Certificate) factory.generateCertificate(
                        new ByteArrayInputStream(block.getBytes(StandardCharsets.ISO_8859_1))));
            }
        } catch (CertificateException e) {
            throw unusable(
                    "its certificate number " + (certificates.size() + 1) + " cannot be read: " + e.getMessage());
        }
        if (certificates.isEmpty()) {
            throw unusable("it holds no certificate");
        }
        return certificates;
    }

    private Set<X509Certificate> pkcs12(byte[] content) throws UntrustedException, IOException {
        Set<X509Certificate> certificates = new LinkedHashSet<>();
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(new ByteArrayInputStream(content), password.orElse(null));
            for (String alias : Collections.list(store.aliases())) {
                // Not those that belong to a key: that somebody can sign here does not say that he may.
                Certificate certificate = store.isCertificateEntry(alias) ? store.getCertificate(alias) : null;
                if (certificate instanceof X509Certificate x509) {
                    certificates.add(x509);
                }
            }
        } catch (GeneralSecurityException | IOException e) {
            throw unusable("it is neither PEM nor a PKCS#12 file that can be read"
                    + (password.isPresent() ? " with plugins.trust_store_password" : "") + ": " + e.getMessage());
        }
        if (certificates.isEmpty()) {
            throw unusable("it holds no trusted certificate"
                    + (password.isPresent()
                            ? ""
                            : ", or they are hidden by a password: set plugins.trust_store_password"));
        }
        return certificates;
    }

    private UntrustedException unusable(String why) {
        return new UntrustedException(
                "cannot be trusted, because the trust store " + file + " cannot be used: " + why);
    }
}
