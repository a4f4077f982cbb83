package vpo.admin.internal;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

import javax.sql.DataSource;

import org.apache.felix.hc.api.execution.HealthCheckExecutor;
import org.osgi.service.log.LogReaderService;
import org.osgi.service.log.admin.LoggerAdmin;

import vpo.config.ConfigurationReload;
import vpo.config.ConfigurationSource;
import vpo.http.RequestStatistics;
import vpo.lifecycle.DaemonControl;
import vpo.lifecycle.Lifecycle;
import vpo.plugins.PluginAdministration;

/**
 * All that the API needs of the daemon.
 *
 * @param version of the daemon
 * @param data its data directory
 * @param plugins the plugin host, as long as it is there
 * @param library for reading, as long as it is there
 */
record Services(String version, Path data, Lifecycle lifecycle, DaemonControl control, RequestStatistics requests,
        ConfigurationSource configuration, ConfigurationReload reload, HealthCheckExecutor checks,
        LogReaderService log, LoggerAdmin levels, Supplier<Optional<PluginAdministration>> plugins,
        Supplier<Optional<DataSource>> library) {}
