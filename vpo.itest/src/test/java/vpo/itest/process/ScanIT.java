package vpo.itest.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The library scan of the real daemon: real media, the real ffprobe, the real command. */
class ScanIT extends ProcessTest {
    private static final String SCANS = "/plugins/scan/scans";
    private static final String STRANGE = "It's \"ünï\"\n日本 (1).mkv";
    private static final Pattern ID = Pattern.compile("\"id\":\"([0-9a-f-]{36})\"");
    /** What the tests' ffprobe does before it does what ffprobe does: waits until it is let go. */
    private static final String WAITING = """
            #!/bin/sh
            sleep 3600 & sleeper=$!
            echo $$ $sleeper >> %1$s/children
            while [ -e %1$s/gate ]; do sleep 0.05; done
            kill $sleeper
            exec ffprobe "$@"
            """;

    @TempDir
    private static Path made;
    private Path media;

    @BeforeAll
    static void make() throws Exception {
        Path subtitle = Files.writeString(made.resolve("s.srt"), "1\n00:00:00,000 --> 00:00:00,900\nhello\n");
        ffmpeg("-f", "lavfi", "-i", "testsrc=size=64x48:rate=24000/1001:duration=1", "-f", "lavfi", "-i",
                "sine=duration=1", "-i", subtitle.toString(), "-map", "0:v", "-map", "1:a", "-map", "1:a", "-map",
                "2:s",
                "-map", "2:s", "-c:v", "mpeg4", "-c:a", "ac3", "-ac:a:0", "2", "-ac:a:1", "6", "-c:s", "srt",
                "-metadata:s:a:0", "language=eng", "-metadata:s:a:1", "language=deu", "-metadata:s:a:1",
                "title=Für Käthe", "-metadata:s:s:0", "language=fre", "-disposition:a:0", "default", "-disposition:a:1",
                "0", "-disposition:s:0", "forced", "-disposition:s:1", "0", made.resolve("a.mkv").toString());
        ffmpeg("-f", "lavfi", "-i", "testsrc=size=32x16:rate=25:duration=1", "-f", "lavfi", "-i", "sine=duration=1",
                "-c:v", "mpeg4", "-c:a", "aac", "-ac", "1", made.resolve("a.mp4").toString());
    }

    private static void ffmpeg(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("ffmpeg", "-v", "error", "-nostdin"));
        command.addAll(List.of(arguments));
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).as("ffmpeg").isZero();
    }

    @BeforeEach
    void library() throws IOException {
        media = Files.createDirectories(folder.resolve("media"));
        configureScan("");
    }

    /** What a daemon that was killed leaves behind. */
    @AfterEach
    void endChildren() throws IOException {
        for (long pid : children()) {
            ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    private void configureScan(String tools, String... server) throws IOException {
        configure("""
                [server]
                %s
                [plugins.scan]
                roots = ["%s"]
                settle_seconds = 0
                [tools]
                %s
                """.formatted(String.join("\n", server), media, tools));
    }

    /** Configures an ffprobe that waits as long as there is a gate. */
    private Path configureGate(String... server) throws IOException {
        Path gate = Files.createFile(folder.resolve("gate"));
        Path ffprobe = Files.writeString(folder.resolve("waiting-ffprobe"), WAITING.formatted(folder));
        Files.setPosixFilePermissions(ffprobe, PosixFilePermissions.fromString("rwxr-xr-x"));
        configureScan("ffprobe = \"" + ffprobe + "\"", server);
        return gate;
    }

    private Path put(String original, String name) throws IOException {
        Path file = media.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.copy(made.resolve(original), file);
    }

    private DaemonProcess serve() throws IOException {
        DaemonProcess daemon = started(daemon().environment("LC_ALL", "C.UTF-8").serve()).awaitRunning();
        daemon.awaitAnswer(SCANS, answer -> answer.statusCode() == 200);
        return daemon;
    }

    /** {@code vpo scan}, in the folder of the media. */
    private DaemonProcess command(DaemonProcess daemon, String... arguments) throws IOException {
        return started(daemon().environment("LC_ALL", "C.UTF-8").directory(media).arguments("scan", "--port",
                Integer.toString(daemon.port())).arguments(arguments).command());
    }

    private DaemonProcess logs(DaemonProcess daemon) throws IOException {
        return started(daemon().arguments("logs", "--port", Integer.toString(daemon.port())).command());
    }

    private DaemonProcess ended(DaemonProcess command, int status) throws InterruptedException {
        assertThat(command.awaitExit()).as(command.output() + command.logText()).isEqualTo(status);
        return command;
    }

    private static HttpResponse<String> post(DaemonProcess daemon, String body) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(daemon.request(SCANS).header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString(body)).build(), BodyHandlers.ofString());
        }
    }

    private static String id(String json) {
        Matcher matcher = ID.matcher(json);
        assertThat(matcher.find()).as(json).isTrue();
        return matcher.group(1);
    }

    private List<String> rows(String query) throws SQLException {
        try (Connection connection = Databases.open(library);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            List<String> rows = new ArrayList<>();
            while (row.next()) {
                List<String> values = new ArrayList<>();
                for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                    values.add(row.getString(i));
                }
                rows.add(String.join("|", values));
            }
            return rows;
        }
    }

    private List<Long> children() throws IOException {
        Path file = folder.resolve("children");
        List<Long> children = new ArrayList<>();
        if (Files.exists(file)) {
            for (String line : Files.readAllLines(file)) {
                for (String pid : line.split(" ")) {
                    children.add(Long.valueOf(pid));
                }
            }
        }
        return children;
    }

    private void awaitChildren() {
        await("ffprobe").atMost(DaemonProcess.PATIENCE).until(() -> children().size() >= 2);
    }

    /** Nobody reaps an orphan in some containers. */
    private static boolean runs(long pid) {
        try {
            return !Files.readString(Path.of("/proc", Long.toString(pid), "stat")).contains(") Z ");
        } catch (IOException e) {
            // Gone, or just going.
            return false;
        }
    }

    @Test
    void recordsWhatIsInTheFiles() throws Exception {
        Path strange = put("a.mkv", "tv show/" + STRANGE);
        put("a.mp4", "b.MP4");
        Files.write(media.resolve("broken.mkv"),
                java.util.Arrays.copyOf(Files.readAllBytes(made.resolve("a.mp4")), 700));
        Files.writeString(media.resolve("readme.txt"), "no video");
        put("a.mkv", ".hidden/c.mkv");
        DaemonProcess daemon = serve();

        DaemonProcess scan = ended(command(daemon), 0);

        assertThat(ended(logs(daemon), 0).output()).as("whose line it is")
                .anyMatch(line -> line.contains(" - [scan] vpo.plugin.scan.") && line.contains("is complete"));
        assertThat(scan.output()).containsExactly("Scan of " + media
                + " completed: 3 files found, 3 scanned, 3 added, 0 gone, 1 error");
        assertThat(scan.log()).singleElement().asString()
                .startsWith("vpo scan: " + media + "/broken.mkv: ffprobe failed with status 1");
        assertThat(
                rows("SELECT path, filename, directory, extension, container_format, scan_status, scan_error IS NULL,"
                        + " size_bytes FROM files ORDER BY path"))
                .containsExactly(
                        media + "/b.MP4|b.MP4|" + media + "|mp4|mov,mp4,m4a,3gp,3g2,mj2|ok|1|"
                                + Files.size(media.resolve("b.MP4")),
                        media + "/broken.mkv|broken.mkv|" + media + "|mkv|null|error|0|700",
                        strange + "|" + STRANGE + "|" + strange.getParent() + "|mkv|matroska,webm|ok|1|"
                                + Files.size(strange));
        assertThat(rows("SELECT track_index, track_type, codec, language, title, is_default, is_forced, channels,"
                + " channel_layout, width, height, frame_rate FROM tracks JOIN files f ON f.id = file_id"
                + " WHERE extension = 'mkv' ORDER BY track_index")).containsExactly(
                        "0|video|mpeg4|und|null|0|0|null|null|64|48|24000/1001",
                        "1|audio|ac3|eng|null|1|0|2|stereo|null|null|null",
                        "2|audio|ac3|deu|Für Käthe|0|0|6|5.1|null|null|null",
                        "3|subtitle|subrip|fre|null|0|1|null|null|null|null|null",
                        "4|subtitle|subrip|und|null|0|0|null|null|null|null|null");
        assertThat(
                rows("SELECT DISTINCT modified_at GLOB '20??-??-??T??:??:??*+00:00', content_hash GLOB 'xxh64:*:*:*',"
                        + " scanned_at GLOB '20??-??-??T??:??:??*+00:00' FROM files"))
                .containsExactly("1|1|1");
        assertThat(rows("SELECT job_type, status, file_path, policy_json, summary_json, progress_percent, worker_pid,"
                + " worker_heartbeat, error_message LIKE '%/broken.mkv: ffprobe failed%' FROM jobs"))
                .containsExactly("scan|completed|" + media
                        + "|{\"incremental\":true,\"prune\":false,\"verify_hash\":false}|{\"total_discovered\":3,"
                        + "\"scanned\":3,\"skipped\":0,\"added\":3,\"removed\":0,\"errors\":1}|100.0|null|null|1");
    }

    @Test
    void readsWhatHasChangedAndMarksWhatIsGone() throws Exception {
        Path gone = put("a.mkv", "tv/gone.mkv");
        put("a.mp4", "tv/b.mp4");
        put("a.mp4", "tv2/c.mp4");
        DaemonProcess daemon = serve();
        ended(command(daemon), 0);
        Path away = Files.move(gone, folder.resolve("away.mkv"));
        put("a.mp4", "tv/new.mp4");

        assertThat(ended(command(daemon, "tv"), 0).output()).containsExactly("Scan of " + media.resolve("tv")
                + " completed: 2 files found, 1 scanned, 1 added, 1 gone");
        assertThat(rows("SELECT filename FROM files WHERE scan_status <> 'ok'")).containsExactly("gone.mkv");

        Files.move(away, gone);
        assertThat(ended(command(daemon, "tv/../tv", "tv2"), 0).output().getFirst()).endsWith(
                "completed: 4 files found, 1 scanned, 0 added, 0 gone");
        assertThat(rows("SELECT filename FROM files WHERE scan_status <> 'ok'")).isEmpty();

        Files.delete(gone);
        ended(command(daemon, "--prune"), 0);
        assertThat(rows("SELECT filename FROM files ORDER BY 1")).containsExactly("b.mp4", "c.mp4", "new.mp4");
        assertThat(rows("SELECT count(*) FROM tracks WHERE file_id NOT IN (SELECT id FROM files)"))
                .containsExactly("0");

        // As if the disk were not mounted.
        Files.move(media, folder.resolve("elsewhere"));
        Files.createDirectory(media);
        ended(command(daemon, "--prune"), 0);
        assertThat(rows("SELECT count(*) FROM files WHERE scan_status = 'ok'")).containsExactly("3");
    }

    @Test
    void isStartedAndWatchedOverHttp() throws Exception {
        put("a.mkv", "a.mkv");
        Path gate = configureGate();
        DaemonProcess daemon = serve();
        HttpResponse<String> begun = post(daemon, "{}");
        assertThat(begun.statusCode()).isEqualTo(202);
        String location = begun.headers().firstValue("Location").orElseThrow();
        assertThat(location).isEqualTo(SCANS + "/" + id(begun.body()));
        daemon.awaitAnswer(location, answer -> answer.body().contains("\"total_discovered\":1,\"scanned\":0"));
        assertThat(daemon.get(SCANS).body()).contains("\"status\":\"running\"");
        assertThat(post(daemon, "{\"paths\": [\"" + media + "/tv\"]}").statusCode()).isEqualTo(409);
        Files.delete(gate);
        daemon.awaitAnswer(location, answer -> answer.body().contains("\"status\":\"completed\""));
        assertThat(post(daemon, "{\"paths\": [\"/etc\"]}").statusCode()).isEqualTo(403);
        assertThat(post(daemon, "{\"path\": []}").statusCode()).isEqualTo(400);
    }

    @Test
    void isWaitedForByAStop() throws Exception {
        put("a.mkv", "a.mkv");
        Path gate = configureGate("shutdown_timeout = 60");
        DaemonProcess daemon = serve();
        post(daemon, "{}");
        awaitChildren();
        daemon.signal("TERM").awaitLog("SHUTTING_DOWN");
        Files.delete(gate);
        assertThat(daemon.awaitExit()).isZero();
        assertThat(rows("SELECT status FROM jobs")).containsExactly("completed");
        assertThat(rows("SELECT filename, scan_status FROM files")).containsExactly("a.mkv|ok");
    }

    @Test
    void isCancelledAtTheDeadlineWithItsChildren() throws Exception {
        put("a.mkv", "a.mkv");
        put("a.mp4", "b.mp4");
        configureGate("shutdown_timeout = 0.5");
        DaemonProcess daemon = serve();
        DaemonProcess command = command(daemon);
        awaitChildren();
        assertThat(daemon.signal("TERM").awaitExit()).isZero();
        assertThat(rows("SELECT status, worker_pid, error_message <> '' FROM jobs"))
                .containsExactly("cancelled|null|1");
        assertThat(rows("SELECT error_message FROM jobs").getFirst()).contains("0.5 s");
        for (long child : children()) {
            awaitEnd(child);
        }
        assertThat(rows("SELECT * FROM files")).isEmpty();
        assertThat(ended(command, 1).logText()).contains("vpo scan: ");
    }

    /** Who was killed ends when the system lets it. */
    private static void awaitEnd(long child) {
        await().atMost(DaemonProcess.PATIENCE)
                .untilAsserted(() -> assertThat(runs(child)).as("process " + child).isFalse());
    }

    /** By the plugin's own stop, before the daemon looks for what that has left. */
    @Test
    void endsWithItsPlugin() throws Exception {
        put("a.mkv", "a.mkv");
        configureGate();
        DaemonProcess daemon = serve();
        post(daemon, "{}");
        awaitChildren();
        ended(started(daemon().arguments("plugin", "disable", "scan").command()), 0);
        assertThat(rows("SELECT status, worker_pid, error_message FROM jobs"))
                .containsExactly("cancelled|null|the scan plugin is stopped");
        for (long child : children()) {
            awaitEnd(child);
        }
        assertThat(daemon.signal("TERM").awaitExit()).isZero();
        assertThat(daemon.messages("WARNING")).isEmpty();
        assertThat(daemon.logText()).doesNotContain("Waiting up to");
    }

    @Test
    void isFailedByTheStartAfterACrash() throws Exception {
        put("a.mkv", "a.mkv");
        Path gate = configureGate();
        DaemonProcess daemon = serve();
        String id = id(post(daemon, "{}").body());
        awaitChildren();
        long pid = daemon.pid();
        daemon.signal("KILL").awaitExit();
        assertThat(rows("SELECT status, worker_pid FROM jobs")).containsExactly("running|" + pid);
        Files.delete(gate);

        DaemonProcess next = serve();
        assertThat(rows("SELECT id, status, worker_pid, error_message FROM jobs")).containsExactly(id
                + "|failed|null|the scan was abandoned: its process " + pid + " ended without finishing it");
        assertThat(next.get(SCANS + "/" + id).body()).contains("\"status\":\"failed\"");
        assertThat(ended(command(next), 0).output().getFirst()).contains("1 added");
    }

    @Test
    void goesOnWhenNobodyWaitsAnyMore() throws Exception {
        put("a.mkv", "a.mkv");
        Path gate = configureGate();
        DaemonProcess daemon = serve();
        DaemonProcess command = command(daemon);
        awaitChildren();
        assertThat(command.signal("INT").awaitExit()).isEqualTo(130);
        String id = rows("SELECT id FROM jobs").getFirst();
        // The scan may have begun before the command has heard of it.
        assertThat(command.logText()).startsWith("vpo scan: ").endsWith(" goes on; \"vpo scan --list\" tells of it")
                .containsAnyOf("the scan " + id, "if the daemon has begun the scan, it");
        Files.delete(gate);
        daemon.awaitAnswer(SCANS + "/" + id, answer -> answer.body().contains("\"status\":\"completed\""));
        assertThat(ended(command(daemon, "--list"), 0).output()).singleElement().asString().startsWith(id
                + "  completed  ");
        assertThat(ended(command(daemon, "--json", "--full"), 0).output()).singleElement().asString()
                .startsWith("{\"id\":\"").contains("\"scanned\":1");
    }

    @Test
    void saysWhatStandsInItsWay() throws Exception {
        DaemonProcess daemon = serve();
        assertThat(ended(command(daemon, "/etc"), 1).logText()).contains("/etc is not below", "[plugins.scan]",
                media.toString());
        assertThat(ended(command(daemon, "none"), 1).logText()).contains("is its disk mounted?");
        assertThat(ended(command(daemon, "--fast"), 2).logText()).contains("Unknown option: '--fast'");
        daemon.signal("TERM").awaitExit();
        assertThat(ended(command(daemon), 1).logText()).contains("no daemon answers", "vpo serve");
    }

    @Test
    void inventsNothingWithoutFfprobe() throws Exception {
        put("a.mkv", "a.mkv");
        configureScan("ffprobe = \"/none/ffprobe\"");
        DaemonProcess scan = ended(command(serve()), 1);
        assertThat(scan.output().getFirst()).startsWith("Scan of " + media + " failed: ");
        assertThat(scan.logText()).contains("ffprobe is needed to scan", "/none/ffprobe", "tools.ffprobe");
        assertThat(rows("SELECT * FROM files")).isEmpty();
        assertThat(rows("SELECT status FROM jobs")).containsExactly("failed");
    }
}
