package io.batpak.verify.sim;

import io.batpak.model.Receipt;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One call that stores events, and what is known of its end.
final class Attempt {
    /// What the caller knows.
    enum Fate {
        /// It was not answered.
        OPEN,
        /// It was answered with receipts.
        ACKNOWLEDGED,
        /// It was refused: nothing of it may ever be seen.
        REFUSED,
        /// It ended with an error that says nothing about what is stored.
        UNKNOWN,
        /// After a crash it was not there: it may never be seen again.
        GONE
    }

    private final List<Draft> drafts;
    private final @Nullable FenceRecord fence;
    private Fate fate = Fate.OPEN;
    private List<Receipt> receipts = List.of();
    private boolean durable;

    Attempt(List<Draft> drafts, @Nullable FenceRecord fence) {
        this.drafts = drafts;
        this.fence = fence;
    }

    List<Draft> drafts() {
        return drafts;
    }

    @Nullable
    FenceRecord fence() {
        return fence;
    }

    Fate fate() {
        return fate;
    }

    /// One for each draft, once it was acknowledged, or was found after a crash.
    List<Receipt> receipts() {
        return receipts;
    }

    /// Whether it has to survive a loss of power.
    boolean isDurable() {
        return durable;
    }

    void acknowledge(List<Receipt> given) {
        fate = Fate.ACKNOWLEDGED;
        receipts = List.copyOf(given);
    }

    void end(Fate known) {
        fate = known;
    }

    void becomeDurable() {
        durable = true;
    }

    @Override
    public String toString() {
        return fate + (durable ? " durable " : " ") + drafts + (fence == null ? "" : " behind " + fence);
    }
}
