package vpo.itest.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

import org.junit.jupiter.api.Test;

import vpo.plugins.internal.Jars;

/** Pages of the console that stay open, while what they show changes, ends or cannot be asked. */
class OpenPagesIT extends ProcessTest {
    private static final String CONSOLE = "/system/console";
    private static final String CONFIG = """
            [server]
            auth_token = 'correct horse battery'
            prot = 8400

            [plugins.scan]
            roots = [%s]
            settle_seconds = %d
            """;
    /** The page's next stream is ours, as are its longer pauses, and whatever answer is to be another. */
    private static final String STAND_IN = """
            window.sources = [];
            window.EventSource = class extends EventTarget {
              constructor() {
                super();
                this.closed = false;
                sources.push(this);
              }
              close() {
                this.closed = true;
              }
            };
            window.tell = (name, data = {}) =>
              sources.at(-1).dispatchEvent(new MessageEvent(name, {data: JSON.stringify(data)}));
            window.json = (status, body) => new Response(JSON.stringify(body),
              {status, headers: {"Content-Type": "application/json"}});
            const ask = window.fetch;
            window.answer = () => null;
            window.fetch = async (url, options) => await answer(url, options) ?? ask(url, options);
            const later = window.setTimeout;
            window.waiting = [];
            window.setTimeout = (deed, pause) => {
              if (pause < 2000) {
                return later(deed, pause);
              }
              waiting.push(deed);
            };
            document.getElementById("vpo-reconnect").click();
            """;

    @Test
    void theyKeepUpAndKeepToWhatIsSeen() throws Exception {
        configure(CONFIG.formatted(quoted("films"), 0));
        DaemonProcess daemon = awaitPlugins(running());
        // One browser for all: its start takes longer than what is shown in it.
        try (Browser browser = new Browser(daemon.port(), folder)) {
            browser.logIn("anna", "correct%20horse%20battery");
            aReload(browser);
            theNewestMistakeIsOnTop(browser);
            theEndOfASession(browser);
            equalItems(browser);
            aPluginWhoseJarIsAnother(browser);
            anotherFile(browser);
            assertThat(browser.problems()).isEmpty();
            scansThatCannotBeAsked(browser);
            connectedAnew(browser);
            theStreamEnds(browser);
            moreTabsThanABrowserHasConnections(browser);
            stoppedBehindAProxy(browser);
        }
    }

    private String quoted(String name) throws IOException {
        return "'" + Files.createDirectories(folder.resolve(name)) + "'";
    }

    /** Written in one step: the daemon looks at it whenever it likes. */
    private void replace(Path file, byte[] content) throws IOException {
        Path made = Files.write(folder.resolve("made"), content);
        Files.move(made, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private void reconfigure(String toml) throws IOException {
        replace(config, toml.getBytes());
    }

    private void aReload(Browser browser) throws IOException {
        open(browser, "/vpo-configuration");
        browser.element("#search").sendKeys("settle_seconds");
        browser.awaitText("#settings .vpo-value", "0"::equals);
        reconfigure(CONFIG.formatted(quoted("films"), 7));
        browser.awaitText("#settings .vpo-value", "7"::equals);
        open(browser, "/vpo-scans");
        browser.awaitText("#roots", text -> text.contains("films"));
        reconfigure(CONFIG.formatted(quoted("films") + ", " + quoted("series"), 7));
        browser.awaitText("#roots", text -> text.contains("films") && text.contains("series"));
    }

    private static void open(Browser browser, String page) {
        browser.open(CONSOLE + page);
        browser.awaitVisible("body[data-live=true]");
    }

    private void theNewestMistakeIsOnTop(Browser browser) throws IOException {
        open(browser, "/vpo");
        browser.awaitText("#errors", text -> text.contains("did you mean server.port?"));
        String good = Files.readString(config);
        reconfigure(good.replace("prot = 8400", "port = 'x'"));
        browser.awaitText("#errors li:first-child", text -> text.contains("Configuration not reloaded"));
        reconfigure(good);
    }

    private static void theEndOfASession(Browser browser) {
        open(browser, "/vpo");
        browser.awaitText("#state", "Running"::equals);
        // What the page still asks for would bring a new cookie.
        browser.awaitTrue("performance.getEntriesByType('resource').some(each => each.name.endsWith('/api/v1/tasks')"
                + " && each.responseEnd > 0)");
        browser.forgetCookies();
        browser.click("#drain");
        browser.click(".vpo-dialog button[value=confirm]");
        browser.awaitText("#state", "Draining"::equals);
        assertThat(focus(browser)).as("the button that was pressed is gone").isEqualTo("reload");
        browser.click("#resume");
        browser.awaitText("#state", "Running"::equals);
        assertThat(browser.problems()).as("that it was refused once").hasSize(1).first().asString().contains("403");
    }

    private static Object focus(Browser browser) {
        return browser.script("return document.activeElement.id || document.activeElement.localName");
    }

    private static void equalItems(Browser browser) {
        assertThat(browser.script("""
                return import("/system/console/vpo/res/dom.js").then(({reconcile, el}) => {
                  const list = el("ul");
                  document.querySelector(".vpo").append(list);
                  const shown = (...items) => {
                    reconcile(list, items, (item) => item, (item) => el("li", {}, el("button", {}, item)), () => {});
                    return list.textContent;
                  };
                  const before = [shown("a", "a", "b"), shown("a", "a", "b"), shown("c", "a", "a", "b")];
                  list.lastChild.firstChild.focus();
                  return [...before, shown("a", "b"), document.activeElement.textContent, shown("a")];
                });
                """)).isEqualTo(List.of("aab", "aab", "caab", "ab", "b", "a"));
    }

    private void aPluginWhoseJarIsAnother(Browser browser) throws Exception {
        Path jar = Files.createDirectories(data.resolve("plugins")).resolve("posters.jar");
        byte[] newer = Jars.plugin("posters", "1.1.0").bytes();
        open(browser, "/vpo-plugins");
        replace(jar, Jars.plugin("posters", "1.0.0").bytes());
        browser.awaitText("[data-name=posters] .vpo-badge", "Waiting"::equals);
        browser.click("[data-name=posters] summary");
        browser.awaitText("[data-name=posters] .vpo-details", text -> text.contains("SHA-256"));
        replace(jar, newer);
        browser.awaitText("[data-name=posters] h3", text -> text.contains("1.1.0"));
        browser.awaitText("[data-name=posters] .vpo-details", text -> text.contains(sha256(newer)));
        browser.click("[data-name=posters] [data-action=acknowledge]");
        browser.awaitText(".vpo-dialog", text -> text.contains("This starts posters 1.1.0."));
        browser.click(".vpo-dialog button[value=confirm]");
        browser.awaitText("[data-name=posters] .vpo-badge", "Running"::equals);
        assertThat(focus(browser)).as("the button that was pressed is gone").isEqualTo("h3");
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private void anotherFile(Browser browser) throws IOException {
        Path one = Jars.plugin("one", "1.0.0").write(folder.resolve("one.jar"));
        Path two = Jars.plugin("two", "1.0.0").write(folder.resolve("two.jar"));
        open(browser, "/vpo-plugins");
        browser.element("#upload-file").sendKeys(one.toString());
        browser.awaitText("#verdict", text -> text.contains("one 1.0.0"));
        browser.script(STAND_IN + """
                const held = new Promise((resolve) => window.release = () => resolve(null));
                window.answer = () => held;
                """);
        browser.element("#upload-file").sendKeys(two.toString());
        browser.awaitText("#verdict", String::isEmpty);
        assertThat(browser.element("#upload-file").isEnabled()).as("a third one can be chosen").isFalse();
        browser.script("release()");
        browser.awaitText("#verdict", text -> text.contains("two 1.0.0"));
        await("the next step").atMost(DaemonProcess.PATIENCE)
                .until(() -> focus(browser).equals("install-acknowledged"));
        assertThat(browser.element("#upload-file").isEnabled()).isTrue();
    }

    private static void scansThatCannotBeAsked(Browser browser) {
        open(browser, "/vpo-scans");
        browser.script(STAND_IN + """
                window.away = json(503, {error: "The database is away", code: "DATABASE_UNAVAILABLE"});
                window.answer = (url) => away && /library|scans/.test(url) ? away.clone() : null;
                tell("open");
                """);
        browser.awaitVisible("#library-problem");
        browser.awaitVisible("#scans-problem");
        browser.script("window.away = null; waiting.splice(0).forEach((deed) => deed())");
        browser.awaitTrue("document.getElementById('library-problem').hidden");
        browser.awaitTrue("document.getElementById('scans-problem').hidden");

        browser.script("window.away = json(503, {error: 'The database is away', code: 'DATABASE_UNAVAILABLE'});"
                + " tell('open')");
        browser.awaitVisible("#library-problem");
        browser.script("tell('library', {files: 42, bytes: 0, tracks: 0, by_status: {}, by_extension: {}})");
        assertThat(browser.element("#files").getText()).isEqualTo("42");
        assertThat(browser.element("#library-problem").isDisplayed()).isFalse();
    }

    private static void connectedAnew(Browser browser) {
        open(browser, "/vpo");
        browser.script(STAND_IN + "document.getElementById('vpo-reconnect').click()");
        assertThat(browser.script("return sources.map((source) => source.closed)")).isEqualTo(List.of(true, false));
        browser.script("tell('open'); sources[0].dispatchEvent(new Event('error'))");
        assertThat(browser.element("#vpo-offline").isDisplayed()).as("the stream before has ended").isFalse();
        assertThat(browser.script("return sources[1].closed")).isEqualTo(false);
    }

    private static void moreTabsThanABrowserHasConnections(Browser browser) {
        open(browser, "/vpo");
        String first = browser.tab();
        for (int i = 0; i < 7; i++) {
            browser.newTab();
            open(browser, "/vpo");
        }
        browser.tabs().stream().filter(each -> !each.equals(first)).forEach(browser::closeTab);
        browser.showTab(first);
        browser.awaitVisible("body[data-live=true]");
        browser.awaitText("#state", "Running"::equals);
    }

    /** As it does every quarter of an hour, without a reason. */
    private static void theStreamEnds(Browser browser) {
        open(browser, "/vpo");
        browser.script(STAND_IN + "tell('open'); tell('error')");
        assertThat(browser.element("#vpo-offline").isDisplayed()).as("not yet").isFalse();
        browser.awaitTrue("sources.length === 2");
        browser.script("tell('open'); tell('error')");
        assertThat(browser.element("#vpo-offline").isDisplayed()).as("it was back in between").isFalse();
        browser.awaitTrue("sources.length === 3");
        browser.script("waiting.at(-1)()");
        browser.awaitVisible("#vpo-offline");
        browser.script("tell('open')");
        assertThat(browser.element("#vpo-offline").isDisplayed()).isFalse();
    }

    private static void stoppedBehindAProxy(Browser browser) {
        open(browser, "/vpo");
        browser.awaitText("#state", "Running"::equals);
        browser.script(STAND_IN + """
                window.away = null;
                window.answer = (url, {method}) =>
                  method === "POST" ? json(202, {}) : url.includes("/status") ? away?.clone() : null;
                """);
        stop(browser);
        browser.script("""
                return fetch("/api/v1/status", {}).then((response) => response.json()).then((now) => {
                  window.away = json(200, {...now, started_at: "2001-02-03T04:05:06Z", state: "SHUTTING_DOWN"});
                  waiting.shift()();
                });
                """);
        browser.awaitText("#state", "Stopping"::equals);
        browser.awaitTrue("waiting.length === 1");
        browser.script("""
                return away.clone().json().then((now) => {
                  window.away = json(200, {...now, state: "RUNNING"});
                  waiting.shift()();
                });
                """);
        browser.awaitText("#state", "Running"::equals);
        assertThat(browser.script("return waiting.length")).as("another daemon runs").isEqualTo(0L);
        stop(browser);
        browser.script("""
                window.away = new Response("<html>Bad gateway</html>",
                  {status: 502, headers: {"Content-Type": "text/html"}});
                waiting.shift()();
                """);
        browser.awaitText("#state", "Stopped"::equals);
    }

    private static void stop(Browser browser) {
        browser.click("#stop");
        browser.click(".vpo-dialog button[value=confirm]");
        browser.awaitTrue("waiting.length === 1");
    }
}
