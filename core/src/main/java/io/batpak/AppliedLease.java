package io.batpak;

import io.batpak.model.Entry;
import io.batpak.write.Watermarks;

/// Says what a read model has applied, so that others can wait for it: {@link io.batpak.model.Mark#APPLIED} is
/// where the slowest of all open leases is, for the store and for each lane. A new lease begins where the mark is;
/// with no lease open the mark stays where it is.
///
/// Threads: any. Nothing of it is kept: after an open the mark stands at the newest visible event.
public final class AppliedLease implements AutoCloseable {
    private final String name;
    private final Watermarks.Applier applier;

    AppliedLease(String name, Watermarks.Applier applier) {
        this.name = name;
        this.applier = applier;
    }

    /// What it is called, for people.
    public String name() {
        return name;
    }

    /// The read model has applied this event, and whatever it needs of those before it. An event before one that
    /// was said already changes nothing; neither does any when the lease is closed.
    public void applied(Entry event) {
        applier.applied(event);
    }

    /// Holds the mark back no more. Calling it again does nothing.
    @Override
    public void close() {
        applier.leave();
    }

    @Override
    public String toString() {
        return "AppliedLease[" + name + "]";
    }
}
