package vpo.itest.container;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;

import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;

/**
 * A bundle like a plugin's, with one component and no code: its implementation is a class of the JDK.
 *
 * @param component its description
 */
record Guest(String component) {
    private static final String COMPONENT = "OSGI-INF/guest.xml";

    /** Its component never becomes active, for want of a service. */
    static Guest waitingFor(String service) {
        return new Guest("""
                <scr:component xmlns:scr="http://www.osgi.org/xmlns/scr/v1.3.0" name="guest" immediate="true">
                  <implementation class="java.lang.Object"/>
                  <reference name="wanted" interface="%s"/>
                </scr:component>
                """.formatted(service));
    }

    Bundle install(BundleContext context) throws IOException, BundleException {
        Bundle bundle = context.installBundle("guest", new ByteArrayInputStream(jar()));
        bundle.start();
        return bundle;
    }

    private byte[] jar() throws IOException {
        Manifest manifest = new Manifest();
        Attributes headers = manifest.getMainAttributes();
        headers.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        headers.putValue("Bundle-ManifestVersion", "2");
        headers.putValue("Bundle-SymbolicName", "guest");
        headers.putValue("Bundle-Version", "1.0.0");
        headers.putValue("Service-Component", COMPONENT);
        // Declarative Services looks only at bundles that are wired to itself.
        headers.putValue("Require-Capability", "osgi.extender;filter:=\"(osgi.extender=osgi.component)\"");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarOutputStream jar = new JarOutputStream(bytes, manifest)) {
            jar.putNextEntry(new ZipEntry(COMPONENT));
            jar.write(component.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }
}
