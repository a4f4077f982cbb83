package vpo.access.internal;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** Decides who comes in. Closed unless there is a reason to open. Any thread. */
final class Door {
    private static final Set<String> OPEN = Set.of("/health", "/livez", "/readyz");
    private static final String METRICS = "/metrics";
    private static final String API = "/api";
    private static final String TOO_MANY = "Too many requests";
    private static final String NO_SESSION = "This request does not come from a page of the daemon's: open one first,"
            + " or reload it";

    private final Logins logins;
    private final Sessions sessions;
    private final RateLimit rateLimit;
    private volatile Rules rules;

    /** Who may read the metrics. */
    enum Metrics {
        /** Whoever has a credential. */
        TOKEN,
        /** Anybody. */
        OPEN,
        /** Nobody. */
        OFF
    }

    /**
     * What the operator has set.
     *
     * @param allowRemote whether other machines are let in without TLS
     * @param hosts what the daemon may be called
     */
    record Rules(boolean allowRemote, Metrics metrics, HostNames hosts) {}

    /** What becomes of a request. */
    sealed interface Decision {
        /**
         * It goes on.
         *
         * @param caller who sent it; empty where nobody is asked
         * @param cookie to be set
         */
        record Admit(Optional<String> caller, Optional<String> cookie) implements Decision {}

        /** It does not. */
        record Refuse(Refusal refusal) implements Decision {}
    }

    private static final Decision ANYBODY = new Decision.Admit(Optional.empty(), Optional.empty());

    Door(Logins logins, Sessions sessions, RateLimit rateLimit, Rules rules) {
        this.logins = logins;
        this.sessions = sessions;
        this.rateLimit = rateLimit;
        this.rules = rules;
    }

    void set(Rules other) {
        rules = other;
    }

    Decision decide(Call call) {
        Rules now = rules;
        if (OPEN.contains(call.path())) {
            return ANYBODY;
        }
        if (!now.hosts().know(call.headers().apply("Host"))) {
            return new Decision.Refuse(Refusal.unknownHost());
        }
        if (call.path().equals(METRICS) && now.metrics() != Metrics.TOKEN) {
            return now.metrics() == Metrics.OPEN ? ANYBODY : new Decision.Refuse(Refusal.notFound());
        }
        if (!call.client().here() && !call.secure() && !now.allowRemote()) {
            return new Decision.Refuse(Refusal.remote());
        }
        // Before anybody is asked who he is: or the browser would ask its user, in the name of a foreign page.
        Optional<Refusal> forged = Forgery.of(call);
        if (forged.isPresent()) {
            return new Decision.Refuse(forged.get());
        }
        return switch (logins.of(call)) {
            case Login.Out(Refusal refusal) -> new Decision.Refuse(refusal);
            case Login.In in -> decide(call, in);
        };
    }

    private Decision decide(Call call, Login.In in) {
        Optional<Sessions.Session> session = in.basic() ? sessions.of(call, in.caller()) : Optional.empty();
        if (!call.reads() && in.basic() && call.isOfBrowser() && session.isEmpty()) {
            return new Decision.Refuse(Refusal.forged(NO_SESSION));
        }
        // Only those that are let in are counted: nobody else can use up what they may send.
        if (!in.local() && (call.path().equals(API) || call.path().startsWith(API + "/"))) {
            Duration wait = rateLimit.take(call.client(), call.reads());
            if (!wait.isZero()) {
                return new Decision.Refuse(Refusal.tooMany(TOO_MANY, wait));
            }
        }
        Optional<String> cookie = in.basic() && call.reads() && session.filter(each -> !sessions.isOld(each)).isEmpty()
                ? Optional.of(sessions.header(call, in.caller()))
                : Optional.empty();
        return new Decision.Admit(Optional.of(in.caller()), cookie);
    }
}
