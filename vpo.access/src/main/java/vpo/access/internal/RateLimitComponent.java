package vpo.access.internal;

import java.time.Duration;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Modified;
import vpo.config.RateLimitConfig;

/** The rate limit, as it is configured. */
@Component(service = RateLimitComponent.class, configurationPid = RateLimitConfig.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class RateLimitComponent {
    private final RateLimit limit;

    @Activate
    public RateLimitComponent(RateLimitConfig config) {
        limit = new RateLimit(System::nanoTime, limits(config));
    }

    /** What was counted must survive a reload. */
    @Modified
    void modified(RateLimitConfig config) {
        limit.set(limits(config));
    }

    private static RateLimit.Limits limits(RateLimitConfig config) {
        return new RateLimit.Limits(config.enabled(), config.get__max__requests(), config.mutate__max__requests(),
                Duration.ofSeconds(config.window__seconds()));
    }

    RateLimit limit() {
        return limit;
    }
}
