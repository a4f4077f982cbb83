package vpo.launcher.log;

import java.util.Collections;
import java.util.Enumeration;
import java.util.IdentityHashMap;
import java.util.Map;

import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceFactory;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.log.LogEntry;
import org.osgi.service.log.LogListener;
import org.osgi.service.log.LogReaderService;

/** The OSGi log reader service of one bundle: what it listens with goes when it goes. */
final class OsgiLogReader implements LogReaderService {
    private final LogMemory memory;
    private final Map<LogListener, LogDelivery> deliveries = new IdentityHashMap<>();

    private OsgiLogReader(LogMemory memory) {
        this.memory = memory;
    }

    /** Registers the service, which lasts as long as the framework. */
    static void register(BundleContext system, LogMemory memory) {
        memory.use(system::getBundle);
        system.registerService(LogReaderService.class, new PerBundle(memory), null);
    }

    @Override
    public synchronized void addLogListener(LogListener listener) {
        deliveries.computeIfAbsent(listener, memory::deliver);
    }

    @Override
    public synchronized void removeLogListener(LogListener listener) {
        LogDelivery delivery = deliveries.remove(listener);
        if (delivery != null) {
            delivery.close();
        }
    }

    private synchronized void close() {
        deliveries.values().forEach(LogDelivery::close);
        deliveries.clear();
    }

    @Override
    public Enumeration<LogEntry> getLog() {
        return Collections.enumeration(memory.newestFirst());
    }

    /** Lets the service know who uses it. */
    private record PerBundle(LogMemory memory) implements ServiceFactory<LogReaderService> {
        @Override
        public LogReaderService getService(Bundle user, ServiceRegistration<LogReaderService> registration) {
            return new OsgiLogReader(memory);
        }

        @Override
        public void ungetService(Bundle user, ServiceRegistration<LogReaderService> registration,
                LogReaderService service) {
            ((OsgiLogReader) service).close();
        }
    }
}
