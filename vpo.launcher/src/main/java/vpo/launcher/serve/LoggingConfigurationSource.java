package vpo.launcher.serve;

import java.util.List;

import vpo.config.Configuration;
import vpo.config.ConfigurationSource;
import vpo.config.PluginSchema;
import vpo.config.Problem;
import vpo.launcher.log.LogSettings;
import vpo.launcher.log.Logging;

/** A configuration source whose reloads reach the log, which is not in the container and so gets no configuration. */
final class LoggingConfigurationSource implements ConfigurationSource {
    private final ConfigurationSource source;
    private final Logging logging;
    /** Whether the log has not got yet what is in force: an error may have come between. */
    private boolean isBehind;

    LoggingConfigurationSource(ConfigurationSource source, Logging logging) {
        this.source = source;
        this.logging = logging;
    }

    @Override
    public Configuration current() {
        return source.current();
    }

    @Override
    public Reload reload() {
        return applied(source.reload());
    }

    @Override
    public Reload reloadChanged() {
        return applied(source.reloadChanged());
    }

    private Reload applied(Reload reload) {
        isBehind |= reload instanceof Reload.Changed;
        if (isBehind) {
            logging.apply(LogSettings.of(source.current()));
            isBehind = false;
        }
        return reload;
    }

    @Override
    public List<Problem> errors(PluginSchema schema) {
        return source.errors(schema);
    }

    @Override
    public void use(List<PluginSchema> schemas) {
        source.use(schemas);
    }
}
