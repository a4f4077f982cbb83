package vpo.access.internal;

import vpo.access.internal.Operators.Verdict;

/** The token of the configuration. */
record ConfiguredToken(Secret secret) implements Operators.Source {
    @Override
    public boolean isThere() {
        return true;
    }

    @Override
    public Verdict check(String password) {
        return secret.is(password) ? Verdict.RIGHT : Verdict.WRONG;
    }
}
