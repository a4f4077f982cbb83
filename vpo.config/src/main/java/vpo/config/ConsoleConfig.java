package vpo.config;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The table {@code [console]}: administration from elsewhere. */
@ObjectClassDefinition(name = "VPO console", pid = ConsoleConfig.PID)
public @interface ConsoleConfig {
    /** The PID: the table {@code [console]}. */
    String PID = "vpo.console";

    /** Whether clients on other machines are let in without TLS. */
    @AttributeDefinition(description = "let other machines administrate without TLS")
    boolean allow__remote() default false;
}
