package vpo.console.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.felix.webconsole.servlet.AbstractServlet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import vpo.config.Configuration;
import vpo.config.ConfigurationSource;
import vpo.config.Setting;
import vpo.config.Source;

class PageFilterTest {
    /** Stands in any script. */
    private static final String SECRET = "function";

    private final Configuration configuration = new Configuration(Optional.empty(), Path.of("/c.toml"), Path.of("/d"),
            List.of(new Setting("plugins.radar.key", SECRET, new Source.Default(), true, false)), Map.of(), List.of());
    private final PageFilter filter = new PageFilter(proxy(ConfigurationSource.class, Map.of("current",
            configuration)));

    private static <T> T proxy(Class<T> type, Map<String, Object> answers) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[]{type},
                (_, method, _) -> answers.get(method.getName())));
    }

    private String get(String path, byte[] content, String type) throws Exception {
        Sent sent = new Sent();
        HttpServletRequest request = proxy(HttpServletRequest.class, Map.of("getServletPath", "", "getPathInfo", path));
        HttpServletResponse response = proxy(HttpServletResponse.class,
                Map.of("getOutputStream", sent, "getContentType", type));
        FilterChain chain = (asked, answered) -> new Resource(content, type).answer((HttpServletRequest) asked,
                (HttpServletResponse) answered);
        filter.doFilter(request, response, chain);
        return sent.bytes.toString(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/res/lib/support.js", "/res/ui/bundles.js"})
    void aFileOfFelixsIsSentAsItIs(String path) throws Exception {
        byte[] content;
        try (InputStream in = AbstractServlet.class.getResourceAsStream(path)) {
            content = in.readAllBytes();
        }
        String text = new String(content, StandardCharsets.UTF_8);
        assertThat(get(path, content, "application/javascript")).contains(SECRET).isEqualTo(text);
    }

    @Test
    void aFileOfOurPagesIsSentAsItIs() throws Exception {
        byte[] content;
        try (InputStream in = PageFilter.class.getResourceAsStream("/res/dom.js")) {
            content = in.readAllBytes();
        }
        String text = new String(content, StandardCharsets.UTF_8);
        assertThat(get("/vpo/res/dom.js", content, "text/javascript; charset=utf-8")).contains(SECRET).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/services", "/services.json", "/vpo", "/vpo/resources", "/res.json", "/resources",
            "/services/res/x.js"})
    void aSecretIsMaskedEverywhereElse(String path) throws Exception {
        assertThat(get(path, ("key = " + SECRET).getBytes(StandardCharsets.UTF_8), "text/html"))
                .isEqualTo("key = ********");
    }

    private static final class Sent extends ServletOutputStream {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        @Override
        public void write(int b) {
            bytes.write(b);
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setWriteListener(WriteListener listener) {
            throw new IllegalStateException("nothing here is asynchronous");
        }
    }
}
