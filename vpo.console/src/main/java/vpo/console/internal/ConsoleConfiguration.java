package vpo.console.internal;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;

import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;

import vpo.config.DerivedConfiguration;

/** The configuration of Felix's console. */
@Component(service = DerivedConfiguration.class, configurationPolicy = ConfigurationPolicy.IGNORE)
public final class ConsoleConfiguration implements DerivedConfiguration {
    private static final int HASH_BYTES = 32;

    @Override
    public String pid() {
        return "org.apache.felix.webconsole.internal.servlet.OsgiManager";
    }

    @Override
    public Map<String, Object> properties() {
        return Map.of(
                "default.render", ConsolePages.START_LABEL,
                "realm", "VPO",
                "secret.heuristic.enabled", true,
                // Of Felix's own login nothing is left but this, which is the hash of nothing that anybody knows.
                "username", "",
                "password", "{sha-256}" + nobodysHash());
    }

    private static String nobodysHash() {
        byte[] hash = new byte[HASH_BYTES];
        new SecureRandom().nextBytes(hash);
        return Base64.getEncoder().encodeToString(hash);
    }
}
