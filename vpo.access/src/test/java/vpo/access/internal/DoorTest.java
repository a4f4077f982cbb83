package vpo.access.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import vpo.access.internal.Door.Decision;
import vpo.access.internal.Door.Metrics;

class DoorTest {
    private static final String TOKEN = "a token of sixteen or more";

    @TempDir
    private Path data;
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-28T12:00:00Z"));
    private final AtomicLong nanos = new AtomicLong();
    private final RateLimit limit = new RateLimit(nanos::get,
            new RateLimit.Limits(true, 3, 1, Duration.ofSeconds(60)));
    private List<String> machine = List.of("den.example", "den");
    private List<Operators.Source> sources = List.of(new ConfiguredToken(Secret.of(TOKEN)));
    private String local;
    private Door door;

    @BeforeEach
    void hang() throws IOException {
        Sessions sessions = new Sessions(new Seal(), now::get);
        LocalToken token = LocalToken.create(data);
        local = Files.readString(data.resolve("admin-token")).strip();
        AttemptLog attempts = new AttemptLog(nanos::get, (_, _) -> CompletableFuture.completedFuture(null));
        door = new Door(new Logins(token, () -> new Operators(sources), sessions, attempts, nanos::get), sessions,
                limit, rules(false, Metrics.TOKEN));
    }

    private Door.Rules rules(boolean allowRemote, Metrics metrics) {
        return new Door.Rules(allowRemote, metrics, new HostNames(List.of("vpo.example"), () -> machine, nanos::get));
    }

    private Optional<Refusal> refusal(Calls calls) {
        return door.decide(calls.call()) instanceof Decision.Refuse(Refusal refusal)
                ? Optional.of(refusal)
                : Optional.empty();
    }

    private String code(Calls calls) {
        return refusal(calls).map(refusal -> refusal.status() + " " + refusal.code()).orElse("in");
    }

    private Decision.Admit admit(Calls calls) {
        assertThat(door.decide(calls.call())).isInstanceOf(Decision.Admit.class);
        return (Decision.Admit) door.decide(calls.call());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/health", "/livez", "/readyz"})
    void nobodyIsAskedAtHealth(String path) {
        assertThat(admit(Calls.get().path(path).from("203.0.113.9"))).isEqualTo(
                new Decision.Admit(Optional.empty(), Optional.empty()));
        assertThat(code(Calls.post().path(path).header("Origin", "https://evil.example"))).isEqualTo("in");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "", "/health/", "/health/x", "/Health", "/healthz", "//health", "/health;x",
            "/health.",
            "/plugins/scan/scans", "/system/console", "/api/v1/status", "/metrics", "/metrics/", "/readyz/..", "*"})
    void everythingElseNeedsACredential(String path) {
        assertThat(code(Calls.get().path(path))).isEqualTo("401 UNAUTHORIZED");
        assertThat(refusal(Calls.get().path(path)).orElseThrow().headers())
                .containsEntry("WWW-Authenticate", "Basic realm=\"VPO\", charset=\"UTF-8\"");
    }

    /** A page whose name leads here by its own DNS would be of the same origin as the daemon's. */
    @ParameterizedTest
    @CsvSource(nullValues = "-", value = {"vpo.example, in", "VPO.Example.:8321, in", "localhost:8321, in",
            "192.0.2.7, in",
            "[2001:db8::7]:8321, in", "evil.example:8321, 421", "vpo.example.evil.example, 421",
            "evil@vpo.example, 421", "2130706433.example, 421", "[evil.example], 421", "'', 421", "::1, 421"})
    void requestsMustBeForAHostThatIsKnown(String host, String decision) {
        for (String path : List.of("/", "/api/v1/status", "/metrics")) {
            Calls calls = Calls.get().path(path).bearer(TOKEN).host(host);
            assertThat(code(calls)).as(path).isEqualTo(decision.equals("in") ? "in" : "421 UNKNOWN_HOST");
        }
        assertThat(code(Calls.get().path("/health").host(host))).as("whoever balances load").isEqualTo("in");
        door.set(rules(false, Metrics.OPEN));
        assertThat(code(Calls.get().path("/metrics").host(host))).as("open metrics")
                .isEqualTo(decision.equals("in") ? "in" : "421 UNKNOWN_HOST");
    }

    @Test
    void aRequestForNoHostIsNoBrowsersAndOneForTwoIsRefused() {
        assertThat(code(Calls.get().bearer(TOKEN).hosts())).isEqualTo("in");
        assertThat(refusal(Calls.get().bearer(TOKEN).hosts("localhost", "evil.example")).orElseThrow().json())
                .contains("\"UNKNOWN_HOST\", \"details\": [\"", "server.host_names").doesNotContain("evil");
    }

    @Test
    void theMachinesOwnNameIsKnown() throws IOException {
        String own = Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
        HostNames names = new HostNames(List.of(), HostNames::ofMachine, nanos::get);
        assertThat(names.know(List.of(own.toUpperCase(Locale.ROOT) + ":8321"))).isTrue();
    }

    @Test
    void aMachineThatGetsAnotherNameIsKnownByThatOne() {
        assertThat(code(Calls.get().bearer(TOKEN).host("DEN:8321"))).isEqualTo("in");
        machine = List.of("attic.example", "attic");
        assertThat(code(Calls.get().bearer(local).host("attic:8321"))).as("it was asked just now")
                .isEqualTo("421 UNKNOWN_HOST");
        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(code(Calls.get().bearer(local).host("attic:8321"))).isEqualTo("in");
        assertThat(code(Calls.get().bearer(local).host("attic.example"))).isEqualTo("in");
        assertThat(code(Calls.get().bearer(local).host("den:8321"))).isEqualTo("421 UNKNOWN_HOST");
        assertThat(code(Calls.get().bearer(local).host("vpo.example"))).isEqualTo("in");
    }

    @Test
    void whoeverHasACredentialIsLetInAndNamed() {
        assertThat(admit(Calls.get().path("/x").basic("anna", TOKEN)).caller()).hasValue("anna");
        assertThat(admit(Calls.get().path("/x").basic("", TOKEN)).caller()).hasValue("operator");
        assertThat(admit(Calls.get().path("/x").bearer(TOKEN)).caller()).hasValue("operator");
        assertThat(admit(Calls.get().path("/x").bearer(local)).caller()).hasValue("local");
        assertThat(admit(Calls.get().path("/x").basic("local", TOKEN)).caller()).as("is the token's alone")
                .hasValue("operator");
        assertThat(admit(Calls.get().path("/x").basic("a\nb\u202e\"c\"", TOKEN)).caller()).hasValue("a?b??c?");
    }

    @Test
    void theLocalTokenIsNoPassword() {
        assertThat(code(Calls.get().basic("anna", local))).isEqualTo("401 UNAUTHORIZED");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Basic", "Basic ", "Basic !!!", "Basic YWJj", "Basic gICA", "Bearer", "Bearer ", "Digest x",
            "a token of sixteen or more", "Bearera token of sixteen or more"})
    void whatIsNoCredentialIsNone(String header) {
        assertThat(code(Calls.get().header("Authorization", header))).isEqualTo("401 UNAUTHORIZED");
    }

    @Test
    void twoCredentialsAreNone() {
        assertThat(code(Calls.get().bearer(TOKEN).bearer(TOKEN))).isEqualTo("401 UNAUTHORIZED");
    }

    @Test
    void withoutACredentialOnlyTheLocalTokenOpens() {
        sources = List.of();
        assertThat(code(Calls.get())).isEqualTo("403 NO_CREDENTIAL");
        assertThat(code(Calls.get().basic("anna", TOKEN))).isEqualTo("403 NO_CREDENTIAL");
        assertThat(code(Calls.get().basic("anna", ""))).isEqualTo("403 NO_CREDENTIAL");
        assertThat(code(Calls.get().bearer(local))).isEqualTo("in");
    }

    @Test
    void whoGuessesHasToWaitAndOthersHaveNot() {
        for (int i = 0; i < Throttle.FREE; i++) {
            assertThat(code(Calls.get().basic("anna", "wrong" + i))).isEqualTo("401 UNAUTHORIZED");
        }
        Refusal wait = refusal(Calls.get().basic("anna", TOKEN)).orElseThrow();
        assertThat(wait.status() + " " + wait.code()).as("a right one is not looked at either")
                .isEqualTo("429 RATE_LIMITED");
        assertThat(wait.headers()).containsEntry("Retry-After", "1");
        assertThat(code(Calls.get().bearer(local))).as("the command line").isEqualTo("in");
        assertThat(code(Calls.get().overTls().from("203.0.113.9").basic("anna", TOKEN))).isEqualTo("in");
        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(code(Calls.get().basic("anna", TOKEN))).isEqualTo("in");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.9.8.7", "::1", "[0:0:0:0:0:0:0:1]", "::ffff:127.0.0.1"})
    void allAddressesOfThisMachineAreOneClient(String address) {
        for (int i = 0; i < Throttle.FREE; i++) {
            code(Calls.get().from("127.0.0." + (i + 2)).basic("anna", "wrong"));
        }
        assertThat(code(Calls.get().from(address).basic("anna", TOKEN))).isEqualTo("429 RATE_LIMITED");
    }

    @Test
    void aNameThatWasInBeforeHasACountOfItsOwn() {
        assertThat(code(Calls.get().path("/x").basic("anna", TOKEN))).isEqualTo("in");
        for (int i = 0; i < Throttle.FREE; i++) {
            code(Calls.get().bearer("wrong" + i));
            code(Calls.get().basic("guess" + i, "wrong"));
            code(Calls.get().overTls().from("203.0.113.9").basic("anna", "wrong"));
        }
        assertThat(code(Calls.get().path("/x").bearer(TOKEN))).as("a script that is new").isEqualTo("429 RATE_LIMITED");
        assertThat(code(Calls.get().path("/x").basic("otto", TOKEN))).as("a new name").isEqualTo("429 RATE_LIMITED");
        assertThat(code(Calls.get().path("/x").basic("anna", TOKEN))).isEqualTo("in");
        assertThat(code(Calls.get().basic("guess", "wrong"))).as("it does not make good for whoever guesses")
                .isEqualTo("429 RATE_LIMITED");
        for (int i = 0; i < Throttle.FREE; i++) {
            assertThat(code(Calls.get().basic("anna", "wrong" + i))).isEqualTo("401 UNAUTHORIZED");
        }
        assertThat(code(Calls.get().path("/x").basic("anna", TOKEN))).as("but is no way around it")
                .isEqualTo("429 RATE_LIMITED");
    }

    @Test
    void aBrowserThatWasInBeforeIsNotKeptOutByWhoeverGuessesFromTheSameAddress() {
        String cookie = cookie();
        for (int i = 0; i < Throttle.FREE; i++) {
            code(Calls.get().basic("anna", "wrong"));
        }
        assertThat(code(Calls.get().basic("anna", TOKEN))).isEqualTo("429 RATE_LIMITED");
        assertThat(code(Calls.get().path("/x").basic("anna", TOKEN).header("Cookie", cookie))).isEqualTo("in");
    }

    @Test
    void otherMachinesComeOverTlsOrIfTheyAreAllowedTo() {
        assertThat(code(Calls.get().from("192.168.1.5").basic("anna", TOKEN))).isEqualTo("403 REMOTE_NOT_ALLOWED");
        assertThat(code(Calls.get().from("192.168.1.5").bearer(local))).isEqualTo("403 REMOTE_NOT_ALLOWED");
        assertThat(code(Calls.get().from("192.168.1.5").overTls().basic("anna", TOKEN))).isEqualTo("in");
        assertThat(code(Calls.get().from("::1").basic("anna", TOKEN))).isEqualTo("in");
        assertThat(code(Calls.get().from("[0:0:0:0:0:0:0:1]").basic("anna", TOKEN))).isEqualTo("in");
        door.set(rules(true, Metrics.TOKEN));
        assertThat(code(Calls.get().path("/x").from("192.168.1.5").basic("anna", TOKEN))).isEqualTo("in");
    }

    /** With {@code server.bind} set to an address of the network. */
    @ParameterizedTest
    @ValueSource(strings = {"192.168.1.5", "[2001:db8:0:0:0:0:0:7]", "[fe80:0:0:0:0:0:0:7%eth0]"})
    void whoeverComesFromTheAddressThatHeConnectsToIsOnThisMachine(String address) {
        assertThat(admit(Calls.get().from(address).at(address).bearer(local)).caller()).hasValue("local");
        assertThat(code(Calls.get().from(address).at(address).basic("anna", TOKEN))).isEqualTo("in");
        assertThat(code(Calls.get().from(address).at(address))).as("the address is no credential")
                .isEqualTo("401 UNAUTHORIZED");
        assertThat(code(Calls.post().from(address).at(address).basic("anna", TOKEN).header("Origin",
                "http://evil.example"))).as("nor a way around the rest").isEqualTo("403 CSRF_ERROR");
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", value = {"192.168.1.5, 192.168.1.6", "192.168.1.6, 127.0.0.1", "192.168.1.5, -",
            "0.0.0.0, 0.0.0.0", "[0:0:0:0:0:0:0:0], [0:0:0:0:0:0:0:0]", "vpo.example, vpo.example", "'', ''",
            "[fe80:0:0:0:0:0:0:7%eth0], [fe80:0:0:0:0:0:0:7%eth1]", "172.17.0.1, 172.17.0.2",
            "[2001:db8:0:0:0:0:0:7], [2001:db8:0:0:0:0:0:8]"})
    void everybodyElseIsOnAnother(String from, String own) {
        assertThat(code(Calls.get().from(from).at(own).bearer(local))).isEqualTo("403 REMOTE_NOT_ALLOWED");
        assertThat(code(Calls.get().from(from).at(own).bearer(local).header("X-Forwarded-For", own == null ? "" : own)
                .header("X-Real-IP", "127.0.0.1").header("Forwarded", "for=127.0.0.1"))).as("by headers")
                .isEqualTo("403 REMOTE_NOT_ALLOWED");
    }

    /** As one that connects by loopback is: what it says of its own clients is not looked at. */
    @Test
    void aProxyOnThisMachineIsThisMachineByWhicheverAddressItConnects() {
        for (String address : List.of("127.0.0.1", "192.168.1.5")) {
            Calls calls = Calls.get().path("/x").from(address).at(address).header("X-Forwarded-For", "203.0.113.9");
            assertThat(code(calls)).isEqualTo("401 UNAUTHORIZED");
            assertThat(code(calls.basic("anna", TOKEN))).isEqualTo("in");
        }
        for (int i = 0; i < Throttle.FREE; i++) {
            code(Calls.get().from("192.168.1.5").at("192.168.1.5").basic("otto", "wrong")
                    .header("X-Forwarded-For", "203.0.113." + i));
        }
        assertThat(code(Calls.get().basic("berta", TOKEN))).as("one client").isEqualTo("429 RATE_LIMITED");
    }

    @Test
    void metricsAreAsTheyAreConfigured() {
        assertThat(code(Calls.get().path("/metrics"))).isEqualTo("401 UNAUTHORIZED");
        assertThat(code(Calls.get().path("/metrics").bearer(TOKEN))).isEqualTo("in");
        door.set(rules(false, Metrics.OPEN));
        assertThat(code(Calls.get().path("/metrics").from("192.168.1.5"))).isEqualTo("in");
        assertThat(code(Calls.get().path("/metrics/x"))).isEqualTo("401 UNAUTHORIZED");
        door.set(rules(false, Metrics.OFF));
        assertThat(code(Calls.get().path("/metrics").bearer(local))).isEqualTo("404 NOT_FOUND");
    }

    /** The name of a site, its mode, its origin and its referer, and what becomes of a reading and a changing request. */
    @ParameterizedTest
    @CsvSource(nullValues = "-", value = {
            "-,           -,         -,                        -,                          in,  in",
            "same-origin, cors,      -,                        -,                          in,  403",
            "same-origin, cors,      http://vpo.example:8321,  -,                          in,  403",
            "same-origin, navigate,  http://VPO.example:8321,  http://vpo.example:8321/x,  in,  403",
            "same-origin, navigate,  https://vpo.example:8321, -,                          403, 403",
            "none,        navigate,  -,                        -,                          in,  403",
            "cross-site,  navigate,  -,                        -,                          in,  403",
            "cross-site,  no-cors,   -,                        -,                          403, 403",
            "cross-site,  websocket, -,                        -,                          403, 403",
            "cross-site,  -,         -,                        -,                          403, 403",
            "same-site,   cors,      -,                        -,                          403, 403",
            "SAME-ORIGIN, cors,      -,                        -,                          in,  403",
            "nonsense,    cors,      -,                        -,                          403, 403",
            "-,           -,         http://evil.example,      -,                          403, 403",
            "-,           -,         null,                     -,                          403, 403",
            "-,           -,         http://vpo.example,       -,                          403, 403",
            "-,           -,         http://vpo.example:8321.evil.example, -,              403, 403",
            "-,           -,         http://a@vpo.example:8321, -,                         403, 403",
            "same-origin, cors,      http://evil.example,      -,                          403, 403",
            "-,           -,         -,                        http://evil.example/a,      in,  403",
            "-,           -,         -,                        http://vpo.example:8321/a,  in,  403"})
    void forgedRequestsAreRefusedWhoeverSendsThem(String site, String mode, String origin, String referer, String get,
            String post) {
        for (String method : new String[]{"GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "TRACE", "BREW"}) {
            Calls calls = Calls.get().method(method).path("/x").basic("anna", TOKEN);
            add(calls, "Sec-Fetch-Site", site);
            add(calls, "Sec-Fetch-Mode", mode);
            add(calls, "Origin", origin);
            add(calls, "Referer", referer);
            boolean reads = method.equals("GET") || method.equals("HEAD");
            assertThat(code(calls)).as(method).isEqualTo((reads ? get : post).equals("in") ? "in" : "403 CSRF_ERROR");
        }
    }

    @Test
    void aLinkOfAnotherSiteMayLeadToAPageAndAskItForNothing() {
        assertThat(code(link("document"))).isEqualTo("in");
        assertThat(code(link("document").withQuery())).isEqualTo("403 CSRF_ERROR");
        assertThat(code(link("iframe"))).isEqualTo("403 CSRF_ERROR");
        assertThat(
                code(Calls.get().path("/x").basic("anna", TOKEN).header("Sec-Fetch-Site", "same-origin").withQuery()))
                .isEqualTo("in");
    }

    private static Calls link(String destination) {
        return Calls.get().path("/x").basic("anna", TOKEN).header("Sec-Fetch-Site", "cross-site")
                .header("Sec-Fetch-Mode", "navigate").header("Sec-Fetch-Dest", destination);
    }

    private static void add(Calls calls, String name, String value) {
        if (value != null) {
            calls.header(name, value);
        }
    }

    @Test
    void aPageOfTheDaemonsOwnMayChangeSomething() {
        String cookie = admit(Calls.get().path("/x").basic("anna", TOKEN)).cookie().orElseThrow();
        assertThat(cookie).matches(
                "vpo_session_8321=[\\w-]{22}\\.1795867200\\.[\\w-]{43}; Path=/; Max-Age=43200; HttpOnly; SameSite=Strict");
        Calls own = Calls.post().path("/x").header("Sec-Fetch-Site", "same-origin")
                .header("Origin", "http://vpo.example:8321").header("Cookie", "a=b; " + cookie.split(";")[0]);
        assertThat(admit(own.basic("anna", TOKEN)).cookie()).isEmpty();
        assertThat(code(Calls.post().path("/x").header("Cookie", cookie.split(";")[0]).basic("otto", TOKEN)))
                .as("another's cookie").isEqualTo("403 CSRF_ERROR");
        assertThat(code(Calls.post().path("/x").header("Cookie", "vpo_session_8321=x").basic("anna", TOKEN)))
                .isEqualTo("403 CSRF_ERROR");
        assertThat(code(Calls.post().path("/x").header("Cookie", cookie.split(";")[0])))
                .as("the cookie is no credential").isEqualTo("401 UNAUTHORIZED");
        assertThat(code(Calls.post().path("/x").header("Sec-Fetch-Site", "same-origin").bearer(TOKEN)))
                .as("no browser sends a token by itself").isEqualTo("in");
        assertThat(admit(Calls.get().path("/x").overTls().basic("anna", TOKEN)).cookie().orElseThrow())
                .endsWith("; Secure");
    }

    /** To a browser, cookies belong to a host with all of its ports. */
    @Test
    void daemonsOfOneHostHaveSessionsSideBySide() {
        String other = admit(Calls.get().path("/x").host("localhost:8322").basic("anna", TOKEN)).cookie().orElseThrow();
        assertThat(other).startsWith("vpo_session_8322=");
        String both = "vpo_session_8321=of-another-daemon; " + other.split(";")[0];
        assertThat(code(with(Calls.post().host("localhost:8322"), both))).isEqualTo("in");
        assertThat(code(with(Calls.post().host("localhost:8321"), both))).isEqualTo("403 CSRF_ERROR");
        for (String host : List.of("localhost", "[::1]")) {
            assertThat(admit(Calls.get().path("/x").host(host).basic("anna", TOKEN)).cookie().orElseThrow()).as(host)
                    .startsWith("vpo_session=");
        }
        assertThat(admit(Calls.get().path("/x").host("[::1]:80").basic("anna", TOKEN)).cookie().orElseThrow())
                .startsWith("vpo_session_80=");
    }

    private String cookie() {
        return admit(Calls.get().path("/x").basic("anna", TOKEN)).cookie().orElseThrow().split(";")[0];
    }

    private Calls with(Calls calls, String cookie) {
        return calls.path("/x").basic("anna", TOKEN).header("Cookie", cookie);
    }

    @Test
    void aSessionEndsUnlessItIsUsed() {
        String first = cookie();
        assertThat(cookie()).as("each is one of its own").isNotEqualTo(first);
        now.set(now.get().plus(Sessions.LIFE.dividedBy(2)));
        assertThat(admit(with(Calls.get(), first)).cookie()).isEmpty();
        now.set(now.get().plusSeconds(1));
        String second = admit(with(Calls.get(), first)).cookie().orElseThrow().split(";")[0];
        now.set(now.get().plus(Sessions.LIFE.dividedBy(2)).minusSeconds(2));
        assertThat(code(with(Calls.post(), first))).isEqualTo("in");
        now.set(now.get().plusSeconds(1));
        assertThat(code(with(Calls.post(), first))).isEqualTo("403 CSRF_ERROR");
        assertThat(code(with(Calls.get(), first))).as("a password opens").isEqualTo("in");
        assertThat(code(with(Calls.post(), second))).isEqualTo("in");
    }

    @Test
    void nothingOfASessionCanBeChanged() {
        String[] parts = cookie().split("\\.");
        String[] other = cookie().split("\\.");
        for (String forged : List.of(other[0] + "." + parts[1] + "." + parts[2],
                parts[0] + "." + (Long.parseLong(parts[1]) + 1) + "." + parts[2],
                parts[0] + "." + parts[1] + "." + other[2], parts[0] + "." + parts[1], parts[0] + "." + parts[1] + ".",
                parts[0] + ".x." + parts[2], String.join(".", parts) + ".")) {
            assertThat(code(with(Calls.post(), forged))).as(forged).isEqualTo("403 CSRF_ERROR");
        }
        assertThat(code(with(Calls.post(), String.join(".", parts)))).isEqualTo("in");
    }

    /** What the client spoke, by the connection and as a proxy tells it; and whether a page of https is of that site. */
    @ParameterizedTest
    @CsvSource(nullValues = "-", value = {"false, -, http", "false, http, http", "false, https, https",
            "false, HTTPS, https", "false, 'https, http', http", "true, -, https", "true, http, https"})
    void aPageIsOfTheSameSiteIfItsSchemeIsTheSame(boolean tls, String forwarded, String scheme) {
        for (String origin : List.of("http", "https")) {
            Calls calls = Calls.post().path("/x").bearer(TOKEN).header("Origin", origin + "://vpo.example:8321");
            add(calls, "X-Forwarded-Proto", forwarded);
            assertThat(code(tls ? calls.overTls() : calls)).as(origin)
                    .isEqualTo(origin.equals(scheme) ? "in" : "403 CSRF_ERROR");
        }
        Calls page = Calls.get().path("/x").basic("anna", TOKEN);
        add(page, "X-Forwarded-Proto", forwarded);
        assertThat(admit(tls ? page.overTls() : page).cookie().orElseThrow().endsWith("; Secure"))
                .isEqualTo(scheme.equals("https"));
    }

    @Test
    void aForwardedSchemeIsNoTls() {
        assertThat(code(Calls.get().from("192.168.1.5").bearer(TOKEN).header("X-Forwarded-Proto", "https")))
                .isEqualTo("403 REMOTE_NOT_ALLOWED");
    }

    @Test
    void theApiIsLimitedForWhoeverIsLetIn() {
        for (int i = 0; i < 10; i++) {
            code(Calls.get());
            assertThat(code(Calls.get().bearer(local))).isEqualTo("in");
            assertThat(code(Calls.get().path("/plugins/x/y").bearer(TOKEN))).isEqualTo("in");
        }
        for (int i = 0; i < 3; i++) {
            assertThat(code(Calls.get().bearer(TOKEN))).isEqualTo("in");
        }
        assertThat(code(Calls.get().bearer(TOKEN))).isEqualTo("429 RATE_LIMITED");
        assertThat(code(Calls.post().bearer(TOKEN))).as("counted apart").isEqualTo("in");
        assertThat(code(Calls.post().bearer(TOKEN))).isEqualTo("429 RATE_LIMITED");
        assertThat(code(Calls.get().overTls().from("203.0.113.9").bearer(TOKEN))).isEqualTo("in");
    }

    @Test
    void retryAfterIsTheRestOfTheWindowInWholeSeconds() {
        assertThat(code(Calls.post().bearer(TOKEN))).isEqualTo("in");
        nanos.set(1);
        assertThat(refusal(Calls.post().bearer(TOKEN)).orElseThrow().headers()).containsEntry("Retry-After", "60");
        nanos.set(Duration.ofSeconds(59).toNanos() - 1);
        assertThat(refusal(Calls.post().bearer(TOKEN)).orElseThrow().headers()).as("not a nanosecond too early")
                .containsEntry("Retry-After", "2");
        nanos.set(Duration.ofSeconds(60).toNanos());
        assertThat(code(Calls.post().bearer(TOKEN))).isEqualTo("in");
    }

    @Test
    void noRefusalRepeatsWhatWasSent() {
        assertThat(refusal(Calls.get().basic("anna", "the secret")).orElseThrow().json()).doesNotContain("secret",
                "anna");
        assertThat(Authorization.of(List.of("Basic YW5uYTpzZWNyZXQ=")).toString()).isEqualTo("Basic of anna");
        assertThat(Authorization.of(List.of("Bearer secret")).toString()).isEqualTo("Bearer");
    }
}
