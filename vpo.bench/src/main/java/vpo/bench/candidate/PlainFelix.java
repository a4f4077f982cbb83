package vpo.bench.candidate;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;

import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.service.condition.Condition;
import vpo.api.start.StartConditions;
import vpo.config.ConfigInputs;
import vpo.config.ConfigurationSource;
import vpo.config.FileConfigurationSource;

/**
 * The daemon's bundles as anybody would run them: a framework whose storage is emptied at the start, every bundle
 * installed from its jar, and a shutdown hook. No command line, no lock, no checks.
 */
public final class PlainFelix {
    private static final String BUNDLE = "bundle.";
    private static final String PLUGIN = "plugin.";
    private static final String FRAMEWORK = "framework.";

    private PlainFelix() {}

    /**
     * Serves until SIGTERM. The configuration comes from the environment, as for the daemon.
     *
     * @param args the folder with the bundles, and the framework's storage
     */
    public static void main(String[] args) throws Exception {
        InfoLog.start();
        Path folder = Path.of(args[0]);
        ConfigurationSource source = FileConfigurationSource.read(new ConfigInputs(Optional.empty(), Map.of(),
                System.getenv(), Path.of(System.getProperty("user.home")), Path.of("").toAbsolutePath()));
        Map<String, String> index = index();
        Map<String, String> properties = new HashMap<>();
        index.forEach((key, value) -> {
            if (key.startsWith(FRAMEWORK)) {
                properties.put(key.substring(FRAMEWORK.length()), value);
            }
        });
        properties.put("vpo.version", "0.1.0");
        properties.put("vpo.data.dir", source.current().dataDirectory().toString());
        properties.put("vpo.plugins.builtin", plugins(index, folder.resolveSibling("plugins")));
        properties.put(Constants.FRAMEWORK_STORAGE, args[1]);
        properties.put(Constants.FRAMEWORK_STORAGE_CLEAN, Constants.FRAMEWORK_STORAGE_CLEAN_ONFIRSTINIT);
        Framework framework = new FrameworkFactory().newFramework(properties);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(framework)));
        framework.init();
        BundleContext context = framework.getBundleContext();
        context.registerService(ConfigurationSource.class, source, null);
        List<Bundle> installed = new ArrayList<>();
        for (Map.Entry<String, String> entry : index.entrySet()) {
            if (entry.getKey().startsWith(BUNDLE)) {
                String file = entry.getKey().substring(BUNDLE.length());
                Bundle bundle = context.installBundle(folder.resolve(file).toUri().toString());
                bundle.adapt(BundleStartLevel.class).setStartLevel(Integer.parseInt(entry.getValue().split(" ")[0]));
                installed.add(bundle);
            }
        }
        for (Bundle bundle : installed) {
            bundle.start(Bundle.START_ACTIVATION_POLICY);
        }
        framework.start();
        // Returns when all are started, which the daemon's lifecycle waits to be told.
        context.registerService(Condition.class, Condition.INSTANCE,
                new Hashtable<>(Map.of(Condition.CONDITION_ID, StartConditions.BUNDLES_STARTED)));
        framework.waitForStop(0);
    }

    /** The first-party plugins, as the plugin host is told of them: it runs them when the daemon is RUNNING. */
    private static String plugins(Map<String, String> index, Path folder) {
        return index.entrySet().stream().filter(entry -> entry.getKey().startsWith(PLUGIN)).map(entry -> {
            String[] parts = entry.getValue().split(" ");
            return parts[0] + " " + parts[1] + " " + folder.resolve(entry.getKey().substring(PLUGIN.length()));
        }).collect(Collectors.joining("\n"));
    }

    private static void stop(Framework framework) {
        try {
            framework.stop();
            framework.waitForStop(0);
        } catch (BundleException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What vpo.jar says of its bundles, their start levels, and the framework's properties. */
    private static Map<String, String> index() throws IOException {
        Properties properties = new Properties();
        try (InputStream in = PlainFelix.class.getResourceAsStream("/launch.properties")) {
            properties.load(in);
        }
        Map<String, String> index = new HashMap<>();
        properties.stringPropertyNames().forEach(name -> index.put(name, properties.getProperty(name)));
        return index;
    }
}
