package vpo.plugins.internal.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import vpo.plugins.internal.Jars;
import vpo.plugins.internal.store.Sha256;

/** Real jars, really signed. The trust store holds the root that most signers were certified by. */
class SignatureTrustTest {
    private static final String MANIFEST = "META-INF/MANIFEST.MF";

    @TempDir
    static Path folder;

    private static Signers signers;
    private static Path roots;

    @TempDir
    Path own;

    private Path jar;

    @BeforeAll
    static void certify() throws Exception {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        signers = new Signers(folder).key("root", "-ext", "bc:c").key("anna", "-signer", "root")
                .key("stranger").key("late", "-signer", "root", "-startdate", "-400d", "-validity", "30")
                .key("web", "-signer", "root", "-ext", "eku=serverAuth").key("below", "-signer", "anna")
                .key("clock", "-signer", "root", "-ext", "eku:c=timeStamping");
        roots = signers.pem("roots.pem", "root");
    }

    @BeforeEach
    void make() throws Exception {
        jar = Jars.plugin("cat", "1.0.0").activator("", "").entry("data/a.txt", new byte[]{1, 2, 3})
                .entry("META-INF/services/x.Y", new byte[]{4}).write(own.resolve("cat.jar"));
    }

    private static int user() throws IOException {
        return (Integer) Files.getAttribute(folder, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    }

    private String objection() throws Exception {
        return objection(roots, null, Clock.systemUTC());
    }

    private String objection(Path store, String password, Clock clock) throws Exception {
        return new SignatureTrust(store, password, user(), clock)
                .objection(new Trust.Jar("cat", Sha256.of(jar), Path.of("/elsewhere"), jar)).orElse("");
    }

    private void sign(String name) throws Exception {
        signers.sign(jar, name, UnaryOperator.identity());
    }

    /** Writes the jar anew, with other entries. */
    private void alter(Consumer<Map<String, byte[]>> change) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            for (ZipEntry entry : (Iterable<ZipEntry>) zip.stream().map(ZipEntry.class::cast)::iterator) {
                entries.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
            }
        }
        change.accept(entries);
        try (OutputStream file = Files.newOutputStream(jar); JarOutputStream out = new JarOutputStream(file)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                out.putNextEntry(new ZipEntry(entry.getKey()));
                out.write(entry.getValue());
            }
        }
    }

    private static byte[] withHeader(byte[] manifest, String name, String value) {
        try {
            Manifest changed = new Manifest(new ByteArrayInputStream(manifest));
            changed.getMainAttributes().putValue(name, value);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            changed.write(out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void what_a_certified_signer_has_signed_is_trusted() throws Exception {
        sign("anna");
        assertThat(objection()).isEmpty();
        assertThat(objection(signers.pem("anna.pem", "stranger", "anna"), null, Clock.systemUTC()))
                .as("the signer's own certificate will do").isEmpty();
    }

    @Test
    void a_signers_own_certificate_will_do() throws Exception {
        sign("stranger");
        assertThat(objection(signers.pem("stranger.pem", "stranger"), null, Clock.systemUTC())).isEmpty();
    }

    @Test
    void one_good_signature_of_two_is_enough() throws Exception {
        sign("stranger");
        sign("anna");
        assertThat(objection()).isEmpty();
    }

    @Test
    void what_nobody_has_signed_is_not() throws Exception {
        assertThat(objection()).contains("is not signed", "jarsigner");
    }

    @Test
    void what_a_stranger_has_signed_is_not() throws Exception {
        sign("stranger");
        assertThat(objection()).matches("is signed by CN=stranger \\(SHA-256 ([0-9A-F]{2}:){31}[0-9A-F]{2}, valid until"
                + " .*\\), and nothing in the trust store .*roots.pem vouches for that certificate: .*");
    }

    @Test
    void a_signer_who_is_no_authority_certifies_nobody() throws Exception {
        sign("below");
        assertThat(objection()).contains("CN=below", "chain of certificates does not hold");
    }

    @Test
    void a_certificate_that_had_expired_is_not_good() throws Exception {
        sign("late");
        assertThat(objection()).contains("CN=late", "expired", "-tsa");
    }

    @Test
    void a_certificate_expires() throws Exception {
        sign("stranger");
        Clock later = Clock.fixed(Instant.now().plus(Duration.ofDays(1000)), ZoneOffset.UTC);
        assertThat(objection(signers.pem("stranger.pem", "stranger"), null, later)).contains("CN=stranger", "expired");
    }

    @Test
    void a_certificate_for_something_else_is_not_good() throws Exception {
        sign("web");
        assertThat(objection()).contains("CN=web", "not for signing code");
    }

    @Test
    void a_timestamp_lets_a_signature_outlive_its_certificate() throws Exception {
        Clock later = Clock.fixed(Instant.now().plus(Duration.ofDays(1000)), ZoneOffset.UTC);
        HttpServer authority = signers.timestamps("clock");
        try {
            signers.sign(jar, "anna", builder -> builder.tsa(Signers.address(authority)));
        } finally {
            authority.stop(0);
        }
        Path anna = signers.pem("anna.pem", "anna");
        assertThat(objection(signers.pem("both.pem", "anna", "clock"), null, later)).isEmpty();
        assertThat(objection(anna, null, Clock.systemUTC())).as("as long as the certificate is valid").isEmpty();
        assertThat(objection(anna, null, later)).contains("expired", "nobody vouches for its timestamp");
        sign("anna");
        assertThat(objection(anna, null, later)).as("without").contains("expired");
    }

    @Test
    void a_changed_class_is_found() throws Exception {
        sign("anna");
        alter(entries -> entries.put("data/a.txt", new byte[]{3, 2, 1}));
        assertThat(objection()).contains("altered after it was signed", "data/a.txt");
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil/Evil.class", "META-INF/versions/25/act/Activator.class",
            "META-INF/services/java.Evil",
            "META-INF/versions/9/META-INF/ANNA.SF", "META-INF/SIG-EVIL", "OSGI-INF/evil.xml",
            "META-INF/INDEX.LIST"})
    void an_entry_that_was_added_is_found(String name) throws Exception {
        sign("anna");
        alter(entries -> entries.put(name, "x: y\n".getBytes(StandardCharsets.UTF_8)));
        assertThat(objection()).contains("has the entry " + name + ", which is not signed");
    }

    @Test
    void a_second_manifest_is_found() throws Exception {
        sign("anna");
        alter(entries -> entries.put("meta-inf/manifest.mf", "x: y\n".getBytes(StandardCharsets.UTF_8)));
        assertThat(objection()).contains("this Java does not accept");
    }

    @Test
    void an_entry_that_was_added_together_with_its_digest_is_found() throws Exception {
        Path original = Files.copy(jar, own.resolve("original.jar"));
        sign("anna");
        byte[] signed = Files.readAllBytes(jar);
        // The same with one class more, signed by somebody else: the manifest is his, the signature hers.
        Files.copy(original, jar, StandardCopyOption.REPLACE_EXISTING);
        alter(entries -> entries.put("evil/Evil.class", new byte[]{1}));
        sign("stranger");
        Path hers = Files.write(own.resolve("hers.jar"), signed);
        alter(entries -> {
            entries.keySet().removeIf(name -> name.startsWith("META-INF/STRANGER"));
            try (ZipFile zip = new ZipFile(hers.toFile())) {
                for (String name : new String[]{"META-INF/ANNA.SF", "META-INF/ANNA.EC"}) {
                    entries.put(name, zip.getInputStream(zip.getEntry(name)).readAllBytes());
                }
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        assertThat(objection()).contains("evil/Evil.class, which is not signed");
    }

    @Test
    void a_stray_signature_file_is_found() throws Exception {
        sign("anna");
        alter(entries -> entries.put("META-INF/EVIL.SF",
                "Signature-Version: 1.0\n\n".getBytes(StandardCharsets.UTF_8)));
        assertThat(objection()).contains("not signed as a whole", "META-INF/EVIL.SF");
    }

    @Test
    void an_entry_that_was_taken_out_is_found() throws Exception {
        sign("anna");
        alter(entries -> entries.remove("META-INF/services/x.Y"));
        assertThat(objection()).contains("its entry META-INF/services/x.Y is gone");
    }

    @Test
    void a_header_that_was_changed_in_the_manifest_is_found() throws Exception {
        sign("anna");
        alter(entries -> entries.computeIfPresent(MANIFEST,
                (_, manifest) -> withHeader(manifest, "Bundle-Activator", "data.Other")));
        assertThat(objection()).contains("altered after it was signed");
    }

    @Test
    void a_signature_that_leaves_the_manifests_headers_out_is_none() throws Exception {
        signers.sign(jar, "anna", builder -> builder.setProperty("sectionsonly", "true"));
        assertThat(objection()).contains("not signed as a whole", "META-INF/ANNA.SF");
    }

    @Test
    void what_was_signed_by_two_in_part_is_not_signed() throws Exception {
        sign("anna");
        alter(entries -> entries.put("evil/Evil.class", new byte[]{1}));
        sign("stranger");
        assertThat(objection()).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"SHA-1", "MD5"})
    void a_broken_digest_is_none(String algorithm) throws Exception {
        signers.sign(jar, "anna", builder -> {
            try {
                return builder.digestAlgorithm(algorithm);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalArgumentException(e);
            }
        });
        assertThat(objection()).contains("this Java does not accept");
    }

    @Test
    void a_signature_that_was_tampered_with_is_none() throws Exception {
        sign("anna");
        alter(entries -> entries.computeIfPresent("META-INF/ANNA.EC", (_, block) -> {
            block[block.length - 5] ^= 1;
            return block;
        }));
        assertThat(objection()).contains("was altered after it was signed", "META-INF/ANNA");
    }

    @Test
    void the_copy_counts_and_is_read_once_only() throws Exception {
        sign("anna");
        SignatureTrust trust = new SignatureTrust(roots, null, user(), Clock.systemUTC());
        Trust.Jar asked = new Trust.Jar("cat", Sha256.of(jar), own.resolve("gone.jar"), jar);
        assertThat(trust.objection(asked)).isEmpty();
        Files.delete(jar);
        assertThat(trust.objection(asked)).isEmpty();
        assertThat(trust.objection(new Trust.Jar("cat", "b".repeat(64), jar, jar)).orElseThrow())
                .contains("cannot be read");
    }

    @Test
    void a_certificate_that_is_taken_out_counts_no_more() throws Exception {
        sign("anna");
        Path store = signers.pem("changing.pem", "root");
        SignatureTrust trust = new SignatureTrust(store, null, user(), Clock.systemUTC());
        Trust.Jar asked = new Trust.Jar("cat", Sha256.of(jar), jar, jar);
        assertThat(trust.objection(asked)).isEmpty();
        signers.pem("changing.pem", "stranger");
        assertThat(trust.objection(asked).orElseThrow()).contains("vouches");
    }

    @Test
    void a_pkcs12_store_has_a_password() throws Exception {
        sign("anna");
        Path store = own.resolve("trust.p12");
        signers.keytool("-importcert", "-noprompt", "-alias", "root", "-file", roots.toString(), "-keystore",
                store.toString(), "-storepass", "secret");
        Signers.onlyOurs(store);
        assertThat(objection(store, "secret", Clock.systemUTC())).isEmpty();
        assertThat(objection(store, "wrong!", Clock.systemUTC())).contains("with plugins.trust_store_password");
        assertThat(objection(store, null, Clock.systemUTC())).contains("set plugins.trust_store_password");
        assertThat(objection(folder.resolve("keys.p12"), Signers.PASSWORD, Clock.systemUTC()))
                .as("whoever has keys of his own does not trust them").contains("no trusted certificate");
    }

    @Test
    void a_store_that_cannot_be_used_trusts_nothing_and_says_why() throws Exception {
        sign("anna");
        assertThat(objection(own.resolve("none.pem"), null, Clock.systemUTC())).contains("none.pem", "no such file");
        Path store = Signers.onlyOurs(Files.writeString(own.resolve("store"), "garbage"));
        assertThat(objection(store, null, Clock.systemUTC())).contains("neither PEM nor a PKCS#12 file");
        Files.writeString(store, "-----BEGIN PRIVATE KEY-----\n");
        assertThat(objection(store, null, Clock.systemUTC())).contains("holds no certificate");
        Files.writeString(store, "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        assertThat(objection(store, null, Clock.systemUTC())).contains("certificate number 1 cannot be read");
        Files.write(store, Files.readAllBytes(roots));
        assertThat(objection(store, null, Clock.systemUTC())).isEmpty();
        Files.setPosixFilePermissions(store, PosixFilePermissions.fromString("rw-rw-r--"));
        assertThat(objection(store, null, Clock.systemUTC())).contains("others can write to " + store);
    }
}
