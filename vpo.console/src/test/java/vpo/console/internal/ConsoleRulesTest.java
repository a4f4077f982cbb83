package vpo.console.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConsoleRulesTest {

    /** As in {@code POST vmstat action=gc}. */
    private static ConsoleRequest request(String text) {
        String[] parts = text.split(" ");
        Map<String, String> parameters = new LinkedHashMap<>();
        Arrays.stream(parts).skip(2).map(each -> each.split("=")).forEach(each -> parameters.put(each[0], each[1]));
        return new ConsoleRequest(parts[0], ConsoleRequest.label("/" + parts[1]), parts[1].endsWith(".zip"), true,
                parameters.keySet(), parameters::get);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET bundles", "HEAD vmstat", "GET configMgr/vpo.server.json", "POST configMgr/vpo.server",
            "GET configMgr pid=vpo.server", "GET configMgr/vpo.server post=true ts=7",
            "POST configMgr pid=vpo.server", "POST logs minLevel=2", "POST vmstat action=gc",
            "POST vmstat shutdown_type=Stop", "POST vmstat shutdown_type=Stop shutdown_timer=x", "GET vpo"})
    void lookingAndStoppingIsAllowed(String text) {
        assertThat(ConsoleRules.objection(request(text))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST bundles/3 action=stop", "POST bundles.x action=refreshPackages", "POST install x=y",
            "POST configMgr/a apply=true", "GET configMgr/a post=true apply=true", "GET configMgr/a post=true create=1",
            "GET configMgr referer=x",
            "HEAD configMgr referer=x", "GET configMgr.x/a post=true delete=1",
            "POST configMgr/a unbind=x", "POST configMgr/a create=x", "POST vmstat action=setStartLevel",
            "POST vmstat shutdown_type=Restart", "POST vmstat", "POST vmstat action=x shutdown_type=Stop",
            "POST components/4 action=disable", "POST something", "PUT bundles", "DELETE configMgr/a", "TRACE vpo",
            "GET status-Configurations.zip"})
    void whatChangesAnythingElseIsRefused(String text) {
        assertThat(ConsoleRules.objection(request(text))).isPresent();
    }

    @Test
    void aFormThatNotEverybodyReadsAlikeIsRefused() {
        ConsoleRequest multipart = new ConsoleRequest("POST", "vmstat", false, false, java.util.Set.of(), _ -> null);
        assertThat(ConsoleRules.objection(multipart)).isPresent();
    }

    @Test
    void onlyTheLastStepStops() {
        assertThat(ConsoleRules.stops(request("POST vmstat shutdown_type=Stop"))).isTrue();
        assertThat(ConsoleRules.stops(request("POST vmstat shutdown_type=Stop shutdown_timer=x"))).isFalse();
        assertThat(ConsoleRules.stops(request("GET vmstat"))).isFalse();
    }

    @Test
    void aLabelEndsWhereFelixEndsIt() {
        assertThat(ConsoleRequest.label("/bundles.json")).isEqualTo("bundles");
        assertThat(ConsoleRequest.label("/configMgr/vpo.server")).isEqualTo("configMgr");
        assertThat(ConsoleRequest.label("/")).isEmpty();
    }
}
