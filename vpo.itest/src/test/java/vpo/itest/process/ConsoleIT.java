package vpo.itest.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

import vpo.plugins.internal.Jars;

/** The console: as a browser shows it, and as it looks to whoever sends requests by hand. */
class ConsoleIT extends ProcessTest {
    private static final String CONSOLE = "/system/console";
    private static final String TOKEN = "correct horse/battery\\staple";
    private static final List<String> OWN = List.of("vpo", "vpo-plugins", "vpo-scans", "vpo-configuration");
    private static final List<String> FELIX = List.of("bundles", "configMgr", "components", "services", "logs",
            "vmstat");
    /** Waits as long as there is a gate, and finds no tracks then. */
    private static final String FFPROBE = """
            #!/bin/sh
            while [ -e %s/gate ]; do sleep 0.05; done
            echo '{"streams": [], "format": {"format_name": "matroska"}}'
            """;

    private Path media;
    private Path gate;

    @BeforeEach
    void library() throws IOException {
        media = Files.createDirectories(folder.resolve("films"));
        for (String name : List.of("Metropolis.mkv", "Nosferatu.mkv", "The General.mp4")) {
            Files.write(media.resolve(name), new byte[64 * 1024]);
        }
        gate = Files.createFile(folder.resolve("gate"));
        Path ffprobe = Files.writeString(folder.resolve("ffprobe"), FFPROBE.formatted(folder));
        Files.setPosixFilePermissions(ffprobe, PosixFilePermissions.fromString("rwxr-xr-x"));
        configure("""
                [server]
                auth_token = '%s'
                prot = 8400

                [tools]
                ffprobe = "%s"

                [plugins.scan]
                roots = ["%s"]
                settle_seconds = 0
                """.formatted(TOKEN, ffprobe, media));
    }

    @Test
    void anOperatorSeesAndSteersTheDaemonWithABrowser() throws Exception {
        DaemonProcess daemon = awaitPlugins(running());
        try (Browser browser = new Browser(daemon.port(), folder)) {
            browser.logIn("anna", "correct%20horse%2Fbattery%5Cstaple");
            assertThat(browser.path()).isEqualTo(CONSOLE + "/vpo");
            browser.logIn("anna", "correct%20horse%2Fbattery%5Cstaple", CONSOLE + "/vpo-plugins");
            browser.awaitText("[data-name=scan] .vpo-badge", "Running"::equals);
            for (String page : FELIX) {
                browser.open(CONSOLE + "/" + page);
                browser.awaitText("#lead h1", text -> text.startsWith("VPO"));
                assertThat(browser.element("#content").getText()).as(page).isNotBlank();
                assertThat(browser.problems()).as(page).isEmpty();
            }
            browser.open(CONSOLE + "/bundles");
            browser.awaitText("#plugin_table", text -> text.contains("vpo.lifecycle"));
            assertThat(browser.elements(".installButton, .refreshPackages, .ui-icon-stop"))
                    .noneMatch(WebElement::isDisplayed);
            browser.open(CONSOLE + "/status-Threads");
            assertThat(browser.elements(".downloadTxt")).anyMatch(WebElement::isDisplayed);
            assertThat(browser.elements(".downloadZip, .downloadFullZip")).isNotEmpty()
                    .noneMatch(WebElement::isDisplayed);
            felixConfiguration(browser);
            overview(browser);
            plugins(browser);
            scan(browser);
            reload(browser);
            configuration(browser);
            fitsOnAPhone(browser);
            assertThat(browser.problems()).isEmpty();
            stop(browser, daemon);
        }
    }

    private void felixConfiguration(Browser browser) {
        browser.open(CONSOLE + "/configMgr/vpo.plugins.scan");
        assertThat(browser.awaitText("#editor", text -> text.contains("From " + config + ":9:1")))
                .contains("The default: nobody has set it", "values are changed where they come from");
        assertThat(browser.elements("#editor :is(textarea, input, select)")).filteredOn(WebElement::isDisplayed)
                .isNotEmpty().allMatch(each -> each.getDomAttribute("readonly") != null || !each.isEnabled());
        assertThat(browser.elements(".ui-dialog-buttonpane button")).extracting(WebElement::getText)
                .containsExactly("Close");
        browser.open(CONSOLE + "/configMgr/vpo.server");
        browser.awaitText("#editor", text -> text.contains("auth_token comes from " + config + ":2:1; it is a secret"));
        assertThat(browser.problems()).isEmpty();
    }

    private void overview(Browser browser) throws IOException {
        browser.open(CONSOLE + "/vpo");
        browser.awaitText("#state", "Running"::equals);
        browser.awaitText("#checks", text -> text.contains("database") && text.contains("connected"));
        browser.awaitText("#errors", text -> text.contains("did you mean server.port?"));
        browser.awaitText("#uptime", text -> text.endsWith("s"));
        assertThat(browser.nameless()).isEmpty();
        browser.picture("console-overview");

        browser.click("#drain");
        assertThat(browser.awaitText(".vpo-dialog", text -> text.contains("Take no new work?"))).contains("Resume");
        browser.press(Keys.ESCAPE);
        await("the dialog's end").atMost(DaemonProcess.PATIENCE).until(() -> browser.elements(".vpo-dialog").isEmpty());
        browser.click("#drain");
        browser.click(".vpo-dialog button[value=confirm]");
        browser.awaitText("#state", "Draining"::equals);
        browser.click("#resume");
        browser.awaitText("#state", "Running"::equals);
        assertThat(browser.problems()).isEmpty();
    }

    private void plugins(Browser browser) throws IOException {
        Path jar = folder.resolve("posters-1.2.0.jar");
        Files.write(jar, Jars.plugin("posters", "1.2.0")
                .header("Bundle-Description", "Fetches <b>posters</b> & ${appRoot}").bytes());
        browser.open(CONSOLE + "/vpo-plugins");
        browser.awaitText("[data-name=scan] .vpo-badge", "Running"::equals);
        browser.click("[data-name=scan] summary");
        browser.awaitText("[data-name=scan] .vpo-details", text -> text.contains("need not be: it came with"));
        browser.click("[data-name=scan] summary");
        assertThat(browser.nameless()).isEmpty();
        browser.element("#upload-file").sendKeys(jar.toString());
        assertThat(browser.awaitText("#verdict", text -> text.contains("posters 1.2.0")))
                .contains("SHA-256", "is not acknowledged", "Fetches <b>posters</b> & ${appRoot}");
        browser.click("#install");
        assertThat(browser.awaitText(".vpo-dialog", text -> text.contains("Install"))).contains(
                data + "/plugins/posters-1.2.0.jar", "Nothing is stopped or started");
        browser.click(".vpo-dialog button[value=confirm]");
        browser.awaitText("[data-name=posters] .vpo-badge", "Waiting"::equals);
        browser.picture("console-plugins");

        // By the keyboard alone.
        browser.script("document.activeElement.blur()");
        browser.tabTo("[data-name=posters] [data-action=acknowledge]");
        browser.press(Keys.ENTER);
        assertThat(browser.awaitText(".vpo-dialog", text -> text.contains("Let posters run?")))
                .contains("This starts posters 1.2.0.");
        browser.tabTo(".vpo-dialog button[value=confirm]");
        browser.press(Keys.ENTER);
        browser.awaitText("[data-name=posters] .vpo-badge", "Running"::equals);
        browser.awaitText("#vpo-message-text", text -> text.contains("posters 1.2.0") && text.contains("acknowledged"));
        assertThat(browser.problems()).isEmpty();
        removeAnotherOfThatName(browser);
        updateAndRollBack(browser);

        browser.click("[data-name=posters] [data-action=disable]");
        browser.awaitText(".vpo-dialog", text -> text.contains("This stops posters 1.2.0."));
        browser.click(".vpo-dialog button[value=confirm]");
        browser.awaitText("[data-name=posters] .vpo-badge", "Disabled"::equals);
        browser.click("[data-name=posters] summary");
        browser.awaitText("[data-name=posters] .vpo-details", text -> text.contains("test.posters"));

        browser.click("[data-name=posters] [data-action=remove]");
        browser.awaitText(".vpo-dialog", text -> text.contains("Remove posters?"));
        browser.click(".vpo-dialog button[value=confirm]");
        browser.awaitText("#plugins", text -> !text.contains("posters"));
        assertThat(data.resolve("plugins")).isDirectoryNotContaining("glob:**posters*");
        assertThat(browser.problems()).isEmpty();
    }

    /** One name, two bundles: what is done to the one that waits is not done to the one that runs. */
    private void removeAnotherOfThatName(Browser browser) throws IOException {
        Path jar = data.resolve("plugins/fake.jar");
        Files.write(jar, Jars.plugin("posters", "9.0.0").header("Bundle-SymbolicName", "test.fake").bytes());
        browser.awaitText("[data-key='test.fake'] .vpo-badge", "Waiting"::equals);
        browser.click("[data-key='test.fake'] [data-action=remove]");
        assertThat(browser.awaitText(".vpo-dialog", text -> text.contains("Remove posters?")))
                .contains(jar + " would be deleted", "Nothing is stopped or started");
        browser.click(".vpo-dialog button[value=confirm]");
        await("the card's end").atMost(DaemonProcess.PATIENCE)
                .until(() -> browser.elements("[data-key='test.fake']").isEmpty());
        assertThat(data.resolve("plugins")).isDirectoryContaining("glob:**posters-1.2.0.jar");
        browser.awaitText("[data-name=posters] .vpo-badge", "Running"::equals);
        assertThat(browser.problems()).isEmpty();
    }

    private void updateAndRollBack(Browser browser) throws IOException {
        Path newer = folder.resolve("posters-1.3.0.jar");
        Files.write(newer, Jars.plugin("posters", "1.3.0").bytes());
        browser.element("#upload-file").sendKeys(newer.toString());
        browser.awaitText("#verdict", text -> text.contains("posters 1.3.0"));
        browser.click("#install-acknowledged");
        browser.awaitText(".vpo-dialog", text -> text.contains("This replaces posters 1.2.0 by 1.3.0."));
        browser.click(".vpo-dialog button[value=confirm]");
        browser.awaitText("[data-name=posters] h3", text -> text.contains("1.3.0"));
        browser.awaitText("#vpo-message-text", text -> text.contains("posters-1.3.0.jar") && text.contains("SHA-256"));

        browser.click("[data-name=posters] [data-action=rollback]");
        browser.awaitText("#rollback-version", text -> text.contains("1.2.0"));
        assertThat(browser.element("#rollback-version").getAccessibleName()).isEqualTo("Version");
        browser.click(".vpo-dialog button[value=confirm]");
        browser.awaitText(".vpo-dialog", text -> text.contains("This replaces posters 1.3.0 by 1.2.0."));
        browser.click(".vpo-dialog button[value=confirm]");
        browser.awaitText("[data-name=posters] h3", text -> text.contains("1.2.0"));
        browser.awaitText("[data-name=posters] .vpo-badge", "Running"::equals);
        assertThat(browser.problems()).isEmpty();
    }

    private void scan(Browser browser) throws IOException {
        browser.open(CONSOLE + "/vpo-scans");
        browser.awaitText("#roots", text -> text.contains(media.toString()));
        assertThat(browser.nameless()).isEmpty();
        browser.tabTo("#start");
        browser.press(Keys.ENTER);
        browser.awaitText("#scans .vpo-badge", "running"::equals);
        browser.picture("console-scans");

        browser.open(CONSOLE + "/vpo");
        browser.awaitText("#tasks", text -> text.contains("scan of " + media));
        browser.click("#stop-idle");
        browser.awaitText(".vpo-dialog", text -> text.contains("in flight: goes on to its end"));
        browser.click(".vpo-dialog button[value=confirm]");
        browser.awaitText("#state-note", text -> text.contains("stops when nothing is in flight"));
        browser.click("#resume");
        browser.awaitText("#state", "Running"::equals);

        browser.tabTo("#tasks button");
        browser.press(Keys.ENTER);
        browser.awaitText(".vpo-dialog", text -> text.contains("scan of " + media));
        browser.tabTo(".vpo-dialog button[value=confirm]");
        browser.press(Keys.ENTER);
        browser.awaitVisible("#no-tasks");
        assertThat(browser.script("return document.activeElement.id")).as("the button is gone")
                .isEqualTo("tasks-title");
        browser.open(CONSOLE + "/vpo-scans");
        browser.awaitText("#scans .vpo-badge", "cancelled"::equals);
        browser.click("#start");
        browser.awaitText("#scans .vpo-badge", "running"::equals);
        Files.delete(gate);
        browser.awaitText("#scans .vpo-badge", "completed"::equals);
        browser.awaitText("#files", "3"::equals);
        browser.awaitText("#extensions", text -> text.contains("mkv") && text.contains("mp4"));
        assertThat(browser.problems()).isEmpty();
    }

    private void reload(Browser browser) throws IOException {
        String good = Files.readString(config);
        Files.writeString(config, good.replace("prot = 8400", "port = 'x'"));
        browser.open(CONSOLE + "/vpo");
        browser.click("#reload");
        browser.awaitText(".vpo-dialog", text -> text.contains(config.toString()));
        browser.click(".vpo-dialog button[value=confirm]");
        browser.awaitText("#vpo-message.vpo-failed", text -> text.contains(config + ":3:"));

        Files.writeString(config, good.replace("settle_seconds = 0", "settle_seconds = 1"));
        browser.click("#reload");
        browser.click(".vpo-dialog button[value=confirm]");
        // The daemon may have seen by itself that the file has changed.
        browser.awaitText("#vpo-message.vpo-done",
                text -> text.equals("Changed: plugins.scan.settle_seconds") || text.equals("Nothing has changed"));
        browser.open(CONSOLE + "/vpo-configuration");
        browser.element("#search").sendKeys("settle_seconds");
        browser.awaitText("#settings", text -> text.contains(config + ":10:1"));
        assertThat(browser.element("#settings").getText()).contains("1");
        // What was refused is an answer of 422, of which the browser tells.
        browser.problems();
    }

    private void configuration(Browser browser) throws IOException {
        browser.open(CONSOLE + "/vpo-configuration");
        browser.awaitText("#warnings", text -> text.contains("server.prot"));
        browser.element("#search").sendKeys("auth_token");
        browser.awaitText("#settings", text -> text.contains("server.auth_token") && !text.contains("server.port"));
        assertThat(browser.element("#settings").getText()).contains("********", config + ":2:");
        browser.element("#search").clear();
        browser.element("#only-set").click();
        browser.awaitText("#settings", text -> text.contains("tools.ffprobe") && !text.contains("logging.level"));
        assertThat(browser.nameless()).isEmpty();
        browser.picture("console-configuration");
    }

    private static void fitsOnAPhone(Browser browser) throws IOException {
        browser.window(360, 780);
        browser.dark();
        for (String page : OWN) {
            browser.open(CONSOLE + "/" + page);
            browser.awaitText("body", text -> !text.isBlank());
            browser.awaitVisible("body[data-live=true]");
            assertThat(browser.overflow()).as(page).isZero();
            if (page.equals("vpo")) {
                browser.picture("console-phone");
                browser.click("#reload");
                browser.awaitText(".vpo-dialog", text -> text.contains("begin anew"));
                assertThat(browser.script("const dialog = document.querySelector('.vpo-dialog');"
                        + " return dialog.scrollWidth - dialog.clientWidth")).isEqualTo(0L);
                browser.press(Keys.ESCAPE);
            }
        }
        browser.window(1200, 900);
        browser.light();
    }

    private static void stop(Browser browser, DaemonProcess daemon) throws Exception {
        browser.open(CONSOLE + "/vpo");
        browser.click("#stop");
        browser.awaitText(".vpo-dialog", text -> text.contains("Stop the daemon?") && text.contains("in flight"));
        browser.click(".vpo-dialog button[value=confirm]");
        assertThat(daemon.awaitExit()).as(daemon.logText()).isZero();
        assertThat(daemon.messages("INFO")).endsWith("stopped");
        browser.awaitText("#state", "Stopped"::equals);
        browser.awaitVisible("#vpo-offline");
    }

    // By hand

    @Test
    void withoutALoginThereIsNoPage() throws Exception {
        DaemonProcess daemon = running();
        try (HttpClient nobody = HttpClient.newHttpClient()) {
            for (String path : List.of("", "/", "/vpo", "/bundles.json", "/res/lib/reset-min.css", "/vpo/res/api.js",
                    "/logout")) {
                assertThat(nobody.send(request(daemon, path).build(), BodyHandlers.ofString()).statusCode()).as(path)
                        .isEqualTo(401);
            }
        }
        // What every console of Felix's has at first.
        assertThat(ask(daemon, "GET", "/bundles.json", "admin", "admin", "").statusCode()).isEqualTo(401);
    }

    @Test
    void whatGoesAroundTheRulesIsRefusedAndNoSecretIsShown() throws Exception {
        DaemonProcess daemon = awaitPlugins(running());
        String bundles = ask(daemon, "GET", "/bundles.json").body();
        for (String form : List.of("bundles/vpo.lifecycle action=stop", "bundles/vpo.plugins action=uninstall",
                "bundles/vpo.plugin.scan action=update", "bundles action=refreshPackages", "install action=install",
                "bundles.html action=install", "components/1 action=disable",
                "configMgr/vpo.server apply=true&delete=true",
                "configMgr/vpo.server apply=true&propertylist=port&port=1",
                "configMgr/vpo.server unbind=true", "configMgr/some.pid apply=true&propertylist=a&a=b",
                "vmstat action=setStartLevel&systemStartLevel=1", "vmstat shutdown_type=Restart", "vmstat x=y",
                "vpo x=y")) {
            String[] parts = form.split(" ");
            HttpResponse<String> answer = ask(daemon, "POST", "/" + parts[0], "anna", TOKEN, parts[1]);
            assertThat(answer.statusCode()).as(form).isEqualTo(403);
            assertThat(answer.body()).contains("\"code\": \"FORBIDDEN\"");
        }
        assertThat(ask(daemon, "GET", "/configMgr/vpo.server?post=true&apply=true&delete=true").statusCode())
                .isEqualTo(403);
        assertThat(ask(daemon, "GET", "/configMgr?referer=%27x").body()).as("goes into a script").doesNotContain("'x");
        assertThat(ask(daemon, "GET", "/status-Configurations.zip").statusCode()).isEqualTo(403);
        assertThat(ask(daemon, "GET", "/bundles.json").body()).isEqualTo(bundles);

        for (String page : List.of("/bundles", "/configMgr", "/configMgr/vpo.server.json", "/components.json",
                "/services", "/services.json", "/status-Configurations", "/status-Configurations.txt",
                "/status-Services.txt", "/status-Framework%20Properties.txt", "/status-System%20Properties.txt")) {
            HttpResponse<String> answer = ask(daemon, "GET", page);
            assertThat(answer.statusCode()).as(page).isEqualTo(200);
            assertThat(answer.body()).as(page).doesNotContain(TOKEN, "correct horse");
        }
        assertThat(ask(daemon, "GET", "/status-Configurations.txt").body()).contains("PID = vpo.server",
                "auth_token = ********");
        assertThat(daemon.get("/health").statusCode()).isEqualTo(200);
    }

    @Test
    void aSecretThatReadsLikeAPartOfAScriptBreaksNone() throws Exception {
        Files.writeString(config, Files.readString(config)
                + "\n[plugins.metadata.radarr]\nurl = 'http://127.0.0.1:1'\napi_key = 'function'\n");
        DaemonProcess daemon = running();
        assertThat(ask(daemon, "GET", "/res/lib/jquery-3.6.1.js").body()).contains("function")
                .doesNotContain("********");
        assertThat(ask(daemon, "GET", "/vpo/res/dom.js").body()).contains("function").doesNotContain("********");
    }

    @ParameterizedTest
    @CsvSource({"shutdown_type=Stop", "shutdown_type=Stop&shutdown_timer=shutdown_timer"})
    void theConsolesOwnStopButtonDrains(String form) throws Exception {
        DaemonProcess daemon = awaitPlugins(running());
        HttpResponse<String> answer = ask(daemon, "POST", "/vmstat", "anna", TOKEN, form);
        assertThat(answer.statusCode()).isEqualTo(200);
        if (form.contains("timer")) {
            // It only counts down; what stops is the form that comes after.
            assertThat(daemon.get("/readyz").statusCode()).isEqualTo(200);
            return;
        }
        assertThat(daemon.awaitExit()).as(daemon.logText()).isZero();
        daemon.awaitLog("anna stops the daemon in the console");
        daemon.awaitLog("SHUTTING_DOWN (was RUNNING)");
        assertThat(daemon.messages("INFO")).endsWith("stopped");
    }

    private static HttpRequest.Builder request(DaemonProcess daemon, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + daemon.port() + CONSOLE + path))
                .version(HttpClient.Version.HTTP_1_1).timeout(DaemonProcess.PATIENCE);
    }

    private static HttpResponse<String> ask(DaemonProcess daemon, String method, String path) throws Exception {
        return ask(daemon, method, path, "anna", TOKEN, "");
    }

    private static HttpResponse<String> ask(DaemonProcess daemon, String method, String path, String user,
            String password, String form) throws IOException, InterruptedException {
        String credential = Base64.getEncoder()
                .encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
        HttpRequest.Builder request = request(daemon, path).header("Authorization", "Basic " + credential);
        if (method.equals("POST")) {
            request.header("Content-Type", "application/x-www-form-urlencoded");
        }
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request.method(method, method.equals("POST")
                    ? BodyPublishers.ofString(form)
                    : BodyPublishers.noBody()).build(), BodyHandlers.ofString());
        }
    }
}
