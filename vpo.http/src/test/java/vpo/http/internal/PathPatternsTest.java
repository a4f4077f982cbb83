package vpo.http.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PathPatternsTest {
    private final PathPatterns patterns = new PathPatterns(List.of("/health", "/api/v1/*"));

    @ParameterizedTest
    @ValueSource(strings = {"/health", "/api/v1", "/api/v1/", "/api/v1/tasks/1"})
    void match(String path) {
        assertThat(patterns.match(path)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "", "/health/", "/health/more", "/healthy", "/api", "/api/v1x", "/api/v10/tasks",
            "/x/api/v1/tasks", "/API/v1/tasks"})
    void doNotMatch(String path) {
        assertThat(patterns.match(path)).isFalse();
    }

    @Test
    void ofNobodyMatchNothing() {
        assertThat(PathPatterns.NONE.match("/health")).isFalse();
    }
}
