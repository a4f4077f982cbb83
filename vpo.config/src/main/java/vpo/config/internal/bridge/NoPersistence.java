package vpo.config.internal.bridge;

import java.io.IOException;
import java.util.Collections;
import java.util.Dictionary;
import java.util.Enumeration;

import org.apache.felix.cm.PersistenceManager;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;

/**
 * Has Configuration Admin keep configurations in memory alone, for the truth is the file and there are secrets in it.
 * Felix's own way to that, {@code felix.cm.pm=memory}, lists configurations with change counts that go up and down;
 * Declarative Services goes by them, and so misses updates. With this one, Configuration Admin answers from its cache,
 * where they are right. The framework property {@code felix.cm.pm} names it.
 */
@Component(property = PersistenceManager.PROPERTY_NAME + "=vpo", configurationPolicy = ConfigurationPolicy.IGNORE)
public final class NoPersistence implements PersistenceManager {

    @Override
    public boolean exists(String pid) {
        return false;
    }

    @Override
    @SuppressWarnings("rawtypes")
    public Dictionary load(String pid) throws IOException {
        throw new IOException("nothing is kept: " + pid);
    }

    @Override
    @SuppressWarnings("rawtypes")
    public Enumeration getDictionaries() {
        return Collections.emptyEnumeration();
    }

    @Override
    @SuppressWarnings("rawtypes")
    public void store(String pid, Dictionary properties) {
        // Configuration Admin has it in its cache.
    }

    @Override
    public void delete(String pid) {
        // Configuration Admin has it in its cache alone.
    }
}
