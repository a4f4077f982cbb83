package vpo.launcher.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.launch.Framework;
import org.slf4j.Logger;
import vpo.launcher.log.Logging;

/** Real bundles in a real framework; their classes are of the class path of these tests, as they would be in an image. */
class BundleViewTest {
    private static final String OWN = Logging.class.getName();
    @TempDir
    Path folder;
    private Framework framework;

    @BeforeEach
    void start() throws Exception {
        ImageBundles image = new ImageBundles(folder, new LaunchIndex("b", true, List.of(), List.of(), Map.of()));
        Map<String, Object> configuration = new HashMap<>();
        configuration.put(Constants.FRAMEWORK_STORAGE, folder.resolve("storage").toString());
        configuration.put(Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA, "org.slf4j");
        framework = image.newFramework(configuration);
        framework.start();
    }

    @AfterEach
    void stop() throws Exception {
        framework.stop();
        framework.waitForStop(30_000);
    }

    private Bundle install(String name, List<String> headers, String... entries) throws Exception {
        Path jar = folder.resolve(name + ".jar");
        String manifest = "Manifest-Version: 1.0\nBundle-ManifestVersion: 2\nBundle-SymbolicName: " + name + "\n"
                + String.join("\n", headers) + (headers.isEmpty() ? "" : "\n");
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file,
                        new Manifest(new ByteArrayInputStream(manifest.getBytes(StandardCharsets.UTF_8))))) {
            for (String entry : entries) {
                out.putNextEntry(new ZipEntry(entry));
                out.write(name.getBytes(StandardCharsets.UTF_8));
            }
        }
        Bundle bundle = framework.getBundleContext().installBundle(jar.toUri().toString());
        bundle.start();
        return bundle;
    }

    @Test
    void showsItsOwnClassesAndThoseItImports() throws Exception {
        Bundle bundle = install("own", List.of("Import-Package: org.slf4j"), OWN.replace('.', '/') + ".class");

        assertThat(bundle.loadClass(OWN)).isSameAs(Logging.class);
        assertThat(bundle.loadClass(Logger.class.getName())).isSameAs(Logger.class);
        assertThat(bundle.loadClass("java.util.List")).isSameAs(List.class);
    }

    /** Of which the jar has no more than the name. */
    @Test
    void hasTheBytesOfItsClasses() throws Exception {
        String name = OWN.replace('.', '/') + ".class";
        Bundle bundle = install("own", List.of(), name);

        byte[] bytes = Logging.class.getResourceAsStream("Logging.class").readAllBytes();
        for (URL url : List.of(bundle.getResource(name), bundle.getEntry(name))) {
            assertThat(url.openStream()).hasBinaryContent(bytes);
            assertThat(url.openConnection().getContentLength()).isEqualTo(bytes.length);
        }
        assertThat(install("none", List.of()).getResource(name)).isNull();
    }

    @Test
    void hidesWhatElseIsOnTheClassPath() throws Exception {
        Bundle bundle = install("none", List.of());

        for (String other : List.of(OWN, Logger.class.getName())) {
            assertThatThrownBy(() -> bundle.loadClass(other)).isInstanceOf(ClassNotFoundException.class);
        }
    }

    @Test
    void findsItsOwnResourceOfANameThatOthersHaveToo() throws Exception {
        Bundle first = install("first", List.of(), "same name.txt");
        Bundle second = install("second", List.of(), "same name.txt");

        for (Bundle bundle : List.of(first, second)) {
            try (InputStream in = bundle.getResource("same name.txt").openStream()) {
                assertThat(in).hasContent(bundle.getSymbolicName());
            }
            assertThat(bundle.getEntry("same name.txt")).isNotNull();
        }
        assertThat(first.getResource("absent.txt")).isNull();
    }

    @Test
    void aClassIsOfTheBundleWhoseJarHasIt() throws Exception {
        Runnable lambda = new LambdaOfThis().lambda();
        assertThat(FrameworkUtil.getBundle(Logging.class)).as("of no bundle yet").isNull();
        Bundle other = install("other", List.of(), "a/Class.class");
        Bundle bundle = install("own", List.of(), OWN.replace('.', '/') + ".class",
                LambdaOfThis.class.getNestHost().getName().replace('.', '/') + ".class");
        install("late", List.of(), OWN.replace('.', '/') + ".class");

        assertThat(FrameworkUtil.getBundle(Logging.class)).isEqualTo(bundle).isNotEqualTo(other);
        assertThat(FrameworkUtil.getBundle(lambda.getClass())).isEqualTo(bundle);
        framework.stop();
        framework.waitForStop(0);
        assertThat(FrameworkUtil.getBundle(Logging.class)).as("of a framework that was stopped").isNull();
    }

    @Test
    void aClassOfNoBundlesJarHasNone() throws Exception {
        install("other", List.of(), "a/Class.class");
        Object proxy = Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[]{Runnable.class},
                (_, _, _) -> null);

        assertThat(FrameworkUtil.getBundle(Logging.class)).isNull();
        assertThat(FrameworkUtil.getBundle(String.class)).isNull();
        assertThat(FrameworkUtil.getBundle(proxy.getClass())).isNull();
    }

    private static final class LambdaOfThis {
        Runnable lambda() {
            return () -> {};
        }
    }
}
