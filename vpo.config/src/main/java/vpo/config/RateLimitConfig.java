package vpo.config;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The table {@code [server.rate_limit]}: how many requests for {@code /api} one client may send. */
@ObjectClassDefinition(name = "VPO rate limit", pid = RateLimitConfig.PID)
public @interface RateLimitConfig {
    /** The PID: the table {@code [server.rate_limit]}. */
    String PID = "vpo.server.rate_limit";

    /** Whether there is a limit at all. */
    @AttributeDefinition(description = "limit the requests of one address")
    boolean enabled() default true;

    /** Requests that read, within the window; at least 1. */
    @AttributeDefinition(description = "reading requests within the window", min = "1")
    int get__max__requests() default 120;

    /** Requests that change something, within the window; at least 1. */
    @AttributeDefinition(description = "changing requests within the window", min = "1")
    int mutate__max__requests() default 30;

    /** Seconds; at least 1. */
    @AttributeDefinition(description = "length of the window", min = "1")
    int window__seconds() default 60;
}
