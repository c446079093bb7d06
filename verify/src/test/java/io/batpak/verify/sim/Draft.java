package io.batpak.verify.sim;

import io.batpak.model.AppendOptions;
import io.batpak.model.BatchItem;
import io.batpak.model.Coordinate;
import io.batpak.model.EventKind;
import io.batpak.model.Payload;
import io.batpak.model.Value;

/// One event that somebody wants to store. Its number is in its payload, so it can be told from all others for ever.
///
/// @param number unique in the history
/// @param padding how many further bytes the payload has
record Draft(long number, Coordinate at, EventKind kind, AppendOptions options, int padding) {
    Payload payload() {
        return Payload.of(Value.map("n", number, "pad", "x".repeat(padding)));
    }

    BatchItem item() {
        return BatchItem.of(at, kind, payload(), options);
    }

    @Override
    public String toString() {
        return "n=" + number + " " + at + " " + kind + (options.hasIdempotencyKey() ? " keyed" : "");
    }
}
