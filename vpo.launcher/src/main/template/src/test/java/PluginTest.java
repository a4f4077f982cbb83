package @package@;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.annotation.Annotation;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import vpo.api.event.FileInfo;
import vpo.api.event.FileScanned;

class @class@PluginTest {

    @Test
    void greetsAFileThatWasScanned() {
        FileInfo file = new FileInfo(1, Path.of("/library/film.mkv"), 1000, Instant.EPOCH, Optional.empty(),
                Optional.of("matroska,webm"), List.of());

        Map<String, String> added = new @class@Plugin(config("Good morning")).on(new FileScanned(file));

        assertEquals(Map.of("greeting", "Good morning"), added);
    }

    private static @class@Config config(String greeting) {
        return new @class@Config() {
            @Override
            public String greeting() {
                return greeting;
            }

            @Override
            public Class<? extends Annotation> annotationType() {
                return @class@Config.class;
            }
        };
    }
}
