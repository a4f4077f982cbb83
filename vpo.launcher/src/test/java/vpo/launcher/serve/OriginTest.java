package vpo.launcher.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;

import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;

class OriginTest {

    @Test
    void isTheJarOrTheFolderOfAClass() {
        assertThat(Origin.of(Bundle.class)).hasValueSatisfying(jar -> assertThat(jar).isRegularFile()
                .hasExtension("jar"));
        assertThat(Origin.of(OriginTest.class)).hasValueSatisfying(
                folder -> assertThat(folder.resolve("vpo/launcher/serve/OriginTest.class")).isRegularFile());
        assertThat(LaunchIndex.home()).isEqualTo(Origin.of(LaunchIndex.class).orElseThrow());
    }

    @Test
    void aLambdaIsFromWhereItsClassIs() {
        Runnable lambda = () -> {};

        assertThat(Origin.of(lambda.getClass())).isEqualTo(Origin.of(OriginTest.class));
    }

    @Test
    void aProxyIsFromNowhere() {
        Object proxy = Proxy.newProxyInstance(OriginTest.class.getClassLoader(), new Class<?>[]{Bundle.class},
                (_, _, _) -> null);

        assertThat(Origin.of(proxy.getClass())).isEmpty();
    }
}
