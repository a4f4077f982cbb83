package vpo.plugin.scan;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The table {@code [plugins.scan]}. */
@ObjectClassDefinition(pid = ScanConfig.PID, name = "Scan", description = "The scan of the library's folders")
public @interface ScanConfig {
    /** The PID: the table's. */
    String PID = "vpo.plugins.scan";

    /** Folders that may be scanned, absolute; {@code ~/} is the home directory. */
    @AttributeDefinition(description = "folders that may be scanned", required = false)
    String[] roots() default {};

    /** Of files that are videos. */
    @AttributeDefinition(description = "extensions of video files", required = false)
    String[] extensions() default {"mkv", "mp4", "avi", "webm", "m4v", "mov"};

    /** When all roots are scanned without being asked to. */
    @AttributeDefinition(description = "interval between scans, such as 6h, or when to scan as cron has it, such as"
            + " 0 3 * * *; empty for never", required = false)
    String schedule() default "";

    /** Files that are read at a time, by each scan. */
    @AttributeDefinition(description = "files that are read at a time", min = "1", max = "64", required = false)
    int workers() default 2;

    /** How long a file must have been left alone before it is read; seconds. */
    @AttributeDefinition(description = "seconds that a file must have been left alone; 0 to read it at once", //
            min = "0", max = "86400", required = false)
    int settle__seconds() default 10;

    /** How long a scan waits for a file that is being written; seconds. */
    @AttributeDefinition(description = "seconds that a scan waits for a file that is being written", //
            min = "0", max = "86400", required = false)
    int settle__timeout__seconds() default 600;

    /** How long ffprobe may take for one file; seconds. */
    @AttributeDefinition(description = "seconds that ffprobe may take for one file", //
            min = "1", max = "86400", required = false)
    int ffprobe__timeout__seconds() default 60;
}
