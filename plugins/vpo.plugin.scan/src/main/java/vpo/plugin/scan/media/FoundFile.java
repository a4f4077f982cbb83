package vpo.plugin.scan.media;

import java.nio.file.Path;

/**
 * A file that looks like a video by its name.
 *
 * @param path absolute
 * @param stamp when it was looked at
 */
public record FoundFile(Path path, FileStamp stamp) {}
