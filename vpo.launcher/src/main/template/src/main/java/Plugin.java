package @package@;

import java.util.Map;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import vpo.api.event.FileScanned;
import vpo.api.event.PluginEvent;
import vpo.api.plugin.Analyzer;
import vpo.api.plugin.Plugin;

/** The plugin: is told of each file that is scanned, and may add to what is known of it. */
@Plugin(name = "@name@", events = FileScanned.NAME)
@Component(configurationPid = @class@Config.PID)
@Designate(ocd = @class@Config.class)
public final class @class@Plugin implements Analyzer {
    private static final Logger log = LoggerFactory.getLogger(@class@Plugin.class);

    private final String greeting;

    /** With the settings; made anew when they change. */
    @Activate
    public @class@Plugin(@class@Config config) {
        this.greeting = config.greeting();
    }

    /** One call at a time, for at most plugins.call_timeout seconds. */
    @Override
    public Map<String, String> on(PluginEvent event) {
        return switch (event) {
            case FileScanned scanned -> {
                log.info("{}, {}", greeting, scanned.file().path());
                yield Map.of("greeting", greeting);
            }
            default -> Map.of();
        };
    }
}
