package vpo.config;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

import aQute.bnd.osgi.Builder;
import aQute.bnd.osgi.Jar;

/** Jars of plugins: as bnd makes them of a package of these tests, and such as nobody should make. */
public final class PluginJar {
    private static final File CLASSES = Path.of("target/test-classes").toFile();

    private PluginJar() {}

    /** A plugin of all components of a package. */
    public static Path built(Path file, String plugin, String version, String pkg) throws Exception {
        try (Builder builder = new Builder()) {
            builder.setClasspath(new File[]{CLASSES});
            builder.setProperty("Bundle-SymbolicName", "test." + plugin);
            builder.setProperty("Bundle-Version", version);
            builder.setProperty("Private-Package", pkg);
            builder.setProperty("Provide-Capability", capability(plugin));
            Jar jar = builder.build();
            if (!builder.isOk()) {
                throw new IllegalStateException(builder.getErrors().toString());
            }
            Files.createDirectories(file.getParent());
            jar.write(file.toFile());
        }
        return file;
    }

    /** A plugin with these entries, be they what they may. */
    public static Path with(Path file, String plugin, Map<String, byte[]> entries) throws IOException {
        Map<String, byte[]> all = new LinkedHashMap<>(entries);
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().putValue("Manifest-Version", "1.0");
        manifest.getMainAttributes().putValue("Bundle-SymbolicName", "test." + plugin);
        manifest.getMainAttributes().putValue("Provide-Capability", capability(plugin));
        Files.createDirectories(file.getParent());
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file), manifest)) {
            for (Map.Entry<String, byte[]> entry : all.entrySet()) {
                jar.putNextEntry(new JarEntry(entry.getKey()));
                jar.write(entry.getValue());
            }
        }
        return file;
    }

    private static String capability(String plugin) {
        return "other;names:List<String>=\"a,vpo.plugin;name=no\","
                + "vpo.plugin;events:List<String>=\"file.scanned,plan.after_execute\";name=" + plugin;
    }
}
