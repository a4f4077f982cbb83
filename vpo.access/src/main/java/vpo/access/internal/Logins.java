package vpo.access.internal;

import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import vpo.access.internal.Operators.Verdict;

/** Finds out who sent a request. Any thread. */
final class Logins {
    private static final String WRONG_ATTEMPTS = "Too many wrong credentials";
    private static final String BUSY = "Too many credentials to check at once";

    private final LocalToken local;
    private final Supplier<Operators> operators;
    private final Sessions sessions;
    private final Throttle throttle;
    private final AttemptLog attempts;

    /**
     * @param operators those of now
     * @param nanos of a monotonic clock
     */
    Logins(LocalToken local, Supplier<Operators> operators, Sessions sessions, AttemptLog attempts,
            LongSupplier nanos) {
        this.local = local;
        this.operators = operators;
        this.sessions = sessions;
        this.throttle = new Throttle(nanos);
        this.attempts = attempts;
    }

    Login of(Call call) {
        Authorization authorization = Authorization.of(call.headers().apply("Authorization"));
        // Never slowed down, whoever else guesses: nobody guesses this one.
        if (authorization instanceof Authorization.Bearer(String token) && local.is(token)) {
            return new Login.In(CallerName.LOCAL, true, false);
        }
        Operators known = operators.get();
        if (!known.any()) {
            return new Login.Out(Refusal.noCredential());
        }
        return switch (authorization) {
            case Authorization.None() -> new Login.Out(Refusal.unauthorized());
            case Authorization.Malformed() -> attempt(call, CallerName.OPERATOR, false, () -> Verdict.WRONG);
            case Authorization.Bearer(String token) ->
                attempt(call, CallerName.OPERATOR, false, () -> known.check(token));
            case Authorization.Basic(String user, String password) ->
                attempt(call, CallerName.of(user), true, () -> known.check(password));
        };
    }

    private Login attempt(Call call, String caller, boolean basic, Supplier<Verdict> check) {
        String named = call.client().key() + " as " + caller;
        String client = countedAs(call, caller, named);
        Duration wait = throttle.wait(client);
        if (!wait.isZero()) {
            return new Login.Out(Refusal.tooMany(WRONG_ATTEMPTS, wait));
        }
        return switch (check.get()) {
            case RIGHT -> {
                throttle.right(client);
                throttle.right(named);
                yield new Login.In(caller, false, basic);
            }
            case WRONG -> {
                attempts.wrong(call.client(), caller, throttle.wrong(client));
                yield new Login.Out(Refusal.unauthorized());
            }
            case BUSY -> new Login.Out(Refusal.tooMany(BUSY, Duration.ofSeconds(1)));
        };
    }

    /**
     * Whoever was let in before is told apart from all others who come by the same way, such as a reverse proxy: a browser
     * by its cookie, everybody else by name. So a stranger keeps out strangers only; and one who knows a name keeps out
     * that name, but not its browsers.
     */
    private String countedAs(Call call, String caller, String named) {
        return sessions.of(call, caller).map(session -> "session " + session.nonce())
                .orElseGet(() -> throttle.trusts(named) ? named : call.client().key());
    }
}
