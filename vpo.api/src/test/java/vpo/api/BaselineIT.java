package vpo.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import aQute.bnd.differ.Baseline;
import aQute.bnd.differ.DiffPluginImpl;
import aQute.bnd.header.Parameters;
import aQute.bnd.osgi.Jar;
import aQute.bnd.osgi.Processor;
import aQute.bnd.service.diff.Delta;
import aQute.bnd.service.diff.Diff;
import aQute.bnd.service.diff.Type;
import aQute.bnd.version.Version;
import org.junit.jupiter.api.Test;

import vpo.api.plugin.Plugin;

/**
 * Holds the API against {@code baseline/vpo.api.jar}, the one that plugins were last promised: a package that has
 * changed must have a higher version, of the part that the change is worth. A new baseline is a copy of the jar that
 * was released.
 */
class BaselineIT {
    private static final File BUILT = new File(System.getProperty("vpo.api.built"));
    private static final File BASELINE = new File(System.getProperty("vpo.api.baseline"));

    @Test
    void each_package_has_the_version_that_its_changes_are_worth() throws Exception {
        List<String> faults = new ArrayList<>();
        try (Processor reporter = new Processor(); Jar newer = new Jar(BUILT); Jar older = new Jar(BASELINE)) {
            Set<Baseline.Info> packages = new Baseline(reporter, new DiffPluginImpl()).baseline(newer, older, null);
            assertThat(packages).extracting(each -> each.packageName).contains("vpo.api.plugin", "vpo.api.event");
            for (Baseline.Info each : packages) {
                if (each.mismatch) {
                    faults.add("%s %s must become %s, in its package-info.java: %s".formatted(each.packageName,
                            each.newerVersion, each.suggestedVersion,
                            String.join(", ", changes(each.packageDiff, "").toList())));
                }
            }
        }
        assertThat(faults).isEmpty();
    }

    /** What is added, removed or changed, as far inside as it can be told. */
    private static Stream<String> changes(Diff diff, String where) {
        List<Diff> inner = diff.getChildren().stream()
                .filter(each -> each.getDelta() != Delta.UNCHANGED && each.getDelta() != Delta.IGNORED).toList();
        if (diff.getDelta() == Delta.ADDED || diff.getDelta() == Delta.REMOVED || inner.isEmpty()) {
            return Stream.of(diff.getDelta() + " " + where + diff.getName());
        }
        String here = diff.getType() == Type.PACKAGE ? where : where + diff.getName() + " ";
        return inner.stream().flatMap(each -> changes(each, here));
    }

    @Test
    void the_api_as_a_whole_has_its_highest_packages_version() throws Exception {
        try (Jar jar = new Jar(BUILT)) {
            var headers = jar.getManifest().getMainAttributes();
            Version highest = new Parameters(headers.getValue("Export-Package")).values().stream()
                    .map(each -> Version.parseVersion(each.getVersion())).max(Version::compareTo).orElseThrow();
            String api = new Parameters(headers.getValue("Provide-Capability")).get(Plugin.API_NAMESPACE).getVersion();
            assertThat(Version.parseVersion(api)).as("vpo.api/bnd.bnd").isEqualTo(highest);
        }
    }
}
