package vpo.plugins.internal.trust;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.security.CodeSigner;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Pattern;

/**
 * Who has signed a jar, all of it. The JDK checks the signatures and the digests; what it leaves open is closed here:
 * it takes entries that nobody signed, entries that are gone, signers that differ from entry to entry, and manifests to
 * which headers were added where the signature does not cover the manifest as a whole.
 */
final class JarSignature {
    private static final String HOW = ": sign the finished jar with jarsigner (plugins.trust = signed)";
    /** The files that make up a signature, and so are not signed themselves. */
    private static final Pattern SIGNATURE = Pattern.compile("META-INF/[^/]+\\.(SF|RSA|DSA|EC)",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern BLOCK = Pattern.compile(".*\\.(RSA|DSA|EC)", Pattern.CASE_INSENSITIVE);
    private static final String OF_MANIFEST = "-digest-manifest";
    private static final Set<String> STRONG = Set.of("SHA-256", "SHA-384", "SHA-512", "SHA3-256", "SHA3-384",
            "SHA3-512");

    private JarSignature() {}

    /**
     * Reads a jar to its last byte.
     *
     * @return those who have signed every entry; at least one
     * @throws UntrustedException if there is none
     * @throws IOException if the file cannot be read
     */
    static Set<CodeSigner> signers(Path file) throws UntrustedException, IOException {
        // Without a version of Java: every entry there is, those for certain versions among them.
        try (JarFile jar = new JarFile(file.toFile(), true)) {
            List<JarEntry> entries = Collections.list(jar.entries());
            if (entries.stream().noneMatch(each -> isBlock(each.getName()))) {
                throw new UntrustedException("is not signed" + HOW);
            }
            Set<CodeSigner> all = signersOfAll(jar, entries);
            checkManifest(jar, entries);
            return all;
        } catch (SecurityException e) {
            throw new UntrustedException("was altered after it was signed: " + e.getMessage());
        }
    }

    private static Set<CodeSigner> signersOfAll(JarFile jar, List<JarEntry> entries)
            throws IOException, UntrustedException {
        Set<CodeSigner> common = null;
        List<String> unsigned = new ArrayList<>();
        for (JarEntry entry : entries) {
            // Only what has been read to its end has been checked.
            long size = read(jar, entry);
            if (isExempt(entry, size)) {
                continue;
            }
            CodeSigner[] signers = entry.getCodeSigners();
            if (signers == null) {
                unsigned.add(entry.getName());
            } else if (common == null) {
                common = new LinkedHashSet<>(Arrays.asList(signers));
            } else {
                common.retainAll(Arrays.asList(signers));
                if (common.isEmpty()) {
                    throw new UntrustedException("is not signed as a whole by anybody: others have signed "
                            + printable(entry.getName()) + " than the entries before it" + HOW);
                }
            }
        }
        if (common == null) {
            throw new UntrustedException("has a signature that this Java does not accept: it was made with an algorithm"
                    + " or a key that counts as broken, or its files in META-INF were altered" + HOW);
        }
        if (!unsigned.isEmpty()) {
            throw new UntrustedException("has the entry " + printable(unsigned.getFirst()) + ", which is not signed"
                    + (unsigned.size() > 1 ? ", and " + (unsigned.size() - 1) + " more" : "") + HOW);
        }
        return common;
    }

    private static long read(JarFile jar, JarEntry entry) throws IOException {
        try (InputStream in = jar.getInputStream(entry)) {
            return in.transferTo(OutputStream.nullOutputStream());
        }
    }

    private static boolean isExempt(JarEntry entry, long size) {
        String name = entry.getName();
        return name.equals(JarFile.MANIFEST_NAME) || SIGNATURE.matcher(name).matches()
                || entry.isDirectory() && size == 0;
    }

    private static boolean isBlock(String name) {
        return SIGNATURE.matcher(name).matches() && BLOCK.matcher(name).matches();
    }

    /** The manifest is what was signed, whole; and what it names is there. */
    private static void checkManifest(JarFile jar, List<JarEntry> entries) throws IOException, UntrustedException {
        byte[] manifest = bytes(jar, jar.getJarEntry(JarFile.MANIFEST_NAME));
        for (JarEntry entry : entries) {
            String name = entry.getName();
            if (SIGNATURE.matcher(name).matches() && !isBlock(name) && !covers(bytes(jar, entry), manifest)) {
                throw new UntrustedException("was altered after it was signed, or not signed as a whole: " + name
                        + " does not have the SHA-256 of the manifest" + HOW);
            }
        }
        for (Map.Entry<String, Attributes> section : new Manifest(new ByteArrayInputStream(manifest)).getEntries()
                .entrySet()) {
            boolean isDigested = section.getValue().keySet().stream()
                    .anyMatch(key -> key.toString().toLowerCase(Locale.ROOT).endsWith("-digest"));
            if (isDigested && jar.getJarEntry(section.getKey()) == null) {
                throw new UntrustedException("was altered after it was signed: its entry "
                        + printable(section.getKey()) + " is gone");
            }
        }
    }

    private static byte[] bytes(JarFile jar, JarEntry entry) throws IOException {
        try (InputStream in = jar.getInputStream(entry)) {
            return in.readAllBytes();
        }
    }

    /** Whether a signature file has a digest of the whole manifest that nobody can forge, and no wrong one. */
    private static boolean covers(byte[] signature, byte[] manifest) throws IOException {
        Attributes attributes = new Manifest(new ByteArrayInputStream(signature)).getMainAttributes();
        boolean covers = false;
        for (Map.Entry<Object, Object> attribute : attributes.entrySet()) {
            String name = attribute.getKey().toString().toLowerCase(Locale.ROOT);
            if (name.endsWith(OF_MANIFEST)) {
                String algorithm = name.substring(0, name.length() - OF_MANIFEST.length()).toUpperCase(Locale.ROOT);
                if (STRONG.contains(algorithm)) {
                    if (!digest(algorithm, manifest).equals(attribute.getValue())) {
                        return false;
                    }
                    covers = true;
                }
            }
        }
        return covers;
    }

    private static String digest(String algorithm, byte[] content) {
        try {
            return Base64.getEncoder().encodeToString(MessageDigest.getInstance(algorithm).digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has it", e);
        }
    }

    private static String printable(String name) {
        return name.replaceAll("\\p{Cntrl}", "?");
    }
}
