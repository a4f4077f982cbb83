package vpo.config.internal.bridge;

import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import vpo.config.Configuration;
import vpo.config.ConfigurationReload;
import vpo.config.ConfigurationSource;
import vpo.config.ConfigurationSource.Reload;
import vpo.config.DerivedConfiguration;
import vpo.config.Problem;
import vpo.config.Problem.Severity;

/** Joins the source, Configuration Admin, the log and the health check. Any thread. */
final class ReloadService implements ConfigurationReload, HealthCheck {
    private static final Logger LOG = LoggerFactory.getLogger("vpo.config");

    private final ConfigurationSource source;
    private final Publication publication;
    private final Clock clock;
    /** By their services, in the order in which they came. */
    private final Map<DerivedConfiguration, Map<String, Object>> derived = new LinkedHashMap<>();
    private List<Problem> warned;
    private boolean closed;
    private volatile ReloadState state;

    ReloadService(ConfigurationSource source, Publication publication, Clock clock) {
        this.source = source;
        this.publication = publication;
        this.clock = clock;
        Configuration configuration = source.current();
        this.warned = configuration.warnings();
        this.state = ReloadState.read(configuration.file(), clock.instant(), List.of());
    }

    /**
     * Writes all that is wanted at present.
     *
     * @throws IOException if Configuration Admin cannot store it
     */
    synchronized void publish() throws IOException {
        Map<String, Map<String, Object>> wanted = new LinkedHashMap<>(source.current().published());
        derived.forEach((service, properties) -> {
            if (wanted.putIfAbsent(service.pid(), properties) != null) {
                LOG.warn("{} is written by somebody else already: the one of {} is left out", service.pid(),
                        service.getClass().getName());
            }
        });
        publication.publish(wanted);
    }

    void add(DerivedConfiguration service) {
        // Foreign code: not under our lock.
        Map<String, Object> properties = Map.copyOf(service.properties());
        synchronized (this) {
            derived.put(service, properties);
            publishOrTell();
        }
    }

    synchronized void remove(DerivedConfiguration service) {
        derived.remove(service);
        publishOrTell();
    }

    /** From now on nothing is written any more. */
    synchronized void close() {
        closed = true;
    }

    @Override
    public Reload reload(String reason) {
        Reload outcome = run(reason);
        if (outcome instanceof Reload.Unchanged) {
            LOG.info("Configuration reloaded ({}): nothing changed", reason);
        }
        return outcome;
    }

    /** The file may have changed. That it has not is no news. */
    void fileChanged() {
        run("file changed");
    }

    @Override
    public Result execute() {
        ReloadState now = state;
        FormattingResultLog log = new FormattingResultLog();
        log.info("{}", now.summary());
        now.concerns().forEach(concern -> log.warn("{}", concern));
        return new Result(log);
    }

    private synchronized Reload run(String reason) {
        Reload outcome = source.reload();
        switch (outcome) {
            case Reload.Unchanged() -> accept(reason, List.of(), List.of());
            case Reload.Changed(_, List<String> changed, List<String> afterRestart) ->
                accept(reason, changed, afterRestart);
            case Reload.Refused(List<Problem> problems) -> refuse(reason, problems);
        }
        return outcome;
    }

    private void accept(String reason, List<String> changed, List<String> afterRestart) {
        Configuration configuration = source.current();
        state = ReloadState.read(configuration.file(), clock.instant(), afterRestart);
        if (!changed.isEmpty()) {
            LOG.info("Configuration reloaded ({}): {}", reason, String.join(", ", changed));
        }
        afterRestart.forEach(key -> LOG.warn("{} changed and needs a restart; the old value stays in force", key));
        List<Problem> fresh = new ArrayList<>(configuration.warnings());
        fresh.removeAll(warned);
        fresh.forEach(problem -> LOG.warn("{}", problem));
        warned = configuration.warnings();
        publishOrTell();
    }

    private void refuse(String reason, List<Problem> problems) {
        state = state.refuse(problems);
        for (Problem problem : problems) {
            if (problem.severity() == Severity.ERROR) {
                LOG.error("Configuration not reloaded ({}), the old one stays in force: {}", reason, problem);
            } else {
                LOG.warn("{}", problem);
            }
        }
    }

    private void publishOrTell() {
        if (closed) {
            return;
        }
        try {
            publish();
        } catch (IOException e) {
            LOG.error("Configuration Admin cannot store the configuration: {}", e.toString());
            LOG.debug("Configuration Admin cannot store the configuration", e);
        }
    }
}
