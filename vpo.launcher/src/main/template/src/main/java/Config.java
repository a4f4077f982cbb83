package @package@;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The table {@code [plugins.@name@]} of VPO's configuration, with its defaults. */
@ObjectClassDefinition(name = "@name@")
public @interface @class@Config {
    /** Where the table is found: {@code vpo.} and its name. */
    String PID = "vpo.plugins.@name@";

    /** What is said. */
    @AttributeDefinition(description = "what is said")
    String greeting() default "Hello";
}
