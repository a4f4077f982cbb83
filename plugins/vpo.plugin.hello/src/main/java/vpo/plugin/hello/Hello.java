package vpo.plugin.hello;

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

/** The plugin: greets each file that is scanned. */
@Plugin(name = "hello", events = FileScanned.NAME)
@Component(configurationPid = HelloConfig.PID)
@Designate(ocd = HelloConfig.class)
public final class Hello implements Analyzer {
    private static final Logger log = LoggerFactory.getLogger(Hello.class);

    private final String greeting;

    /** With {@code [plugins.hello]}, or its defaults; made anew when that changes. */
    @Activate
    public Hello(HelloConfig config) {
        this.greeting = config.greeting();
    }

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
