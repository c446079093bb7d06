package io.batpak.verify.sim;

import java.util.ArrayList;
import java.util.List;

/// One visibility fence: nothing of it is seen before its commit was asked for, and then all of it or nothing.
final class FenceRecord {
    /// How far it has come, as its owner knows.
    enum State {
        /// Neither end was asked for.
        ACTIVE,
        /// Its commit was asked for, or is unclear.
        COMMITTING,
        /// Its commit was answered.
        COMMITTED,
        /// It was cancelled, or a crash found nothing of it.
        CANCELLED
    }

    private final List<Attempt> attempts = new ArrayList<>();
    private State state = State.ACTIVE;

    State state() {
        return state;
    }

    void become(State next) {
        state = next;
    }

    List<Attempt> attempts() {
        return attempts;
    }

    boolean mayBeSeen() {
        return state == State.COMMITTING || state == State.COMMITTED;
    }

    @Override
    public String toString() {
        return state + " fence of " + attempts.size();
    }
}
