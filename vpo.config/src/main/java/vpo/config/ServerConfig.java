package vpo.config;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The table {@code [server]}: the listener, and the limits of start and stop (DATA-MODEL, ServerConfig). */
@ObjectClassDefinition(name = "VPO server", pid = ServerConfig.PID)
public @interface ServerConfig {
    /** The PID: the table {@code [server]}. */
    String PID = "vpo.server";

    /** IP address or host name to listen on. */
    @AttributeDefinition(description = "IP address or host name to listen on")
    String bind() default "127.0.0.1";

    /** TCP port to listen on, 1 to 65535. */
    @AttributeDefinition(description = "TCP port to listen on", min = "1", max = "65535")
    int port() default 8321;

    /** Seconds that a stop waits for work in flight before it cancels it; finite and above 0. */
    @AttributeDefinition(description = "seconds that a stop waits for work in flight before it cancels it")
    double shutdown__timeout() default 30.0;

    /** Seconds within which a start must reach RUNNING; finite and above 0. */
    @AttributeDefinition(description = "seconds within which a start must reach RUNNING")
    double start__timeout() default 60.0;

    /** Seconds without work after which a daemon on the service manager's socket ends; 0 if it does not. */
    @AttributeDefinition(description = "seconds without work after which a daemon on systemd's socket ends")
    double idle__exit();

    /** The password of every user who administrates, 16 characters or more; null if there is none. */
    @AttributeDefinition(description = "the password of every user", type = AttributeType.PASSWORD)
    String auth__token();

    /** A file, as an absolute path, whose first line is another such password; null if there is none. */
    @AttributeDefinition(description = "a file whose first line is another such password")
    String auth__token__file();

    /** Names that requests may call this daemon by, beside addresses, the machine's own name and that of bind. */
    @AttributeDefinition(description = "names of this daemon beside the machine's own")
    String[] host__names() default {};
}
