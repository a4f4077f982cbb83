package vpo.plugin.hello;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The table {@code [plugins.hello]} of the configuration. */
@ObjectClassDefinition(name = "Hello")
public @interface HelloConfig {
    /** The PID: {@code vpo.} and the table's name. */
    String PID = "vpo.plugins.hello";

    /** What is said. */
    @AttributeDefinition(description = "what is said")
    String greeting() default "Hello";
}
