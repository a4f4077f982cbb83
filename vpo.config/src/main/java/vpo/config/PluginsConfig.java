package vpo.config;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The table {@code [plugins]}: where plugins come from and what lets them run. */
@ObjectClassDefinition(name = "VPO plugins", pid = PluginsConfig.PID)
public @interface PluginsConfig {
    /** The PID: the table {@code [plugins]}. */
    String PID = "vpo.plugins";

    /** Value of {@link #trust()}: a plugin runs once an operator has acknowledged the SHA-256 of its file. */
    String TRUST_ACKNOWLEDGED = "acknowledged";

    /** Value of {@link #trust()}: a plugin runs if its file is signed by somebody whom the trust store vouches for. */
    String TRUST_SIGNED = "signed";

    /** Value of {@link #trust()}: a plugin runs if nobody but root and the daemon's user can have put it there. */
    String TRUST_DIRECTORY = "directory";

    /** Folders that plugins are looked for in, as absolute paths. */
    @AttributeDefinition(description = "folders that plugins are looked for in")
    String[] plugin__dirs();

    /** Whether plugins are looked for at all. */
    @AttributeDefinition(description = "whether plugins are looked for at all")
    boolean auto__load() default true;

    /** Whether a plugin that nobody has acknowledged is told at WARNING, else at INFO. */
    @AttributeDefinition(description = "warn about plugins that nobody has acknowledged")
    boolean warn__unacknowledged() default true;

    /** {@link #TRUST_ACKNOWLEDGED}, {@link #TRUST_SIGNED} or {@link #TRUST_DIRECTORY}. */
    @AttributeDefinition(description = "what lets a plugin run")
    String trust() default TRUST_ACKNOWLEDGED;

    /** An absolute path, there with {@link #TRUST_SIGNED}; null if there is none. */
    @AttributeDefinition(description = "certificates of who may sign plugins, as PEM or PKCS#12")
    String trust__store();

    /** Null if there is none. */
    @AttributeDefinition(description = "password of a PKCS#12 trust store", type = AttributeType.PASSWORD)
    String trust__store__password();

    /** Seconds that a plugin may take to start, and to stop; finite and above 0. */
    @AttributeDefinition(description = "seconds that a plugin may take to start, and to stop")
    double start__timeout() default 30.0;

    /** Seconds that a plugin may take for one event; finite and above 0. */
    @AttributeDefinition(description = "seconds that a plugin may take for one event")
    double call__timeout() default 30.0;
}
