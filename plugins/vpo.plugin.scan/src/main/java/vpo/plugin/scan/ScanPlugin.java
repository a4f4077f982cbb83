package vpo.plugin.scan;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

import javax.sql.DataSource;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.propertytypes.SatisfyingConditionTarget;
import org.osgi.service.condition.Condition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import vpo.api.event.PluginEvent;
import vpo.api.event.PluginEvents;
import vpo.api.plugin.Plugin;
import vpo.api.start.StartConditions;
import vpo.api.task.TaskRefusedException;
import vpo.api.task.Tasks;
import vpo.plugin.scan.library.ScanJob;
import vpo.plugin.scan.library.Summary;
import vpo.plugin.scan.work.OverlapException;
import vpo.plugin.scan.work.ScanRequest;
import vpo.plugin.scan.work.Scans;
import vpo.plugin.scan.work.Settings;

/**
 * The plugin. The condition makes it wait until every configuration is published, because its own is optional: without
 * it, Declarative Services would start it with defaults first.
 */
@Plugin(name = "scan")
@Component(service = ScanService.class, immediate = true, configurationPid = {ScanConfig.PID, ToolsConfig.PID})
@SatisfyingConditionTarget("(" + Condition.CONDITION_ID + "=" + StartConditions.CONFIGURED + ")")
public final class ScanPlugin implements ScanService {
    private static final Logger log = LoggerFactory.getLogger(ScanPlugin.class);

    private final AtomicReference<PluginEvents> events = new AtomicReference<>();
    private final AtomicReference<Settings> settings;
    private final Scans scans;
    private final Timer timer;

    /** Cleans up what a crash left behind. */
    @Activate
    public ScanPlugin(@Reference Tasks tasks, @Reference(target = "(vpo.database=library)") DataSource library,
            @Reference(target = "(vpo.database=library-reader)") DataSource reader, ScanConfig config,
            ToolsConfig tools) {
        settings = new AtomicReference<>(read(config, tools));
        scans = new Scans(tasks, library, reader, this::publish, Clock.systemUTC());
        try {
            scans.sweep();
        } catch (SQLException e) {
            log.warn("Scans that a crash has left behind could not be looked for: {}", e.getMessage());
        }
        timer = new Timer(scans, Clock.systemUTC());
        timer.set(settings.get());
    }

    /** Present so that a reload cancels no running scan: those go on with the settings that they began with. */
    @Modified
    void modified(ScanConfig config, ToolsConfig tools) {
        settings.set(read(config, tools));
        timer.set(settings.get());
    }

    /** Ends what is running. */
    @Deactivate
    void deactivate() {
        timer.close();
        scans.close();
    }

    /** The plugins' events may come and go. A method, because a constructor is told once. */
    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    void bindEvents(PluginEvents service) {
        events.set(service);
    }

    void unbindEvents(PluginEvents service) {
        events.compareAndSet(service, null);
    }

    @Override
    public List<Path> roots() {
        return settings.get().roots();
    }

    @Override
    public String start(ScanRequest request) throws OverlapException, TaskRefusedException, SQLException {
        return scans.start(request, settings.get());
    }

    @Override
    public List<ScanJob> newest(int limit) throws SQLException {
        return scans.newest(limit);
    }

    @Override
    public Optional<ScanJob> find(String id) throws SQLException {
        return scans.find(id);
    }

    @Override
    public Optional<Summary> progress(String id) {
        return scans.progress(id);
    }

    private void publish(PluginEvent event) {
        PluginEvents service = events.get();
        if (service == null) {
            return;
        }
        try {
            service.publish(event);
        } catch (RuntimeException e) {
            // Such as that it has just gone. The file is recorded, whoever was told.
            log.warn("Nobody was told of {}: {}", event.name(), e.toString());
        }
    }

    private static Settings read(ScanConfig config, ToolsConfig tools) {
        return new SettingsReader(Path.of(System.getProperty("user.home")), ZoneId.systemDefault(), log::warn)
                .read(config, tools);
    }
}
