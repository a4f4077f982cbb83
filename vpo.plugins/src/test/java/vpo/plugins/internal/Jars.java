package vpo.plugins.internal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Makes real bundles, out of headers and Java source. */
public final class Jars {
    private final Map<String, String> headers = new LinkedHashMap<>();
    private final Map<String, byte[]> entries = new LinkedHashMap<>();

    private Jars() {}

    /** A bundle that does nothing. */
    public static Jars bundle(String symbolicName, String version) {
        return new Jars().header("Bundle-ManifestVersion", "2").header("Bundle-SymbolicName", symbolicName)
                .header("Bundle-Version", version);
    }

    /** A plugin that does nothing. */
    public static Jars plugin(String name, String version) {
        return bundle("test." + name, version).header("Provide-Capability",
                "vpo.plugin;name=" + name + ";events:List<String>=\"file.scanned\"");
    }

    /** A jar that is no bundle. */
    public static Jars plain() {
        return new Jars();
    }

    public Jars header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    public Jars entry(String name, byte[] content) {
        entries.put(name, content);
        return this;
    }

    /** With an activator whose methods have these bodies. */
    public Jars activator(String start, String stop) {
        source("act", "Activator", """
                package act;
                import org.osgi.framework.*;
                public class Activator implements BundleActivator {
                    public void start(BundleContext context) throws Exception { %s }
                    public void stop(BundleContext context) throws Exception { %s }
                }
                """.formatted(start, stop));
        String imports = headers.getOrDefault("Import-Package", "");
        return header("Bundle-Activator", "act.Activator").header("Import-Package",
                "org.osgi.framework" + (imports.isEmpty() ? "" : "," + imports));
    }

    /** With a class. */
    public Jars source(String pkg, String name, String text) {
        entries.putAll(compile(pkg.replace('.', '/') + "/" + name, text));
        return this;
    }

    public Path write(Path file) throws IOException {
        Files.write(file, bytes());
        return file;
    }

    /** The jar; the same bytes whenever it is asked for, as no entry has the time of the clock. */
    public byte[] bytes() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().putValue("Manifest-Version", "1.0");
        headers.forEach(manifest.getMainAttributes()::putValue);
        try (JarOutputStream jar = new JarOutputStream(out)) {
            jar.putNextEntry(entry(JarFile.MANIFEST_NAME));
            manifest.write(jar);
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                jar.putNextEntry(entry(entry.getKey()));
                jar.write(entry.getValue());
            }
        }
        return out.toByteArray();
    }

    private static JarEntry entry(String name) {
        JarEntry entry = new JarEntry(name);
        entry.setTimeLocal(LocalDateTime.of(2026, 1, 1, 0, 0));
        return entry;
    }

    private static Map<String, byte[]> compile(String name, String text) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        Map<String, ByteArrayOutputStream> classes = new LinkedHashMap<>();
        StringWriter messages = new StringWriter();
        JavaFileObject source = new SimpleJavaFileObject(URI.create("mem:///" + name + ".java"),
                JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return text;
            }
        };
        JavaFileManager files = new ForwardingJavaFileManager<JavaFileManager>(
                compiler.getStandardFileManager(null, null, null)) {
            @Override
            public JavaFileObject getJavaFileForOutput(Location location, String className, JavaFileObject.Kind kind,
                    FileObject sibling) {
                return new SimpleJavaFileObject(URI.create("mem:///" + className), kind) {
                    @Override
                    public ByteArrayOutputStream openOutputStream() {
                        ByteArrayOutputStream out = new ByteArrayOutputStream();
                        classes.put(className.replace('.', '/') + ".class", out);
                        return out;
                    }
                };
            }
        };
        if (!compiler.getTask(messages, files, null, List.of("-proc:none"), null, List.of(source)).call()) {
            throw new IllegalArgumentException(messages.toString());
        }
        Map<String, byte[]> all = new LinkedHashMap<>();
        classes.forEach((path, out) -> all.put(path, out.toByteArray()));
        return all;
    }
}
