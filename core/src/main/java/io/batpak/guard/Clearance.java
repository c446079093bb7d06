package io.batpak.guard;

import io.batpak.error.ClearanceUsedException;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/// The proof that every gate let a proposal pass; good for one commit. The reference calls it `Receipt`.
///
/// Only gates make one. It belongs to this process and cannot be copied or stored. Of threads that use one at
/// once exactly one gets through.
///
/// @param <T> what was proposed
public final class Clearance<T> {
    private final T payload;
    private final List<String> gatesPassed;
    private final AtomicBoolean used = new AtomicBoolean();

    Clearance(T payload, List<String> gatesPassed) {
        this.payload = payload;
        this.gatesPassed = gatesPassed;
    }

    /// What was proposed; looking does not use the clearance up.
    public T payload() {
        return payload;
    }

    /// The gates that let it pass, in the order in which they were asked; unmodifiable.
    public List<String> gatesPassed() {
        return gatesPassed;
    }

    /// Whether it was used.
    public boolean isUsed() {
        return used.get();
    }

    /// Uses the clearance up without a pipeline and returns what was proposed.
    ///
    /// @throws ClearanceUsedException if it was used before
    public T use() {
        if (!used.compareAndSet(false, true)) {
            throw new ClearanceUsedException();
        }
        return payload;
    }

    @Override
    public String toString() {
        return "Clearance[gatesPassed=" + gatesPassed + ", used=" + used + "]";
    }
}
