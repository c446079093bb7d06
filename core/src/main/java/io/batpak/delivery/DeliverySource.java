package io.batpak.delivery;

import io.batpak.fs.StoreFs;
import io.batpak.model.Entry;
import io.batpak.model.Region;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;

/// What consumers follow: the visible events of a journal in commit order. An open journal is one; tests of
/// consumers may bring their own.
///
/// What becomes visible later has a higher sequence than everything visible before. Threads: any. After the
/// journal was closed every call throws [io.batpak.error.StoreClosedException].
public interface DeliverySource {
    /// The events of a region behind a sequence, in commit order.
    ///
    /// @param after the sequence; empty for all
    /// @param limit at most so many, 0 or more; fewer mean that there are no more now
    List<Entry> page(Region region, OptionalLong after, int limit);

    /// The sequence of the newest event, visible or not; empty for an empty journal. Costs next to nothing.
    OptionalLong newest();

    /// The sequences from `from` up to below `to` that cancelled fences hide.
    ///
    /// @param lane whose own hidden sequences count too; empty for those hidden everywhere alone
    List<SequenceRange> hidden(OptionalLong lane, long from, long to);

    /// Waits until `ready` holds, which is asked whenever events of the region have become visible and whenever the
    /// thread was unparked. Parks between; never polls.
    ///
    /// @param limit how long at most; zero or less only asks
    /// @return whether `ready` held when it was asked last
    /// @throws InterruptedException when the thread was interrupted
    /// @throws io.batpak.error.WriterCrashedException when nothing can become visible any more
    boolean await(Region region, BooleanSupplier ready, Duration limit) throws InterruptedException;

    /// Makes everything up to a sequence durable, unless it is.
    ///
    /// @throws io.batpak.error.WriterCrashedException when it cannot
    void makeDurable(long sequence);

    /// Writes something beside the journal. Its close waits for that, and nothing is written behind it.
    void whileOpen(Runnable write);

    /// The directory of the journal, in which positions are kept.
    StoreFs directory();

    /// Nanoseconds since an arbitrary fixed point, for measuring how long something took.
    long nanos();
}
