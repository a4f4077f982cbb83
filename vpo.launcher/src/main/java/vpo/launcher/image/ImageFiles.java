package vpo.launcher.image;

import java.nio.file.Path;

import vpo.launcher.serve.ImageBundles;

/**
 * Where things are in an image.
 *
 * @param folder of it
 */
record ImageFiles(Path folder) {
    /** What people run. */
    Path script() {
        return folder.resolve("bin/vpo");
    }

    Path lib() {
        return folder.resolve("lib");
    }

    /** The main class, and all else that is on the class path. */
    Path launcher() {
        return lib().resolve("vpo.jar");
    }

    /** The first-party plugins. */
    Path plugins() {
        return lib().resolve("plugins");
    }

    /** The JVM's options, those of the training and of every run: others would make the cache useless. */
    Path options() {
        return lib().resolve("java.options");
    }

    /** More options, for everything that is no daemon. */
    Path commandOptions() {
        return lib().resolve("command.options");
    }

    /** What Declarative Services knows of the bundles' components, from the training. */
    Path components() {
        return lib().resolve(ImageBundles.COMPONENTS);
    }

    /** The JVM's cache of what a start loads. */
    Path cache() {
        return lib().resolve("vpo.aot");
    }
}
