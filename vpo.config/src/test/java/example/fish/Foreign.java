package example.fish;

import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Says something of the tables of others. */
@ObjectClassDefinition(name = "Foreign", pid = {"vpo.plugins.fisher", "vpo.server"})
public @interface Foreign {
    String must();
}
