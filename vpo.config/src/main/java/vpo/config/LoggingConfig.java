package vpo.config;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The table {@code [logging]}. */
@ObjectClassDefinition(name = "VPO logging", pid = LoggingConfig.PID)
public @interface LoggingConfig {
    /** The PID: the table {@code [logging]}. */
    String PID = "vpo.logging";

    /** The least level that is logged: {@code debug}, {@code info}, {@code warning} or {@code error}. */
    @AttributeDefinition(description = "the least level that is logged")
    String level() default "info";

    /** A file to log to, as an absolute path; empty for none. */
    @AttributeDefinition(description = "a file to log to", required = false)
    String file() default "";

    /** {@code text} or {@code json}. */
    @AttributeDefinition(description = "the form of a log line")
    String format() default "text";

    /** Whether to log to stderr beside the file; {@code serve} always does. */
    @AttributeDefinition(description = "log to stderr beside the file")
    boolean include__stderr() default false;

    /** Bytes after which the log file is rotated; 0 for never. */
    @AttributeDefinition(description = "bytes after which the log file is rotated; 0 for never")
    long max__bytes() default 10_485_760L;

    /** Rotated files that are kept, 0 to 1000. */
    @AttributeDefinition(description = "rotated log files that are kept", min = "0", max = "1000")
    int backup__count() default 5;
}
