package vpo.launcher.log;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.BundleException;
import org.osgi.framework.launch.Framework;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A process that does what a daemon does with its log, and prints besides. */
final class Probe {
    private Probe() {}

    /** Takes a folder for the framework and the log's format. */
    public static void main(String[] args) throws Exception {
        Logger log = LoggerFactory.getLogger("vpo.probe");
        log.info("before anything is set up");
        Logging logging = Logging.start(new LogSettings(LogSettings.Level.DEBUG,
                LogSettings.Format.valueOf(args[1]), Optional.of(Path.of(args[0], "logs/vpo.log")), 0, 0));
        logging.takeStandardStreams();
        Map<String, Object> properties = new HashMap<>();
        properties.put("org.osgi.framework.storage", Path.of(args[0], "cache").toString());
        properties.put("felix.log.logger", new FrameworkLogger());
        properties.put("org.osgi.framework.system.packages.extra", "org.osgi.service.log;version=1.5");
        @SuppressWarnings({"unchecked", "rawtypes"})
        Framework framework = new FrameworkFactory().newFramework((Map) properties);
        framework.init();
        OsgiLogService.register(framework.getBundleContext());
        framework.start();
        try {
            framework.getBundleContext().installBundle("http://127.0.0.1:1/no.jar");
        } catch (BundleException e) {
            log.error("no such bundle", e);
        }
        java.util.logging.Logger.getLogger("vpo.jul").fine("from java.util.logging");
        System.out.println("printed");
        Thread thread = new Thread(() -> {
            throw new IllegalStateException("unexpected");
        }, "doomed");
        thread.start();
        thread.join();
        framework.stop();
        framework.waitForStop(0);
        logging.close();
        log.info("after all is closed");
        System.exit(0);
    }
}
