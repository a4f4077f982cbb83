package vpo.plugins.internal.http;

import java.util.Set;
import java.util.stream.Stream;

import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.Constants;
import org.osgi.framework.SynchronousBundleListener;

/**
 * Keeps up, while there are plugins, what keeps them in their place: from before the first one can start until the last
 * one is uninstalled, or until none runs any more and the framework stops. A hook is asked about every event of every
 * service, in the start and at the stop of the daemon for nothing.
 */
public final class WhileGuests implements SynchronousBundleListener, AutoCloseable {
    /** After these a guest may be there that was not before, or the other way round. */
    private static final Set<Integer> TURNS = Set.of(BundleEvent.INSTALLED, BundleEvent.UPDATED, BundleEvent.STARTING,
            BundleEvent.LAZY_ACTIVATION, BundleEvent.STOPPED, BundleEvent.UNINSTALLED);

    private final BundleContext context;
    private final Bundle framework;
    private final Guests guests;
    private final Runnable begin;
    private final Runnable end;
    private boolean begun;

    /**
     * Looks at once.
     *
     * @param context of this bundle
     * @param guests tells who is one
     * @param begin on the thread that installs the first guest, before it can start
     * @param end of what was begun; may be begun again
     */
    public WhileGuests(BundleContext context, Guests guests, Runnable begin, Runnable end) {
        this.context = context;
        this.framework = context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION);
        this.guests = guests;
        this.begin = begin;
        this.end = end;
        context.addBundleListener(this);
        look();
    }

    @Override
    public void bundleChanged(BundleEvent event) {
        if (TURNS.contains(event.getType())
                && (event.getType() == BundleEvent.UNINSTALLED || guests.isGuest(event.getBundle()))) {
            look();
        }
    }

    private synchronized void look() {
        turn(Stream.of(context.getBundles()).anyMatch(each -> guests.isGuest(each) && !isOver(each)));
    }

    private void turn(boolean wanted) {
        if (wanted != begun) {
            // Before it is done, for it may start a guest.
            begun = wanted;
            try {
                (wanted ? begin : end).run();
            } catch (RuntimeException e) {
                // Tried again with the next event: when it is installed, that is before its start.
                begun = !wanted;
                throw e;
            }
        }
    }

    /** Whether it has stopped with the framework: what is merely stopped may be started again. */
    private boolean isOver(Bundle guest) {
        return framework.getState() == Bundle.STOPPING
                && (guest.getState() & (Bundle.INSTALLED | Bundle.RESOLVED)) != 0;
    }

    /** Ends what was begun. */
    @Override
    public void close() {
        context.removeBundleListener(this);
        synchronized (this) {
            turn(false);
        }
    }
}
