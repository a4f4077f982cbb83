package vpo.plugins.internal.trust;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.CertPath;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.zip.ZipFile;

import com.sun.net.httpserver.HttpServer;
import jdk.security.jarsigner.JarSigner;

/** Keys with certificates of keytool's, and jars that are signed with them. */
final class Signers {
    static final String PASSWORD = "changeit";

    private final Path folder;
    private final Path store;

    Signers(Path folder) {
        this.folder = folder;
        this.store = folder.resolve("keys.p12");
    }

    /** Makes a key with a certificate. */
    Signers key(String name, String... options) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("-genkeypair", "-alias", name, "-dname", "CN=" + name,
                "-keyalg", "EC", "-groupname", "secp256r1", "-keystore", store.toString(), "-storepass", PASSWORD));
        arguments.addAll(List.of(options));
        keytool(arguments.toArray(String[]::new));
        onlyOurs(store);
        return this;
    }

    /** Whatever the umask: a store that others can write to is none. */
    static Path onlyOurs(Path file) throws IOException {
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    }

    void keytool(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(Arrays.asList(arguments));
        run(command.toArray(String[]::new));
    }

    private static String run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes());
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + ": " + output);
        }
        return output;
    }

    private KeyStore keys() throws Exception {
        return KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
    }

    X509Certificate certificate(String name) throws Exception {
        return (X509Certificate) keys().getCertificate(name);
    }

    /** A file with certificates, as {@code keytool -exportcert -rfc} writes them. */
    Path pem(String file, String... names) throws Exception {
        StringBuilder text = new StringBuilder();
        for (String name : names) {
            text.append("Signer: ").append(name).append('\n')
                    .append(pem("CERTIFICATE", certificate(name).getEncoded()));
        }
        return onlyOurs(Files.writeString(folder.resolve(file), text));
    }

    private static String pem(String type, byte[] content) {
        return "-----BEGIN " + type + "-----\n" + Base64.getMimeEncoder(64, new byte[]{'\n'}).encodeToString(content)
                + "\n-----END " + type + "-----\n";
    }

    /** Signs a jar, in place. */
    Path sign(Path jar, String name, UnaryOperator<JarSigner.Builder> options) throws Exception {
        KeyStore keys = keys();
        CertPath chain = CertificateFactory.getInstance("X.509")
                .generateCertPath(List.of(keys.getCertificateChain(name)));
        JarSigner signer = options.apply(new JarSigner.Builder(
                (PrivateKey) keys.getKey(name, PASSWORD.toCharArray()), chain).signerName(name.toUpperCase())
                .digestAlgorithm("SHA-256")).build();
        ByteArrayOutputStream signed = new ByteArrayOutputStream();
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            signer.sign(zip, signed);
        }
        return Files.write(jar, signed.toByteArray());
    }

    /** An authority that says what time it is, with a key of that name; openssl does the work. */
    HttpServer timestamps(String name) throws Exception {
        Path key = Files.writeString(folder.resolve("tsa.key"),
                pem("PRIVATE KEY", keys().getKey(name, PASSWORD.toCharArray()).getEncoded()));
        Files.writeString(folder.resolve("serial"), "01");
        Path config = Files.writeString(folder.resolve("tsa.cnf"), """
                [tsa]
                default_tsa = it
                [it]
                serial = %s
                signer_cert = %s
                certs = %s
                signer_key = %s
                signer_digest = sha256
                default_policy = 1.2.3.4
                digests = sha256, sha384, sha512
                """.formatted(folder.resolve("serial"), pem("tsa.pem", name), pem("chain.pem", "root"), key));
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try (InputStream in = exchange.getRequestBody(); OutputStream out = exchange.getResponseBody()) {
                Path query = Files.write(folder.resolve("query"), in.readAllBytes());
                Path reply = folder.resolve("reply");
                run("openssl", "ts", "-reply", "-config", config.toString(), "-queryfile", query.toString(), "-out",
                        reply.toString());
                exchange.getResponseHeaders().add("Content-Type", "application/timestamp-reply");
                exchange.sendResponseHeaders(200, 0);
                out.write(Files.readAllBytes(reply));
            } catch (Exception e) {
                throw new IOException(e);
            }
        });
        server.start();
        return server;
    }

    static URI address(HttpServer server) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }
}
