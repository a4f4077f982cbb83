package vpo.lifecycle.internal;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;

/**
 * What the register of tasks lets in, and what is done once it is empty. A phase is an object, and each change makes a
 * new one: whoever has found the register empty acts only if the phase in which it looked is the present one still, and
 * only one of them does. Takes no lock.
 */
final class Admission {

    /** In which phase the register is. */
    enum Kind {
        /** Everything is let in. */
        OPEN,
        /** Administration alone is let in. */
        QUIET,
        /** The same, and the daemon stops as soon as nothing is in flight. */
        UNTIL_IDLE,
        /** The same; a stop was asked for, and nothing takes it back. */
        LEAVING,
        /** Nothing is let in: the daemon stops. */
        CLOSED;

        private boolean admits(boolean administration) {
            return this == OPEN || administration && this != CLOSED;
        }
    }

    private static final Map<Kind, Set<Kind>> MOVES = Map.of(
            Kind.OPEN, EnumSet.of(Kind.QUIET, Kind.UNTIL_IDLE, Kind.LEAVING, Kind.CLOSED),
            Kind.QUIET, EnumSet.of(Kind.OPEN, Kind.UNTIL_IDLE, Kind.LEAVING, Kind.CLOSED),
            Kind.UNTIL_IDLE, EnumSet.of(Kind.OPEN, Kind.LEAVING, Kind.CLOSED),
            Kind.LEAVING, EnumSet.of(Kind.CLOSED),
            Kind.CLOSED, EnumSet.noneOf(Kind.class));

    /** Not a record: two of them are never the same one. */
    private static final class Phase {
        private final Kind kind;
        /** Null is nothing, or that it was done. */
        private final Runnable whenEmpty;
        /** For the moment, administration alone is let in. */
        private final boolean isShut;

        private Phase(Kind kind, Runnable whenEmpty, boolean isShut) {
            this.kind = kind;
            this.whenEmpty = whenEmpty;
            this.isShut = isShut;
        }

        Phase(Kind kind, Runnable whenEmpty) {
            this(kind, whenEmpty, false);
        }

        Phase whenDone() {
            return new Phase(kind == Kind.UNTIL_IDLE ? Kind.LEAVING : kind, null);
        }

        Phase shut() {
            return new Phase(kind, whenEmpty, true);
        }

        boolean admits(boolean administration) {
            return kind.admits(administration) && (administration || !isShut);
        }
    }

    private final AtomicReference<Phase> phase = new AtomicReference<>(new Phase(Kind.OPEN, null));
    private final BooleanSupplier empty;

    /**
     * @param empty whether nothing is in the register
     */
    Admission(BooleanSupplier empty) {
        this.empty = empty;
    }

    Kind kind() {
        return phase.get().kind;
    }

    /**
     * Moves if the table allows it. {@link #look} is to be called afterwards, for the register may be empty already.
     *
     * @param next where to
     * @param whenEmpty what is done, once, when the register is empty during that phase; null is nothing
     * @return the phase before
     */
    Kind move(Kind next, Runnable whenEmpty) {
        Phase moved = new Phase(next, whenEmpty);
        while (true) {
            Phase before = phase.get();
            if (!MOVES.get(before.kind).contains(next) || phase.compareAndSet(before, moved)) {
                return before.kind;
            }
        }
    }

    /** Whether a task is let in, or administration. */
    boolean admits(boolean administration) {
        return phase.get().admits(administration);
    }

    /**
     * Moves to LEAVING if the register is empty, and lets no work in while it looks. What others move meanwhile counts.
     *
     * @return whether it has moved; if not, all is as it was
     */
    boolean leaveIfEmpty() {
        Phase before = phase.get();
        Phase shut = before.shut();
        if (!MOVES.get(before.kind).contains(Kind.LEAVING) || !phase.compareAndSet(before, shut)) {
            return false;
        }
        if (empty.getAsBoolean() && phase.compareAndSet(shut, new Phase(Kind.LEAVING, null))) {
            return true;
        }
        phase.compareAndSet(shut, before);
        look();
        return false;
    }

    /** Does what is to be done if the register is empty. Called after each task that ends. */
    void look() {
        Phase now = phase.get();
        if (now.whenEmpty != null && empty.getAsBoolean() && phase.compareAndSet(now, now.whenDone())) {
            now.whenEmpty.run();
        }
    }
}
