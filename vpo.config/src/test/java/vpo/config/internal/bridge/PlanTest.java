package vpo.config.internal.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import vpo.config.internal.bridge.Plan.Existing;
import vpo.config.internal.bridge.Plan.Step;

class PlanTest {
    private static final Map<String, Object> PORT = Map.of("port", 1, "list", new String[]{"a"});

    @Test
    void what_is_missing_is_written_in_order() {
        Map<String, Map<String, Object>> wanted = new LinkedHashMap<>();
        wanted.put("vpo.z", Map.of());
        wanted.put("vpo.a", PORT);
        assertThat(Plan.of(wanted, Map.of())).extracting(Step::pid).containsExactly("vpo.z", "vpo.a");
        assertThat(Plan.of(wanted, Map.of()).getFirst()).isEqualTo(new Step.Write("vpo.z", Map.of(Plan.MANAGED, true)));
    }

    @Test
    void what_is_right_is_left_alone() {
        Map<String, Object> same = Map.of("port", 1, "list", new String[]{"a"}, Plan.MANAGED, true, "service.pid",
                "vpo.a",
                "service.factoryPid", "f", "service.bundleLocation", "?");
        assertThat(Plan.of(Map.of("vpo.a", PORT), Map.of("vpo.a", new Existing(same, true)))).isEmpty();
    }

    @Test
    void what_is_right_but_open_to_others_is_protected() {
        Map<String, Object> same = Map.of("port", 1, "list", new String[]{"a"}, Plan.MANAGED, true);
        assertThat(Plan.of(Map.of("vpo.a", PORT), Map.of("vpo.a", new Existing(same, false))))
                .containsExactly(new Step.Protect("vpo.a"));
    }

    @Test
    void what_differs_is_written() {
        List<Map<String, Object>> others = List.of(
                Map.of("port", 2, "list", new String[]{"a"}, Plan.MANAGED, true),
                Map.of("port", 1L, "list", new String[]{"a"}, Plan.MANAGED, true),
                Map.of("port", 1, "list", new String[]{"b"}, Plan.MANAGED, true),
                Map.of("port", 1, "list", new String[]{"a"}, "more", 1, Plan.MANAGED, true),
                Map.of("port", 1, Plan.MANAGED, true),
                Map.of("port", 1, "list", new String[]{"a"}));
        assertThat(others).allSatisfy(
                other -> assertThat(Plan.of(Map.of("vpo.a", PORT), Map.of("vpo.a", new Existing(other, true))))
                        .hasSize(1).first().isInstanceOf(Step.Write.class));
    }

    @Test
    void only_ours_is_deleted() {
        assertThat(Plan.of(Map.of(), Map.of("vpo.gone", new Existing(Map.of(Plan.MANAGED, true), true), "vpo.theirs",
                new Existing(Map.of(), false)))).containsExactly(new Step.Delete("vpo.gone"));
    }
}
