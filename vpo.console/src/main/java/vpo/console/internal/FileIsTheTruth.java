package vpo.console.internal;

import java.util.Collection;
import java.util.Dictionary;

import org.apache.felix.webconsole.spi.ConfigurationHandler;
import org.apache.felix.webconsole.spi.ValidationException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

import vpo.config.ConfigurationSource;

/** Felix's page of configurations: it shows them without their secrets, and changes none. */
@Component(service = ConfigurationHandler.class, configurationPolicy = ConfigurationPolicy.IGNORE)
public final class FileIsTheTruth implements ConfigurationHandler {
    private final ConfigurationSource source;

    @Activate
    public FileIsTheTruth(@Reference ConfigurationSource source) {
        this.source = source;
    }

    @Override
    public void createConfiguration(String pid) throws ValidationException {
        refuse();
    }

    @Override
    public void createFactoryConfiguration(String factoryPid, String name) throws ValidationException {
        refuse();
    }

    @Override
    public void deleteConfiguration(String factoryPid, String pid) throws ValidationException {
        refuse();
    }

    @Override
    public void updateConfiguration(String factoryPid, String pid, Dictionary<String, Object> properties)
            throws ValidationException {
        refuse();
    }

    private static void refuse() throws ValidationException {
        throw new ValidationException("the configuration file is the one truth: change it there");
    }

    @Override
    public void filterProperties(String factoryPid, String pid, Collection<String> names) {
        Secrets secrets = Secrets.of(source.current().settings());
        names.removeIf(name -> secrets.include(factoryPid, pid, name));
    }
}
