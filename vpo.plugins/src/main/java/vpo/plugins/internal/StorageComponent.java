package vpo.plugins.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.ComponentContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.ServiceScope;

import vpo.api.storage.PluginStorage;

/** Each bundle's own data folder: {@code DATA/plugin-data/NAME}. */
@Component(scope = ServiceScope.BUNDLE, configurationPolicy = ConfigurationPolicy.IGNORE)
public final class StorageComponent implements PluginStorage {
    private final Path directory;

    /** For the bundle that asks. */
    @Activate
    public StorageComponent(BundleContext context, ComponentContext component) {
        Bundle user = component.getUsingBundle();
        String name = PluginIdentity.of(user).map(PluginIdentity::name).orElseGet(user::getSymbolicName);
        this.directory = Path.of(context.getProperty("vpo.data.dir"), "plugin-data", name).toAbsolutePath();
    }

    @Override
    public Path directory() throws IOException {
        var ownersOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
        return Files.createDirectories(directory, ownersOnly);
    }
}
