package vpo.launcher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What the command makes of a daemon's answers; that the daemon gives them is tested with the daemon. */
class ScanCommandTest {
    private static final String SCANS = "/plugins/scan/scans";
    private static final String ID = "6f4c1f0a-0000-0000-0000-000000000000";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    @RegisterExtension
    private final ScriptedDaemon daemon = new ScriptedDaemon();

    private int run(String... arguments) {
        daemon.willLeaveAtLast();
        List<String> all = new ArrayList<>(List.of("scan", "--port", Integer.toString(daemon.port())));
        all.addAll(List.of(arguments));
        CommandLine line = VpoCommand.commandLine();
        line.setOut(new PrintWriter(out));
        line.setErr(new PrintWriter(err));
        return line.execute(all.toArray(String[]::new));
    }

    private static String scan(String status, String error) {
        return "200 {\"id\":\"" + ID + "\",\"path\":\"/m\",\"status\":\"" + status + "\",\"progress_percent\":25.5,"
                + "\"error\":" + (error == null ? "null" : "\"" + error + "\"")
                + ",\"summary\":{\"total_discovered\":8,"
                + "\"scanned\":1,\"skipped\":1,\"added\":1,\"removed\":3,\"errors\":1}}";
    }

    private void begun(String... later) {
        daemon.willAnswer("202 {\"id\":\"" + ID + "\"}");
        daemon.willAnswer(later);
    }

    @Test
    void waitsForTheEnd() {
        begun(scan("running", null), scan("running", null), scan("completed", null));
        assertThat(run()).isZero();
        assertThat(daemon.asked()).containsExactly(
                "POST " + SCANS + " {\"full\":false,\"prune\":false,\"verify_hash\":false}",
                "GET " + SCANS + "/" + ID, "GET " + SCANS + "/" + ID, "GET " + SCANS + "/" + ID);
        assertThat(out).hasToString("Scan of /m completed: 8 files found, 1 scanned, 1 added, 3 gone, 1 error\n");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void asksForWhatItIsTold() {
        begun();
        assertThat(run("--full", "--prune", "--verify-hash", "--no-wait", "a b/../c", "/m/tv/", "ü'\"\n")).isZero();
        Path here = Path.of("").toAbsolutePath();
        assertThat(daemon.asked())
                .containsExactly("POST " + SCANS + " {\"paths\":[\"" + here.resolve("c") + "\",\"/m/tv\",\""
                        + here + "/ü'\\\"\\n\"],\"full\":true,\"prune\":true,\"verify_hash\":true}");
        assertThat(out).hasToString(ID + "\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"failed", "cancelled"})
    void tellsHowItEnded(String status) {
        begun(scan(status, "ffprobe is needed"));
        assertThat(run()).isEqualTo(1);
        assertThat(out.toString()).startsWith("Scan of /m " + status + ": 8 files found");
        assertThat(err).hasToString("vpo scan: ffprobe is needed\n");
    }

    @Test
    void tellsOfFoldersThatWereLeftOut() {
        begun(scan("completed", "/n cannot be scanned"));
        assertThat(run()).isZero();
        assertThat(err).hasToString("vpo scan: /n cannot be scanned\n");
    }

    /** Names of files are anybody's. */
    @Test
    void whatCouldMoveTheCursorIsNotPrinted() {
        begun(scan("completed", "/m/\\u001b[2Jb.mkv:\\nffprobe failed"));
        assertThat(run()).isZero();
        assertThat(err).hasToString("vpo scan: /m/?[2Jb.mkv: ffprobe failed\n");
    }

    @Test
    void norIfItComesAsAnId() {
        daemon.willAnswer("202 {\"id\":\"\\u001b[2J\\n7\"}");
        assertThat(run("--no-wait")).isZero();
        assertThat(out).hasToString("?[2J 7\n");
    }

    @Test
    void norIfItComesAsAReasonToWait() throws Exception {
        daemon.willAnswer("503 {\"error\":\"\\u001b[2J\\nnot now\"}", scan("completed", null));
        List<String> told = new ArrayList<>();
        DaemonClient client = new DaemonClient(
                new DaemonAddress.Converter().convert(daemon.url()),
                Credential.none(""), Duration.ofSeconds(20));
        new ScanWatch(client, SCANS + "/1", told::add).awaitEnd();
        assertThat(told).containsExactly("?[2J not now", "");
    }

    @Test
    void printsJson() {
        begun(scan("running", null), scan("failed", "why"));
        assertThat(run("--json")).isEqualTo(1);
        assertThat(out).hasToString(scan("failed", "why").substring(4) + "\n");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void lists() {
        daemon.willAnswer(
                "200 {\"scans\":[" + scan("running", null).substring(4) + "," + scan("failed", null).substring(4)
                        + "]}");
        assertThat(run("--list")).isZero();
        assertThat(out.toString().lines()).containsExactly(
                ID + "  running    ?  /m: 25 %, 2 of 8 files, 1 error",
                ID + "  failed     ?  /m: 8 files found, 1 scanned, 1 added, 3 gone, 1 error");
        assertThat(daemon.asked()).containsExactly("GET " + SCANS);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', value = {
            "403 {\"error\":\"it is not below a root\",\"code\":\"OUTSIDE_ROOTS\"}; it is not below a root",
            "409 {\"error\":\"the scan is still running\"}; the scan is still running",
            "401 {\"error\":\"who?\",\"code\":\"UNAUTHORIZED\"}; set VPO_DATA_DIR",
            "403 {\"error\":\"who?\",\"code\": \"NO_CREDENTIAL\"}; set VPO_DATA_DIR",
            "503 {\"error\":\"the daemon stops\"}; the daemon stops", "500 oops; is no VPO daemon: HTTP 500",
            "200 {}; is no VPO daemon: HTTP 200"})
    void tellsWhyItIsRefused(String answer, String why) {
        daemon.willAnswer(answer);
        assertThat(run()).isEqualTo(1);
        assertThat(err.toString()).startsWith("vpo scan: ").contains(why).hasLineCount(1);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void waitsForThePluginToComeUp() {
        daemon.willAnswer("404 {}", "404 {}");
        begun(scan("completed", null));
        assertThat(run()).isZero();
    }

    @Test
    void tellsThatNobodyScansThere() {
        for (int i = 0; i < 20; i++) {
            daemon.willAnswer("404 <html>");
        }
        assertThat(run()).isEqualTo(1);
        assertThat(err.toString()).contains("does not scan", "whether the plugin scan runs");
    }

    @Test
    void tellsThatThereIsNoDaemon() {
        daemon.leave();
        assertThat(run()).isEqualTo(1);
        assertThat(err.toString()).contains("vpo scan: no daemon answers at http://127.0.0.1:"
                + daemon.port() + ": Connection refused; start one with \"vpo serve\"");
    }

    @Test
    void goesOnWhileTheDaemonDrains() {
        begun("503 {\"error\":\"the daemon is stopping\",\"code\":\"SHUTTING_DOWN\"}", scan("cancelled", "stopped"));
        assertThat(run()).isEqualTo(1);
        assertThat(out.toString()).startsWith("Scan of /m cancelled");
    }

    @Test
    void tellsThatTheDaemonEnded() {
        begun(scan("running", null));
        assertThat(run()).isEqualTo(1);
        assertThat(err.toString()).startsWith("vpo scan: how the scan " + ID + " ends is not known: the daemon ended");
    }

    @Test
    void doesNotMindAnAnswerThatIsLost() {
        begun("", "", scan("completed", null));
        assertThat(run()).isZero();
    }

    @Test
    void tellsThatTheScanIsUnknown() {
        begun("404 {\"error\":\"there is no scan\"}");
        assertThat(run()).isEqualTo(1);
        assertThat(err.toString()).contains("does not know it any more: there is no scan");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--list --full", "--list /m", "--ful", "''", "caf\uFFFD"})
    void wrongCommandLines(String arguments) {
        assertThat(run(arguments.replace("''", "").split(" "))).isEqualTo(2);
        assertThat(err.toString()).startsWith("vpo: ").contains("Usage: vpo scan");
        assertThat(daemon.asked()).isEmpty();
    }

    @Test
    void badConfiguration() {
        assertThat(run("--config", "/")).isEqualTo(1);
        assertThat(err.toString()).startsWith("CONFIG_ERROR: ");
    }
}
