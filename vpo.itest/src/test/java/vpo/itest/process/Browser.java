package vpo.itest.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.logging.Level;

import org.openqa.selenium.By;
import org.openqa.selenium.NoSuchElementException;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** Debian's Chromium, without a window. */
final class Browser implements AutoCloseable {
    private static final String CHROMIUM = "/usr/bin/chromium";
    private static final File DRIVER = new File("/usr/bin/chromedriver");
    private static final String PICTURES = System.getProperty("vpo.screenshots", "");

    private final ChromeDriver driver;
    private final String address;
    private final Path folder;

    /**
     * @param port of the daemon
     * @param folder of the test
     */
    Browser(int port, Path folder) {
        this.folder = folder;
        address = "127.0.0.1:" + port;
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.WARNING);
        ChromeOptions options = new ChromeOptions();
        options.setBinary(CHROMIUM);
        // CI is root, for whom Chromium has no sandbox; and what /dev/shm has is not for sure.
        options.addArguments("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu",
                "--hide-scrollbars", "--force-color-profile=srgb", "--user-data-dir=" + folder.resolve("profile"));
        options.setCapability("goog:loggingPrefs", logs);
        options.setPageLoadTimeout(DaemonProcess.PATIENCE);
        driver = new ChromeDriver(new ChromeDriverService.Builder().usingDriverExecutable(DRIVER).usingAnyFreePort()
                .build(), options);
        light();
        window(1200, 900);
    }

    /** With a user's name and a password, as one would type them. */
    void logIn(String user, String password) {
        logIn(user, password, "/system/console");
    }

    /** By the address of a page. */
    void logIn(String user, String password, String path) {
        driver.get("http://" + user + ":" + password + "@" + address + path);
    }

    void open(String path) {
        driver.get("http://" + address + path);
    }

    /** The tab that is looked at. */
    String tab() {
        return driver.getWindowHandle();
    }

    Set<String> tabs() {
        return driver.getWindowHandles();
    }

    /** From now on, this one is looked at, and the one before is behind it. */
    void newTab() {
        driver.switchTo().newWindow(WindowType.TAB);
    }

    void closeTab(String tab) {
        driver.switchTo().window(tab);
        driver.close();
    }

    /** As a click on it would. */
    void showTab(String tab) {
        driver.switchTo().window(tab);
        driver.executeCdpCommand("Page.bringToFront", Map.of());
    }

    String path() {
        return driver.getCurrentUrl().replaceFirst("^http://[^/]*", "");
    }

    String title() {
        return driver.getTitle();
    }

    /** As a phone or a screen of this size would show it. */
    void window(int width, int height) {
        driver.executeCdpCommand("Emulation.setDeviceMetricsOverride", Map.of("width", width, "height", height,
                "deviceScaleFactor", 1, "mobile", width < 600));
    }

    void light() {
        prefer("light");
    }

    void dark() {
        prefer("dark");
    }

    private void prefer(String scheme) {
        driver.executeCdpCommand("Emulation.setEmulatedMedia", Map.of("features",
                List.of(Map.of("name", "prefers-color-scheme", "value", scheme),
                        Map.of("name", "prefers-reduced-motion", "value", "reduce"))));
    }

    /** By how many pixels the page is wider than the window. */
    long overflow() {
        return (Long) driver.executeScript(
                "return document.documentElement.scrollWidth - document.documentElement.clientWidth");
    }

    WebElement element(String css) {
        return driver.findElement(By.cssSelector(css));
    }

    List<WebElement> elements(String css) {
        return driver.findElements(By.cssSelector(css));
    }

    /** Waits until the text of an element is as wanted. */
    String awaitText(String css, Predicate<String> wanted) {
        return await("text of " + css).atMost(DaemonProcess.PATIENCE)
                .ignoreExceptionsMatching(Browser::isTransient).until(() -> element(css).getText(), wanted);
    }

    private static boolean isTransient(Throwable e) {
        return e instanceof NoSuchElementException || e instanceof StaleElementReferenceException;
    }

    /** Waits until an element can be seen. */
    WebElement awaitVisible(String css) {
        return await(css).atMost(DaemonProcess.PATIENCE).ignoreExceptionsMatching(Browser::isTransient)
                .until(() -> element(css), WebElement::isDisplayed);
    }

    void click(String css) {
        awaitVisible(css).click();
    }

    /** Presses keys wherever the focus is. */
    void press(CharSequence... keys) {
        driver.switchTo().activeElement().sendKeys(keys);
    }

    /** Goes on from one element to the next by the keyboard alone, until this one has the focus, which must be seen. */
    void tabTo(String css) {
        for (int i = 0; i < 200; i++) {
            press(org.openqa.selenium.Keys.TAB);
            if ((Boolean) driver.executeScript("return document.activeElement.matches(arguments[0])", css)) {
                assertThat(
                        (String) driver.executeScript("return getComputedStyle(document.activeElement).outlineStyle"))
                        .as("the focus of " + css + " can be seen").isNotEqualTo("none");
                return;
            }
        }
        throw new AssertionError(css + " cannot be reached by the keyboard");
    }

    /** Controls that nobody who does not see them could tell apart. */
    List<String> nameless() {
        return driver.findElements(By.cssSelector(".vpo :is(button, input, select, a, meter, progress)")).stream()
                .filter(each -> each.isDisplayed() && each.getAccessibleName().isBlank())
                .map(each -> each.getDomProperty("outerHTML")).toList();
    }

    /** Errors that the browser has told of since the last time, those of the security policy among them. */
    List<String> problems() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream().map(LogEntry::toString).toList();
    }

    Object script(String script) {
        return driver.executeScript(script);
    }

    /** Waits until a condition of the page is true. */
    void awaitTrue(String condition) {
        await(condition).atMost(DaemonProcess.PATIENCE).until(() -> Boolean.TRUE.equals(script("return " + condition)));
    }

    /** As if it had run out. */
    void forgetCookies() {
        driver.manage().deleteAllCookies();
    }

    /** For the documentation, if that is asked for, with the paths that an operator would have. */
    void picture(String name) throws IOException {
        if (!PICTURES.isEmpty()) {
            driver.executeScript("""
                    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
                    while (texts.nextNode()) {
                      const node = texts.currentNode;
                      if (node.data.includes(arguments[0])) {
                        node.data = node.data.replaceAll(arguments[0] + "/data", "/home/anna/.vpo")
                          .replaceAll(arguments[0], "/srv/video");
                      }
                    }
                    """, folder.toString());
            Path folder = Path.of(System.getProperty("vpo.root")).resolve(PICTURES);
            Files.createDirectories(folder);
            Files.write(folder.resolve(name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
        }
    }

    @Override
    public void close() {
        driver.quit();
    }
}
