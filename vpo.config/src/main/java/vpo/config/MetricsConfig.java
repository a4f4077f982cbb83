package vpo.config;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The table {@code [metrics]}: the numbers at {@code /metrics}. */
@ObjectClassDefinition(name = "VPO metrics", pid = MetricsConfig.PID)
public @interface MetricsConfig {
    /** The PID: the table {@code [metrics]}. */
    String PID = "vpo.metrics";

    /** Value of {@link #access()}: whoever has a credential may read them. */
    String ACCESS_TOKEN = "token";

    /** Value of {@link #access()}: anybody may read them. */
    String ACCESS_OPEN = "open";

    /** Value of {@link #access()}: there are none. */
    String ACCESS_OFF = "off";

    /** {@link #ACCESS_TOKEN}, {@link #ACCESS_OPEN} or {@link #ACCESS_OFF}. */
    @AttributeDefinition(description = "who may read /metrics")
    String access() default ACCESS_TOKEN;
}
