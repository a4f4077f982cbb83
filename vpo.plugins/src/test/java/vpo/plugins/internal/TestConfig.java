package vpo.plugins.internal;

import java.lang.annotation.Annotation;

import vpo.config.PluginsConfig;

/**
 * The configuration, as Declarative Services would make it.
 *
 * @param call__timeout seconds
 * @param start__timeout seconds
 */
public record TestConfig(double call__timeout, double start__timeout) implements PluginsConfig {
    /** With the default for the rest. */
    public TestConfig(double callTimeout) {
        this(callTimeout, 30);
    }

    @Override
    public String[] plugin__dirs() {
        return new String[0];
    }

    @Override
    public boolean auto__load() {
        return true;
    }

    @Override
    public boolean warn__unacknowledged() {
        return true;
    }

    @Override
    public String trust() {
        return TRUST_ACKNOWLEDGED;
    }

    @Override
    public String trust__store() {
        return null;
    }

    @Override
    public String trust__store__password() {
        return null;
    }

    @Override
    public Class<? extends Annotation> annotationType() {
        return PluginsConfig.class;
    }
}
