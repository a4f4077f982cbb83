package vpo.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

import vpo.bench.plugin.Page;

/**
 * A plugin such as the guide's, with one component, a servlet.
 *
 * @param name of the plugin
 */
record SmallPlugin(String name) {
    private static final String CLASS = Page.class.getName().replace('.', '/') + ".class";
    private static final String COMPONENT = "OSGI-INF/page.xml";

    /** Where it answers. */
    String path() {
        return "/plugins/" + name + "/page";
    }

    /** Puts it into a plugin folder, whole from the first moment on. */
    void deploy(Path data) throws IOException {
        Path part = Files.write(data.resolve(name + ".part"), jar());
        Path folder = Files.createDirectories(data.resolve("plugins"));
        Files.move(part, folder.resolve(name + ".jar"), StandardCopyOption.ATOMIC_MOVE);
    }

    private byte[] jar() throws IOException {
        Manifest manifest = new Manifest();
        Attributes headers = manifest.getMainAttributes();
        headers.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        headers.putValue("Bundle-ManifestVersion", "2");
        headers.putValue("Bundle-SymbolicName", "bench." + name);
        headers.putValue("Bundle-Version", "1.0.0");
        headers.putValue("Import-Package", "jakarta.servlet,jakarta.servlet.http");
        headers.putValue("Provide-Capability", "vpo.plugin;name=" + name);
        headers.putValue("Require-Capability", "vpo.api;filter:=\"(&(version>=1.0)(!(version>=2.0)))\","
                + "osgi.extender;filter:=\"(osgi.extender=osgi.component)\"");
        headers.putValue("Service-Component", COMPONENT);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarOutputStream jar = new JarOutputStream(bytes, manifest);
                InputStream page = Page.class.getResourceAsStream("/" + CLASS)) {
            jar.putNextEntry(new JarEntry(COMPONENT));
            jar.write(component().getBytes(StandardCharsets.UTF_8));
            jar.putNextEntry(new JarEntry(CLASS));
            page.transferTo(jar);
        }
        return bytes.toByteArray();
    }

    private String component() {
        return """
                <scr:component xmlns:scr="http://www.osgi.org/xmlns/scr/v1.3.0" name="%s.page">
                  <implementation class="%s"/>
                  <service><provide interface="jakarta.servlet.Servlet"/></service>
                  <property name="osgi.http.whiteboard.servlet.pattern" value="/page"/>
                </scr:component>
                """.formatted(name, Page.class.getName());
    }
}
