package io.batpak.guard;

import io.batpak.error.ClearanceUsedException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/// The permission to commit what no gate has seen; good for one commit, which carries the reason. The reference
/// calls it `BypassReceipt`.
///
/// Only [Pipeline#bypass] makes one. Of threads that use one at once exactly one gets through.
///
/// @param <T> what was proposed
public final class BypassClearance<T> {
    private final T payload;
    private final BypassAudit audit;
    private final AtomicBoolean used = new AtomicBoolean();

    BypassClearance(T payload, BypassAudit audit) {
        this.payload = payload;
        this.audit = audit;
    }

    /// What was proposed; looking does not use the clearance up.
    public T payload() {
        return payload;
    }

    /// What the commit will carry.
    public BypassAudit audit() {
        return audit;
    }

    /// Whether it was used.
    public boolean isUsed() {
        return used.get();
    }

    /// A clearance that names who approved; it takes the place of this one, which counts as used.
    ///
    /// @throws ClearanceUsedException if this one was used before
    public BypassClearance<T> approvedBy(String approver) {
        return new BypassClearance<>(
                use(), new BypassAudit(audit.reason(), audit.justification(), Optional.of(approver)));
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
        return "BypassClearance[audit=" + audit + ", used=" + used + "]";
    }
}
