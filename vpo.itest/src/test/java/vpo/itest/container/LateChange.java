package vpo.itest.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceListener;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.hooks.service.EventListenerHook;
import org.osgi.framework.hooks.service.ListenerHook;

/** Holds up the next change that the whiteboard tells, on the thread that tells it, between its decision and the event. */
final class LateChange implements EventListenerHook, AutoCloseable {
    private static final String WHITEBOARD = "(objectClass=org.osgi.service.servlet.runtime.HttpServiceRuntime)";

    private final BundleContext context;
    private final ServiceRegistration<EventListenerHook> hook;
    private final CompletableFuture<Thread> begun = new CompletableFuture<>();
    private final CountDownLatch told = new CountDownLatch(1);

    LateChange(BundleContext context) {
        this.context = context;
        this.hook = context.registerService(EventListenerHook.class, this, null);
    }

    @Override
    public void event(ServiceEvent event, Map<BundleContext, Collection<ListenerHook.ListenerInfo>> listeners) {
        if (event.getType() == ServiceEvent.MODIFIED && matches(event) && begun.complete(Thread.currentThread())) {
            try {
                assertThat(told.await(InContainer.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private boolean matches(ServiceEvent event) {
        try {
            return context.createFilter(WHITEBOARD).match(event.getServiceReference());
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns when there is a change to be told. */
    void awaitBegin() throws Exception {
        begun.get(InContainer.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    /** Lets the change be told, and returns when everybody has heard of it. */
    void tell() {
        told.countDown();
        await().atMost(InContainer.PATIENCE).until(() -> Stream.of(begun.join().getStackTrace())
                .noneMatch(frame -> frame.getMethodName().equals("setProperties")));
    }

    /** Lets the change be told in the midst of the going of a service. */
    void tellWhileGoes(String service) throws InvalidSyntaxException {
        context.addServiceListener((ServiceListener) event -> {
            if (event.getType() == ServiceEvent.UNREGISTERING) {
                tell();
            }
        }, service);
    }

    @Override
    public void close() {
        told.countDown();
        hook.unregister();
    }
}
