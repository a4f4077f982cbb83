package vpo.launcher.serve;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import org.osgi.framework.Bundle;
import org.osgi.framework.BundleReference;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleWiring;

/**
 * What a bundle of an image sees when it is asked by the framework, {@code Bundle.loadClass} for one: its own content
 * and the packages that it is wired to, and not all that is on the class path. No class is defined here; all are Java's
 * own class loader's.
 */
final class BundleView extends ClassLoader implements BundleReference {
    static {
        registerAsParallelCapable();
    }

    private final JarContent content;
    private final Supplier<Bundle> bundle;
    /** Found out with the first class that is not the bundle's own; then it is resolved, and never again otherwise. */
    private volatile Set<String> imported;

    BundleView(JarContent content, Supplier<Bundle> bundle) {
        super(BundleView.class.getClassLoader());
        this.content = content;
        this.bundle = bundle;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        String packageName = name.substring(0, Math.max(0, name.lastIndexOf('.')));
        if (content.has(name.replace('.', '/') + ".class") || packageName.startsWith("java.")
                || isImported(packageName)) {
            return getParent().loadClass(name);
        }
        throw new NotVisibleException(name, content.file());
    }

    private boolean isImported(String packageName) {
        if (imported == null) {
            imported = bundle.get().adapt(BundleWiring.class).getRequiredWires(PackageNamespace.PACKAGE_NAMESPACE)
                    .stream()
                    .map(wire -> (String) wire.getCapability().getAttributes().get(PackageNamespace.PACKAGE_NAMESPACE))
                    .collect(Collectors.toUnmodifiableSet());
        }
        return imported.contains(packageName);
    }

    /** The bundle's own: others may have something of the same name. */
    @Override
    public URL getResource(String name) {
        if (!content.has(name)) {
            return null;
        }
        if (ImageBundles.isCode(name)) {
            return JarContent.code(name).orElse(null);
        }
        try {
            // Quotes what a URL may not have.
            String path = new URI(null, null, "/" + name, null).getRawPath();
            return URI.create("jar:" + content.file().toUri() + "!" + path).toURL();
        } catch (MalformedURLException | URISyntaxException e) {
            throw new IllegalArgumentException(name, e);
        }
    }

    @Override
    public Enumeration<URL> getResources(String name) throws IOException {
        URL own = getResource(name);
        return own == null ? Collections.emptyEnumeration() : Collections.enumeration(Set.of(own));
    }

    @Override
    public Bundle getBundle() {
        return bundle.get();
    }

    /**
     * Without a trace: the framework asks with each event of a service whether each listener sees the service's class,
     * and a no is as good an answer as a yes.
     */
    private static final class NotVisibleException extends ClassNotFoundException {
        private static final long serialVersionUID = 1L;

        private NotVisibleException(String name, Path jar) {
            super(name + " is not for " + jar.getFileName() + " to see");
        }

        @Override
        public Throwable fillInStackTrace() {
            return this;
        }
    }
}
