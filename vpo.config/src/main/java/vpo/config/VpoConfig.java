package vpo.config;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The keys at the top of the file, outside any table. */
@ObjectClassDefinition(name = "VPO", pid = VpoConfig.PID)
public @interface VpoConfig {
    /** The PID: the file's root table. */
    String PID = "vpo";

    /** The library's database file, as an absolute path. */
    @AttributeDefinition(description = "the library's database file")
    String database__path();
}
