package vpo.plugin.scan.media;

import java.nio.file.Path;
import java.util.Map;

/**
 * A folder, with what looks like a video in it.
 *
 * @param path absolute
 * @param files by their names, as they looked
 */
public record FoundFolder(Path path, Map<String, FileStamp> files) {}
