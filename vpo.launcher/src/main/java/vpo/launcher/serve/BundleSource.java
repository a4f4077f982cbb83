package vpo.launcher.serve;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

import org.osgi.framework.Bundle;
import org.osgi.framework.launch.Framework;

/**
 * Where the container's jars are, and the framework that can take its bundles from there. The layout of what was
 * started decides: one jar with everything in it, or an image.
 */
interface BundleSource {

    /**
     * Of the program that runs.
     *
     * @param index of it
     * @param cache the folder for what can be made anew
     */
    static BundleSource of(LaunchIndex index, Path cache) {
        return index.isImage()
                ? new ImageBundles(LaunchIndex.home().getParent(), index)
                : new BundleCache(cache.resolve("jars"), index);
    }

    /**
     * Makes sure that every jar is there.
     *
     * @throws IOException if one is missing and cannot be written; the message says what to do
     */
    void prepare() throws IOException;

    /** Where a jar is. */
    Path file(LaunchIndex.Embedded jar);

    /** What the framework installs a bundle from. */
    String location(LaunchIndex.Embedded jar);

    /** A framework that understands these locations. */
    Framework newFramework(Map<String, Object> configuration);

    /**
     * Called when all bundles are installed and none is started.
     *
     * @param bundles by the names of their jars
     */
    void installed(Map<String, Bundle> bundles);
}
