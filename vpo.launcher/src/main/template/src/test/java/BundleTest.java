package @package@;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.Manifest;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What bnd has made of the annotations: what the daemon will see. */
class BundleTest {
    private static final Path CLASSES = Path.of("target", "classes");

    private Attributes manifest;

    @BeforeEach
    void read() throws IOException {
        try (InputStream in = Files.newInputStream(CLASSES.resolve("META-INF/MANIFEST.MF"))) {
            manifest = new Manifest(in).getMainAttributes();
        }
    }

    @Test
    void isTheBundleOfThisPlugin() {
        assertEquals("@package@", manifest.getValue("Bundle-SymbolicName"));
        assertTrue(manifest.getValue("Provide-Capability").contains("vpo.plugin;"), "that it is a plugin");
        assertTrue(manifest.getValue("Provide-Capability").contains("name=@name@"), "its name");
        assertTrue(manifest.getValue("Require-Capability").contains("vpo.api;"), "the versions of the API");
    }

    @Test
    void itsComponentsAreThere() {
        for (String component : manifest.getValue("Service-Component").split(",")) {
            assertTrue(Files.exists(CLASSES.resolve(component)), component);
        }
    }

    @Test
    void bringsNoClassesOfTheDaemon() {
        assertFalse(Files.exists(CLASSES.resolve("vpo")), "the API is the daemon's");
        assertTrue(manifest.getValue("Import-Package").contains("vpo.api.plugin"));
    }
}
