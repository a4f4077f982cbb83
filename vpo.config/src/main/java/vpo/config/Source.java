package vpo.config;

import java.nio.file.Path;

/** Where an effective value comes from. {@link #toString()} is what an operator reads. */
public sealed interface Source {

    /**
     * The command line.
     *
     * @param flag such as {@code --port}
     */
    record Flag(String flag) implements Source {
        @Override
        public String toString() {
            return flag;
        }
    }

    /**
     * The environment.
     *
     * @param variable such as {@code VPO_SERVER_PORT}
     */
    record Environment(String variable) implements Source {
        @Override
        public String toString() {
            return variable;
        }
    }

    /**
     * The configuration file.
     *
     * @param path of the file
     * @param line from 1
     * @param column from 1
     */
    record File(Path path, int line, int column) implements Source {
        @Override
        public String toString() {
            return path + ":" + line + ":" + column;
        }
    }

    /**
     * The service manager, which has made a folder for this process.
     *
     * @param variable that it tells it by, such as {@code STATE_DIRECTORY}
     */
    record ServiceManager(String variable) implements Source {
        @Override
        public String toString() {
            return variable;
        }
    }

    /** Nobody set it. */
    record Default() implements Source {
        @Override
        public String toString() {
            return "default";
        }
    }
}
