package vpo.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The annotations that components read are a second writing of the schema: they must say the same. */
class AnnotationsTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(classes = {ServerConfig.class, RateLimitConfig.class, ConsoleConfig.class, MetricsConfig.class,
            VpoConfig.class})
    void say_what_the_schema_says(Class<?> annotation) throws ReflectiveOperationException, ConfigurationException {
        String pid = (String) annotation.getField("PID").get(null);
        Map<String, Object> published = new Trial(folder).read().published().get(pid);
        for (Method method : annotation.getDeclaredMethods()) {
            String key = method.getName().replace("__", "_");
            Object value = published.get(key);
            KnownKey known = KnownKey.of((pid + "." + key).replaceFirst("^vpo\\.", ""));
            assertThat(known.used()).as(key).isTrue();
            if (method.getDefaultValue() != null) {
                assertThat(method.getDefaultValue()).as(key).isEqualTo(value);
            } else if (known.fallback().isEmpty()) {
                assertThat(value).as(key).isNull();
            } else {
                assertThat(value).as(key).isInstanceOf(method.getReturnType());
            }
        }
    }
}
