package io.batpak.projection;

import io.batpak.model.Entry;
import io.batpak.model.Region;
import io.batpak.payload.PayloadRegistry;
import io.batpak.read.EventCursor;
import java.util.Iterator;
import java.util.OptionalLong;

/// What projections need of an open journal; a journal hands one to its [ProjectionEngine]. Any thread.
public interface EventSource {
    /// Everything visible up to now, and nothing that becomes visible later.
    ///
    /// @throws io.batpak.error.StoreClosedException after the close of the journal
    View view();

    /// The events behind entries of a view, in their order, read as far as the cursor goes.
    EventCursor read(Iterator<Entry> entries);

    /// The payload types of the journal.
    PayloadRegistry payloads();

    /// The visible events of one moment. Any thread.
    interface View {
        /// The entries of exactly this entity with a sequence strictly above `sequence`, in commit order.
        Iterable<Entry> entityAfter(String entity, long sequence);

        /// The entries of a region with a sequence strictly above `sequence`, in commit order; of each entity those
        /// that [#entityAfter] gives.
        Iterable<Entry> regionAfter(Region region, long sequence);

        /// The sequence of the last of all entries of the entity; empty if it has none.
        OptionalLong newest(String entity);

        /// A sequence that no entry of the view is above, and none that comes later is below or equal to; -1 before
        /// the first event.
        long end();

        /// A number that changes whenever entries of earlier views may be gone.
        long epoch();
    }
}
