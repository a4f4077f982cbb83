package vpo.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Who is measured. */
enum Candidate {
    /** The daemon, as its own script starts it where it is installed, with its own Java if it has one. */
    VPO("vpo") {
        @Override
        void prepare(ProcessBuilder process, Files files, List<String> javaOptions, Path data, int port) {
            process.command(files.home().resolve("bin/vpo").toString(), "serve");
            process.environment().put("JAVA_HOME", System.getProperty("java.home"));
            process.environment().put("VPO_JAVA_OPTS", String.join(" ", javaOptions));
        }
    },
    /** The same bundles in a framework that does no more than it must. */
    PLAIN_FELIX("plain Felix") {
        @Override
        void prepare(ProcessBuilder process, Files files, List<String> javaOptions, Path data, int port) {
            java(process, javaOptions, "--enable-native-access=ALL-UNNAMED", "-cp",
                    files.benchJar() + ":" + files.vpoJar(), "vpo.bench.candidate.PlainFelix",
                    files.bundles().toString(), data.resolve("storage").toString());
        }
    },
    /** An HTTP server that has nothing to do. Its Jetty is the one inside Felix's bundle. */
    BARE_JETTY("bare Jetty") {
        @Override
        void prepare(ProcessBuilder process, Files files, List<String> javaOptions, Path data, int port) {
            java(process, javaOptions, "-cp", files.benchJar() + ":" + files.jetty() + ":" + files.vpoJar(),
                    "vpo.bench.candidate.BareJetty", Integer.toString(port));
        }
    };

    /**
     * What the candidates are made of.
     *
     * @param home the daemon, installed
     * @param vpoJar the executable jar
     * @param benchJar the classes of this module
     * @param bundles the folder with the bundles of vpoJar
     * @param jetty the one of them that has Jetty inside
     */
    record Files(Path home, Path vpoJar, Path benchJar, Path bundles, Path jetty) {}

    private final String words;

    Candidate(String words) {
        this.words = words;
    }

    /**
     * Gives a process its command, and what else it needs.
     *
     * @param javaOptions the same for all
     * @param data its data directory
     */
    abstract void prepare(ProcessBuilder process, Files files, List<String> javaOptions, Path data, int port);

    /** The Java that runs the benchmark: it is the whole JDK. */
    private static void java(ProcessBuilder process, List<String> options, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of(arguments));
        process.command(command);
    }

    @Override
    public String toString() {
        return words;
    }
}
