package io.batpak.write;

import io.batpak.error.StoreException;

/// What a caller is told when an append is refused: with or without a stack trace.
///
/// The refusals that belong to the normal course of things carry none, because it would cost more than the append.
/// A store that is asked to gives them the trace of the caller who gets them, which need not be the thread that
/// refused.
final class Refusals {
    private final boolean traced;

    Refusals(boolean traced) {
        this.traced = traced;
    }

    /// The refusal as its caller shall see it.
    StoreException told(StoreException refusal) {
        if (traced && refusal.getStackTrace().length == 0) {
            refusal.setStackTrace(new Throwable().getStackTrace());
        }
        return refusal;
    }
}
