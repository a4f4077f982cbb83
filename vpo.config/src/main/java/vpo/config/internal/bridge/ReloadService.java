package vpo.config.internal.bridge;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.framework.Bundle;
import org.osgi.framework.FrameworkUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import vpo.config.Configuration;
import vpo.config.ConfigurationReload;
import vpo.config.ConfigurationSource;
import vpo.config.ConfigurationSource.Reload;
import vpo.config.DerivedConfiguration;
import vpo.config.PluginSchema;
import vpo.config.Problem;
import vpo.config.Problem.Severity;
import vpo.config.ReloadListener;

/**
 * Joins the source, Configuration Admin, the log and the health check. Any thread. A reload that hangs, as on a disk that
 * is not there any more, holds up other reloads, and neither plugins nor the stop.
 */
final class ReloadService implements ConfigurationReload, HealthCheck {
    private static final Logger LOG = LoggerFactory.getLogger("vpo.config");

    private final ConfigurationSource source;
    private final Publication publication;
    private final Clock clock;
    /** What listeners are told of a reload that broke off. Made before, as there may be no memory left for it then. */
    private final Reload brokenOff;
    /** By their services; two of them may be equal, and yet come and go by themselves. */
    private final Map<DerivedConfiguration, Derived> derived = new IdentityHashMap<>();
    /** Of the plugins that run, in the order in which they came. */
    private final List<PluginSchema> schemas = new ArrayList<>();
    /** Those that the log has told of. */
    private List<Problem> warnings;
    private final List<ReloadListener> listeners = new CopyOnWriteArrayList<>();
    /** Taken before our monitor, never after it, by who reads the file. */
    private final Lock reading = new ReentrantLock();
    private boolean closed;
    private volatile ReloadState state;

    ReloadService(ConfigurationSource source, Publication publication, Clock clock) {
        this.source = source;
        this.publication = publication;
        this.clock = clock;
        Configuration configuration = source.current();
        this.brokenOff = new Reload.Refused(
                List.of(new Problem(Severity.ERROR, configuration.filePlace().toString(), "",
                        "the reload broke off, and the log says why")));
        this.warnings = configuration.warnings();
        this.state = ReloadState.read(configuration.file(), clock.instant(), List.of());
    }

    /**
     * Writes all that is wanted at present.
     *
     * @return the PIDs written
     * @throws IOException if Configuration Admin cannot store it
     */
    synchronized Set<String> publish() throws IOException {
        Map<String, Map<String, Object>> wanted = new LinkedHashMap<>(source.current().published());
        derived.values().forEach(each -> wanted.putIfAbsent(each.pid(), each.properties()));
        return publication.publish(wanted);
    }

    /** Takes it if its PID is free and Configuration Admin takes it: one that is bad must not stand in others' way. */
    void add(DerivedConfiguration service) {
        String pid = "(unknown)";
        try {
            // Foreign code: not under our lock.
            pid = service.pid();
            add(service, new Derived(pid, service.properties()));
        } catch (RuntimeException e) {
            LOG.error("The configuration {} of {} cannot be used and is left out: {}", pid, describe(service),
                    e.toString());
            LOG.debug("The configuration {} of {} cannot be used", pid, describe(service), e);
        }
    }

    private synchronized void add(DerivedConfiguration service, Derived wanted) {
        if (isOurs(wanted.pid())) {
            LOG.warn("{} is written by somebody else already: the one of {} is left out", wanted.pid(),
                    describe(service));
            return;
        }
        derived.put(service, wanted);
        try {
            writeOrTell(() -> {
                publication.add(wanted.pid(), wanted.properties());
                return Set.of(wanted.pid());
            });
        } catch (RuntimeException e) {
            derived.remove(service);
            throw e;
        }
    }

    /** Somebody has deleted a configuration: Configuration Admin forbids that for none, not even for read-only ones. */
    synchronized void deleted(String pid) {
        if (isOurs(pid) && publishOrTell().contains(pid)) {
            LOG.warn("The configuration {} was deleted by somebody else, and is written again", pid);
        }
    }

    private boolean isOurs(String pid) {
        return source.current().published().containsKey(pid)
                || derived.values().stream().anyMatch(each -> each.pid().equals(pid));
    }

    private static String describe(DerivedConfiguration service) {
        Bundle bundle = FrameworkUtil.getBundle(service.getClass());
        return service.getClass().getName() + (bundle == null ? "" : " (bundle " + bundle.getSymbolicName() + ")");
    }

    synchronized void remove(DerivedConfiguration service) {
        derived.remove(service);
        publishOrTell();
    }

    /** A plugin comes: its table gets the types and defaults that it asks for before it starts. */
    synchronized void add(PluginSchema schema) {
        // It was asked for before, but not under our lock.
        source.errors(schema).forEach(problem -> LOG.error("The plugin {} runs with settings that do not fit: {}",
                schema.plugin(), problem));
        schemas.add(schema);
        use(schema.plugin());
    }

    synchronized void remove(PluginSchema schema) {
        schemas.remove(schema);
        use(schema.plugin());
    }

    private void use(String plugin) {
        source.use(schemas);
        tellNews();
        String pid = "vpo.plugins." + plugin;
        // Most plugins have no table, and there may be many.
        if (source.current().published().keySet().stream()
                .anyMatch(each -> each.equals(pid) || each.startsWith(pid + ".") || each.startsWith(pid + "~"))) {
            publishOrTell();
        }
    }

    /** Is told from now on. */
    void add(ReloadListener listener) {
        listeners.add(listener);
    }

    /** Is told no more. */
    void remove(ReloadListener listener) {
        listeners.remove(listener);
    }

    /** From now on nothing is written any more. */
    synchronized void close() {
        closed = true;
    }

    @Override
    public Reload reload(String reason) {
        reading.lock();
        try {
            Reload outcome = announced(() -> told(reason, source.reload()));
            if (outcome instanceof Reload.Unchanged) {
                LOG.info("Configuration reloaded ({}): nothing changed", reason);
            }
            return outcome;
        } finally {
            reading.unlock();
        }
    }

    /** The file may have changed. That it has not, as after most starts, is no news, and no reload to anybody. */
    void fileChanged() {
        String reason = "file changed";
        reading.lock();
        try {
            Reload read = readChanged();
            if (read instanceof Reload.Unchanged && state.refused().isEmpty()) {
                told(reason, read);
            } else {
                announced(() -> told(reason, read));
            }
        } finally {
            reading.unlock();
        }
    }

    /** That it cannot be read for now is shown until it can. Who watches the file logs it, and comes back. */
    private Reload readChanged() {
        try {
            return source.reloadChanged();
        } catch (UncheckedIOException e) {
            String file = source.current().file().map(Path::toString).orElse("");
            state = state.refuse(List.of(new Problem(Severity.ERROR, file, "", e.getMessage())));
            throw e;
        }
    }

    @Override
    public Result execute() {
        ReloadState now = state;
        FormattingResultLog log = new FormattingResultLog();
        log.info("{}", now.summary());
        now.concerns().forEach(concern -> log.warn("{}", concern));
        return new Result(log);
    }

    /** Tells the listeners of a reload from its beginning to its end. */
    private Reload announced(Supplier<Reload> reload) {
        Reload outcome = brokenOff;
        try {
            listeners.forEach(each -> guarded(each, ReloadListener::reloading));
            outcome = reload.get();
            return outcome;
        } finally {
            // Whatever was thrown: a service manager that knows of a reload waits for its end.
            Reload told = outcome;
            listeners.forEach(each -> guarded(each, listener -> listener.reloaded(told)));
        }
    }

    /** What one of them throws is no reason to tell the others nothing. */
    private static void guarded(ReloadListener listener, Consumer<ReloadListener> call) {
        try {
            call.accept(listener);
        } catch (RuntimeException | Error e) {
            LOG.error("{} cannot be told of a reload: {}", listener.getClass().getName(), e.toString());
        }
    }

    /** Only while {@link #reading} is held, so that one is told of after the other. */
    private Reload told(String reason, Reload outcome) {
        switch (outcome) {
            case Reload.Unchanged() -> accept(reason, List.of(), List.of());
            case Reload.Changed(_, List<String> changed, List<String> afterRestart) ->
                accept(reason, changed, afterRestart);
            case Reload.Refused(List<Problem> problems) -> refuse(reason, problems);
        }
        return outcome;
    }

    private synchronized void accept(String reason, List<String> changed, List<String> afterRestart) {
        Configuration configuration = source.current();
        state = ReloadState.read(configuration.file(), clock.instant(), afterRestart);
        if (!changed.isEmpty()) {
            LOG.info("Configuration reloaded ({}): {}", reason, String.join(", ", changed));
        }
        afterRestart.forEach(key -> LOG.warn("{} changed and needs a restart; the old value stays in force", key));
        tellNews();
        publishOrTell();
    }

    /** The warnings that were not there before. */
    private void tellNews() {
        List<Problem> now = source.current().warnings();
        List<Problem> fresh = new ArrayList<>(now);
        fresh.removeAll(warnings);
        fresh.forEach(warning -> LOG.warn("{}", warning));
        warnings = now;
    }

    /** Not under our monitor: there may be much to log, and a log may be slow. */
    private void refuse(String reason, List<Problem> problems) {
        List<Problem> before = state.refused();
        state = state.refuse(problems);
        for (Problem problem : problems) {
            if (problem.severity() == Severity.ERROR) {
                LOG.error("Configuration not reloaded ({}), the old one stays in force: {}", reason, problem);
            } else if (!before.contains(problem)) {
                // A file that stays empty may be touched again and again.
                LOG.warn("{}", problem);
            }
        }
    }

    private Set<String> publishOrTell() {
        return writeOrTell(this::publish);
    }

    private interface Writing {
        Set<String> write() throws IOException;
    }

    /** The PIDs written. */
    private Set<String> writeOrTell(Writing what) {
        if (closed) {
            return Set.of();
        }
        try {
            return what.write();
        } catch (IOException e) {
            LOG.error("Configuration Admin cannot store the configuration: {}", e.toString());
            LOG.debug("Configuration Admin cannot store the configuration", e);
            return Set.of();
        }
    }

    /** What a service wanted when it came. */
    private record Derived(String pid, Map<String, Object> properties) {
        Derived {
            Objects.requireNonNull(pid, "it has no PID");
            properties = Map.copyOf(Objects.requireNonNull(properties, "it has no properties"));
        }
    }
}
