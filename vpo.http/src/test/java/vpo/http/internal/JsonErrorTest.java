package vpo.http.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonErrorTest {

    @ParameterizedTest
    @CsvSource({
            "404, Not Found, NOT_FOUND",
            "405, Method Not Allowed, METHOD_NOT_ALLOWED",
            "414, URI Too Long, INVALID_REQUEST",
            "500, Server Error, INTERNAL_ERROR",
            "505, HTTP Version Not Supported, INVALID_REQUEST"})
    void saysTheStatusAndNoMore(int status, String reason, String code) {
        assertThat(JsonError.of(status, reason))
                .isEqualTo("{\"error\": \"" + reason + "\", \"code\": \"" + code + "\"}");
    }
}
