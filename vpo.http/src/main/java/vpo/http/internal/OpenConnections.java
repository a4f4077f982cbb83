package vpo.http.internal;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.thread.Scheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bounds what clients can hold without asking for anything. Jetty closes connections on which nothing comes; but one
 * byte now and then keeps them open, and when there are too many of them it accepts no more, health's included. So a
 * request's headers must be there in a limited time, and when too many connections are open, those that have been
 * without a request for the longest make way.
 */
final class OpenConnections implements Connection.Listener, HttpConfiguration.Customizer {
    private static final Logger log = LoggerFactory.getLogger(OpenConnections.class);
    /** Of those without a request, how many make way at a time: to look for each is not done for each. */
    private static final int A_TENTH = 10;
    private static final Duration BETWEEN_COMPLAINTS = Duration.ofMinutes(1);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(10);

    /** What a connection is at. */
    private static final class State {
        /** Null as long as it waits for one. */
        private volatile Request request;
        private volatile long waitingSince = System.nanoTime();
        private volatile boolean isNew = true;

        boolean isWaiting() {
            return request == null;
        }

        /** Whether its first request is to be expected: a client connects in order to ask. */
        boolean isNew(Duration limit) {
            return isNew && System.nanoTime() - waitingSince < limit.toNanos();
        }

        void begin(Request begun) {
            request = begun;
            isNew = false;
        }

        synchronized void end(Request ended) {
            // The next one may have begun before this one's end is told.
            if (request == ended) {
                waitingSince = System.nanoTime();
                request = null;
            }
        }
    }

    private final int most;
    private final Duration wait;
    private final Map<Connection, State> open = new ConcurrentHashMap<>();
    private volatile long complained = System.nanoTime() - BETWEEN_COMPLAINTS.toNanos();

    /**
     * @param most connections at a time
     * @param wait how long one may be open without a whole request, from its beginning or the answer before
     */
    OpenConnections(int most, Duration wait) {
        this.most = most;
        this.wait = wait;
    }

    /** Looks after connections from now on, until the scheduler ends. */
    void watch(Scheduler scheduler) {
        long pause = Math.max(1, Math.min(TimeUnit.SECONDS.toMillis(1), wait.toMillis() / A_TENTH));
        scheduler.schedule(() -> {
            try {
                closeOverdue();
            } finally {
                watch(scheduler);
            }
        }, pause, TimeUnit.MILLISECONDS);
    }

    /** Takes one that was open before it could be told. */
    void adopt(Connection connection) {
        connection.addEventListener(this);
        open.putIfAbsent(connection, new State());
    }

    @Override
    public void onOpened(Connection connection) {
        open.putIfAbsent(connection, new State());
        if (open.size() > most) {
            makeWay();
        }
    }

    @Override
    public void onClosed(Connection connection) {
        open.remove(connection);
    }

    /** Jetty calls this when the headers of a request are there. */
    @Override
    public Request customize(Request request, HttpFields.Mutable responseHeaders) {
        State state = open.get(request.getConnectionMetaData().getConnection());
        if (state != null) {
            state.begin(request);
            Request.addCompletionListener(request, _ -> state.end(request));
        }
        return new BoundedRequest(request);
    }

    boolean knows(Connection connection) {
        return open.containsKey(connection);
    }

    int size() {
        return open.size();
    }

    /**
     * Waits until the last byte of the answers under way is written, but not for longer than this.
     *
     * @param newcomers whether to wait also for the first request of connections that are not older than the limit
     * @param settled whether all connections are known here
     */
    void awaitAnswers(Duration limit, boolean newcomers, BooleanSupplier settled) {
        long deadline = System.nanoTime() + limit.toNanos();
        try {
            while ((!settled.getAsBoolean() || open.values().stream()
                    .anyMatch(each -> !each.isWaiting() || newcomers && each.isNew(limit)))
                    && System.nanoTime() < deadline) {
                Thread.sleep(BETWEEN_LOOKS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void closeOverdue() {
        long now = System.nanoTime();
        open.forEach((connection, state) -> {
            if (state.isWaiting() && now - state.waitingSince > wait.toNanos()) {
                close(connection);
            }
        });
    }

    private void makeWay() {
        long now = System.nanoTime();
        List<Connection> waiting = open.entrySet().stream().filter(each -> each.getValue().isWaiting())
                .sorted(Comparator.comparingLong(each -> each.getValue().waitingSince - now)).map(Map.Entry::getKey)
                .toList();
        if (now - complained > BETWEEN_COMPLAINTS.toNanos()) {
            complained = now;
            log.warn("{} connections are open, and {} of them ask for nothing: those that have done so for the longest"
                    + " are closed", open.size(), waiting.size());
        }
        waiting.stream().limit(Math.max(1, waiting.size() / A_TENTH)).forEach(OpenConnections::close);
    }

    private static void close(Connection connection) {
        connection.getEndPoint().close();
    }
}
