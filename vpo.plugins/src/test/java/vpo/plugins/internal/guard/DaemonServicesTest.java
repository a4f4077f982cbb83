package vpo.plugins.internal.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.osgi.annotation.versioning.ProviderType;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;

import vpo.api.event.Plans;
import vpo.api.plugin.Analyzer;
import vpo.api.plugin.Mutator;
import vpo.api.storage.PluginStorage;
import vpo.api.task.Tasks;

class DaemonServicesTest {

    @Test
    void what_only_the_daemon_provides_of_the_api_is_its_to_offer() throws Exception {
        List<String> services = servicesOfTheApi();
        assertThat(services).contains(Plans.class.getName(), PluginStorage.class.getName(), Tasks.class.getName());
        assertThat(services).allMatch(each -> DaemonServices.include(reference(each)));
    }

    @Test
    void what_jetty_would_take_from_anybody_is_the_daemons_to_offer() {
        assertThat(Stream.of("org.apache.felix.http.jetty.ConnectorFactory", "org.eclipse.jetty.server.RequestLog"))
                .allMatch(each -> DaemonServices.include(reference(each)));
    }

    @Test
    void what_plugins_implement_is_theirs_to_offer() {
        assertThat(Stream.of(Analyzer.class, Mutator.class).map(Class::getName))
                .noneMatch(each -> DaemonServices.include(reference(each)));
    }

    /** The interfaces that the daemon alone implements, but for records' and for handles, which somebody closes. */
    private static List<String> servicesOfTheApi() throws Exception {
        Path api = Path.of(Tasks.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        if (Files.isDirectory(api)) {
            return servicesIn(api);
        }
        try (FileSystem jar = FileSystems.newFileSystem(URI.create("jar:" + api.toUri()), Map.of())) {
            return servicesIn(jar.getPath("/"));
        }
    }

    private static List<String> servicesIn(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(each -> each.toString().endsWith(".class")).map(DaemonServicesTest::parse)
                    .filter(DaemonServicesTest::isProvided).map(each -> each.thisClass().asInternalName())
                    .map(each -> each.replace('/', '.')).filter(DaemonServicesTest::isService).toList();
        }
    }

    private static ClassModel parse(Path file) {
        try {
            return ClassFile.of().parse(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isProvided(ClassModel type) {
        return type.findAttribute(Attributes.runtimeInvisibleAnnotations()).stream()
                .flatMap(each -> each.annotations().stream())
                .anyMatch(each -> each.classSymbol().descriptorString().equals(ProviderType.class.descriptorString()));
    }

    private static boolean isService(String name) {
        try {
            Class<?> type = Class.forName(name);
            return type.isInterface() && !type.isSealed() && !AutoCloseable.class.isAssignableFrom(type);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ServiceReference<?> reference(String type) {
        return (ServiceReference<?>) Proxy.newProxyInstance(DaemonServicesTest.class.getClassLoader(),
                new Class<?>[]{ServiceReference.class}, (_, _, arguments) -> Constants.OBJECTCLASS.equals(arguments[0])
                        ? new String[]{type}
                        : null);
    }
}
