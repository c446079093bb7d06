package io.batpak.delivery;

import java.util.concurrent.atomic.AtomicBoolean;

/// Both halves of doing something once for an event that may come more than once: it comes at least once, and the
/// work has a key. Good for one use.
///
/// It looks nothing up and remembers nothing; it is there for signatures that want both halves. Of threads that use
/// one at once exactly one gets through.
public final class ObservedOnce {
    private final AtLeastOnce delivery;
    private final ConsumerKey key;
    private final AtomicBoolean used = new AtomicBoolean();

    private ObservedOnce(AtLeastOnce delivery, ConsumerKey key) {
        this.delivery = delivery;
        this.key = key;
    }

    /// Puts the halves together.
    public static ObservedOnce of(AtLeastOnce delivery, ConsumerKey key) {
        return new ObservedOnce(delivery, key);
    }

    /// The halves.
    ///
    /// @param delivery how the event came
    /// @param key what the work is recognised by
    public record Parts(AtLeastOnce delivery, ConsumerKey key) {}

    /// Takes the halves out, which uses this up.
    ///
    /// @throws ObservationUsedException if they were taken before
    public Parts intoParts() {
        if (!used.compareAndSet(false, true)) {
            throw new ObservationUsedException();
        }
        return new Parts(delivery, key);
    }

    /// Whether the halves were taken.
    public boolean isUsed() {
        return used.get();
    }

    @Override
    public String toString() {
        return "ObservedOnce[checkpoint=" + delivery.checkpoint() + ", used=" + used + "]";
    }
}
