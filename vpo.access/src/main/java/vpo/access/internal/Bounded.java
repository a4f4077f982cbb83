package vpo.access.internal;

import java.util.LinkedHashMap;
import java.util.Map;

/** Remembers the last so many keys that were used; not safe for threads. */
final class Bounded<V> extends LinkedHashMap<String, V> {
    private static final long serialVersionUID = 1L;

    private final int most;

    Bounded(int most) {
        super(16, 0.75f, true);
        this.most = most;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
        return size() > most;
    }
}
