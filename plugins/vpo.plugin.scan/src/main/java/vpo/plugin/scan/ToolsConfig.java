package vpo.plugin.scan;

/** What the scan needs of the table {@code [tools]}. */
public @interface ToolsConfig {
    /** The PID: the table's. */
    String PID = "vpo.tools";

    /** The program ffprobe; empty to look for it in PATH. */
    String ffprobe() default "";
}
