package vpo.bench;

import java.nio.file.Path;
import java.util.List;

/** Who is measured. */
enum Candidate {
    /** The daemon, as {@code ./vpo serve} runs it: from the image that lies beside vpo.jar, with its options. */
    VPO("vpo") {
        @Override
        List<String> command(Files files, Path data, int port) {
            Path lib = files.vpoJar().resolveSibling("image").resolve("lib");
            return List.of("@" + lib.resolve("java.options"), "-XX:AOTCache=" + lib.resolve("vpo.aot"), "-jar",
                    lib.resolve("vpo.jar").toString(), "serve");
        }
    },
    /** The same bundles in a framework that does no more than it must. */
    PLAIN_FELIX("plain Felix") {
        @Override
        List<String> command(Files files, Path data, int port) {
            return List.of("--enable-native-access=ALL-UNNAMED", "-cp", files.benchJar() + ":" + files.vpoJar(),
                    "vpo.bench.candidate.PlainFelix", files.bundles().toString(), data.resolve("storage").toString());
        }
    },
    /** An HTTP server that has nothing to do. Its Jetty is the one inside Felix's bundle. */
    BARE_JETTY("bare Jetty") {
        @Override
        List<String> command(Files files, Path data, int port) {
            return List.of("-cp", files.benchJar() + ":" + files.jetty() + ":" + files.vpoJar(),
                    "vpo.bench.candidate.BareJetty", Integer.toString(port));
        }
    };

    /**
     * What the candidates are made of.
     *
     * @param vpoJar the executable jar
     * @param benchJar the classes of this module
     * @param bundles the folder with the bundles of vpoJar
     * @param jetty the one of them that has Jetty inside
     */
    record Files(Path vpoJar, Path benchJar, Path bundles, Path jetty) {}

    private final String words;

    Candidate(String words) {
        this.words = words;
    }

    /** What follows {@code java} and the options that all share. */
    abstract List<String> command(Files files, Path data, int port);

    @Override
    public String toString() {
        return words;
    }
}
