package vpo.launcher.cli;

import java.util.Optional;

/** Whoever is to write the folders of the library. */
interface MediaWriter {
    /**
     * Finds out whether the folder can be written.
     *
     * @return why that is not sure; empty if it is
     * @throws Failure if it cannot be written, whatever else the service is given
     */
    Optional<String> doubt(MediaFolder folder) throws Failure;
}
