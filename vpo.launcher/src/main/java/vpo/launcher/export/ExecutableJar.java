package vpo.launcher.export;

import java.io.File;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.zip.CRC32C;

import aQute.bnd.build.Container;
import aQute.bnd.build.Project;
import aQute.bnd.build.ProjectLauncher;
import aQute.bnd.osgi.Constants;
import aQute.bnd.osgi.EmbeddedResource;
import aQute.bnd.osgi.Instructions;
import aQute.bnd.osgi.Jar;
import aQute.bnd.osgi.Processor;
import aQute.bnd.osgi.Resource;
import aQute.bnd.service.Strategy;

/**
 * Makes {@code vpo.jar} of a bndrun: the jars of {@code -runpath} unpacked, so that Java's own class loader finds their
 * classes; the jars of {@code -runbundles} as they are, in {@code bundles/}; those of {@code -vpo-plugins}, which the
 * plugin host runs, in {@code plugins/}; and {@code launch.properties}, the index that
 * {@code vpo.launcher.serve.LaunchIndex} reads. bnd finds this class by the manifest header {@code Launcher-Plugin} and
 * runs it in Maven's JVM.
 */
public final class ExecutableJar extends ProjectLauncher {
    private static final String MAIN = "vpo.launcher.Main";
    /** Bundles without a start level of their own in the bndrun: ours, which need the framework's services. */
    private static final String DEFAULT_START_LEVEL = "10";
    /** The first-party plugins; {@code enabled=false} for one that waits for an operator to enable it. */
    private static final String PLUGINS = "-vpo-plugins";

    public ExecutableJar(Project project) throws Exception {
        super(project);
        updateFromProject();
    }

    @Override
    public String getMainTypeName() {
        return MAIN;
    }

    @Override
    public Jar executable() throws Exception {
        Jar jar = new Jar("vpo");
        jar.setReproducible("true");
        for (String path : getRunpath()) {
            addClasses(jar, new File(path));
        }
        // Sorted, so that the same input gives the same bytes.
        Map<String, String> index = new TreeMap<>();
        MessageDigest build = MessageDigest.getInstance("SHA-256");
        for (Container bundle : getProject().getRunbundles()) {
            addBundle(jar, bundle, index, build);
        }
        for (Container plugin : getProject().getBundles(Strategy.HIGHEST, getProject().mergeProperties(PLUGINS),
                PLUGINS)) {
            addPlugin(jar, plugin, index, build);
        }
        getRunProperties().forEach((key, value) -> {
            if (!key.startsWith("launch.")) {
                index.put("framework." + key, value);
            }
        });
        index.put("framework.org.osgi.framework.system.packages.extra", visiblePackages());
        index.put("build", HexFormat.of().formatHex(build.digest()).substring(0, 16));
        StringBuilder text = new StringBuilder();
        index.forEach((key, value) -> text.append(key).append('=').append(value.replace("\\", "\\\\")).append('\n'));
        jar.putResource("launch.properties",
                new EmbeddedResource(text.toString().getBytes(StandardCharsets.ISO_8859_1), 0L));
        jar.setManifest(manifest());
        // The file's own time, not its entries', tells the script that it is newer than the sources.
        jar.updateModified(System.currentTimeMillis(), "exported");
        return jar;
    }

    private static Manifest manifest() {
        Manifest manifest = new Manifest();
        Attributes main = manifest.getMainAttributes();
        main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        main.put(Attributes.Name.MAIN_CLASS, MAIN);
        // SQLite is a native library, and systemd's sockets are reached through foreign functions.
        main.putValue("Enable-Native-Access", "ALL-UNNAMED");
        return manifest;
    }

    private void addClasses(Jar target, File file) throws Exception {
        try (Jar source = new Jar(file)) {
            for (Map.Entry<String, Resource> entry : source.getResources().entrySet()) {
                String path = entry.getKey();
                String name = path.substring(path.lastIndexOf('/') + 1);
                if (name.startsWith("LICENSE") || name.startsWith("NOTICE")) {
                    target.putResource("META-INF/licenses/" + withoutExtension(file) + "/" + name,
                            copy(entry.getValue()));
                } else if (isNeededAtRunTime(path, name)) {
                    if (target.getResource(path) != null) {
                        throw new IllegalStateException(path + " is in two jars of the class path; one is " + file);
                    }
                    target.putResource(path, copy(entry.getValue()));
                }
            }
        }
    }

    /** bnd writes the jar after this launcher, and all that it opened, is closed. */
    private static Resource copy(Resource resource) throws Exception {
        try (InputStream in = resource.openInputStream()) {
            return new EmbeddedResource(in.readAllBytes(), 0L);
        }
    }

    private static boolean isNeededAtRunTime(String path, String name) {
        return !name.equals("module-info.class")
                && !path.startsWith("OSGI-")
                && !path.startsWith("vpo/launcher/export/")
                && (!path.startsWith("META-INF/") || path.startsWith("META-INF/services/"));
    }

    private void addBundle(Jar target, Container bundle, Map<String, String> index, MessageDigest build)
            throws Exception {
        byte[] bytes = add(target, "bundles/", bundle, build);
        String level = bundle.getAttributes().getOrDefault("startlevel", DEFAULT_START_LEVEL);
        index.put("bundle." + bundle.getFile().getName(), level + " " + identity(bytes));
    }

    private void addPlugin(Jar target, Container plugin, Map<String, String> index, MessageDigest build)
            throws Exception {
        byte[] bytes = add(target, "plugins/", plugin, build);
        String sha256 = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        String enabled = plugin.getAttributes().getOrDefault("enabled", "true");
        index.put("plugin." + plugin.getFile().getName(), enabled + " " + sha256 + " " + identity(bytes));
    }

    private static byte[] add(Jar target, String folder, Container bundle, MessageDigest build) throws Exception {
        if (bundle.getError() != null) {
            throw new IllegalStateException(bundle.getBundleSymbolicName() + ": " + bundle.getError());
        }
        byte[] bytes = Files.readAllBytes(bundle.getFile().toPath());
        target.putResource(folder + bundle.getFile().getName(), new EmbeddedResource(bytes, 0L));
        build.update(bundle.getFile().getName().getBytes(StandardCharsets.UTF_8));
        build.update(bytes);
        return bytes;
    }

    /** What the bundle cache knows a file by: size and checksum. */
    private static String identity(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return bytes.length + " " + Long.toHexString(crc.getValue());
    }

    /** The packages of the class path that bundles may import: those chosen by {@code -vpo-systempackages}. */
    private String visiblePackages() {
        Instructions visible = new Instructions(getProject().mergeProperties("-vpo-systempackages"));
        StringBuilder packages = new StringBuilder();
        getSystemPackages().forEach((name, attributes) -> {
            String plain = Processor.removeDuplicateMarker(name);
            if (visible.matches(plain)) {
                packages.append(packages.isEmpty() ? "" : ",").append(plain)
                        .append(";version=\"").append(attributes.getOrDefault(Constants.VERSION_ATTRIBUTE, "0"))
                        .append('"');
            }
        });
        return packages.toString();
    }

    private static String withoutExtension(File jar) {
        return jar.getName().replaceFirst("\\.jar$", "");
    }
}
